"""Shares the processor among the calls of models.

Calls side by side that each use every core starve each other. One core each gives the most answers
a second, every core for one call the quickest answer: so what runs alone gets all of them.
"""

import math
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Beside a thread of the usual priority such a one gets a tenth of a core (sched(7), nice values).
_GIVING_WAY, _LOWEST = 10, 19


class ModelTurns:
    """Lets `at_once` calls of models run beside each other, with `threads` among them."""

    def __init__(self, threads: int, at_once: int = 1) -> None:
        self._threads = threads
        self._places = threading.Semaphore(at_once)
        self._counting = threading.Lock()
        self._running = 0
        self._giving_way = set[int]()

    def give_way(self) -> None:
        """Let the calls of this thread take from the others' only what these leave, from now on.

        The threads that a model starts for it inherit its priority. There should be one at most.
        """
        self._giving_way.add(threading.get_ident())
        # Linux gives each thread a priority of its own; elsewhere this would be the process's.
        if sys.platform == "linux":
            thread = threading.get_native_id()
            lower = os.getpriority(os.PRIO_PROCESS, thread) + _GIVING_WAY
            os.setpriority(os.PRIO_PROCESS, thread, min(lower, _LOWEST))

    @contextmanager
    def turn(self, seconds: float = math.inf) -> Iterator[int]:
        """Wait for a turn and give the threads to use in it; 0 where none came in time."""
        if threading.get_ident() in self._giving_way:
            yield self._threads
            return
        timeout = None if math.isinf(seconds) else min(max(0.0, seconds), threading.TIMEOUT_MAX)
        if not self._places.acquire(timeout=timeout):
            yield 0
            return
        with self._counting:
            self._running += 1
            share = max(1, self._threads // self._running)
        try:
            yield share
        finally:
            with self._counting:
                self._running -= 1
            self._places.release()
