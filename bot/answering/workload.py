"""Counts the questions that are being answered or wait for it."""

import threading


class Workload:
    """How many questions are pending; safe to use from several threads."""

    def __init__(self) -> None:
        self._counting = threading.Lock()
        self._pending = 0

    @property
    def pending(self) -> int:
        """How many questions have come and not ended."""
        return self._pending

    def begin(self) -> None:
        """Count a question."""
        with self._counting:
            self._pending += 1

    def end(self) -> None:
        """Count it no longer."""
        with self._counting:
            self._pending -= 1
