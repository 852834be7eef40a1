"""Keeps the memory of a process that opens one build after another from growing (glibc only)."""

import ctypes

# From malloc.h of glibc.
_M_ARENA_MAX = -8
_ARENAS = 2


def limit_arenas() -> None:
    """Have all threads share two pools of memory.

    Chroma starts threads of its own with every build that it opens. By default glibc gives new
    threads new pools, eight to a core, and each keeps what it once needed.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_freed() -> None:
    """Give the system what was freed, milliseconds for a large build; glibc would keep it."""
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)
