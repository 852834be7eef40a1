"""Lets a process serve for months beside others: its memory does not grow, it wastes no core."""

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
# Threads of OpenMP that wait for each other burn their core meanwhile. Beside other programs the
# one waited for is often not running: then an answer took 3.5 s of processor time in place of 0.3.
# With so few turns of waiting before they sleep, what runs alone is as fast (docs/benchmarks.md).
_WAITING = ("GOMP_SPINCOUNT", "10000")


def share_machine(environment: MutableMapping[str, str] = os.environ) -> None:
    """Have torch remember fewer shapes and its waiting threads sleep soon.

    Call it before torch is imported, which reads this once. What the administrator has set stays.
    """
    for name, value in (*((cache, _SHAPES_KEPT) for cache in _CACHES), _WAITING):
        environment.setdefault(name, value)


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
