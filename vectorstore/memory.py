"""Keeps the memory of a process that serves for months from growing."""

import ctypes
import os
from collections.abc import MutableMapping

# From malloc.h of glibc.
_M_ARENA_MAX = -8
_ARENAS = 2
# What PyTorch's bridge to oneDNN and oneDNN itself prepared for shapes of input, by default each
# for 1,024. Texts have all lengths: over 95 questions this grew by 450 MB, with 64 shapes by 125 MB
# at the same speed, with 8 the answers took a fifth more time (docs/benchmarks.md).
_CACHES = ("LRU_CACHE_CAPACITY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY")
_SHAPES_KEPT = "64"


def limit_kernel_caches(environment: MutableMapping[str, str] = os.environ) -> None:
    """Have torch remember fewer shapes; call it before torch is imported, which reads this once.

    What the administrator has set stays.
    """
    for cache in _CACHES:
        environment.setdefault(cache, _SHAPES_KEPT)


def limit_arenas() -> None:
    """Have all threads share two pools of memory (glibc only).

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
