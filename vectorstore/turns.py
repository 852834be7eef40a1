"""Shares the processor among the calls of models.

Calls side by side that each use every core starve each other. One core each gives the most answers
a second, every core for one call the quickest answer: so what runs alone gets all of them.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ModelTurns:
    """Lets `at_once` calls of models run beside each other, with `threads` among them."""

    def __init__(self, threads: int, at_once: int = 1) -> None:
        self._threads = threads
        self._places = threading.Semaphore(at_once)
        self._counting = threading.Lock()
        self._running = 0

    @contextmanager
    def turn(self, seconds: float = math.inf) -> Iterator[int]:
        """Wait for a turn and give the threads to use in it; 0 where none came in time."""
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
