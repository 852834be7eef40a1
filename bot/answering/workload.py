"""Counts the questions that are being answered or wait for it."""

import threading


class Workload:
    """How many questions are pending; safe to use from several threads."""

    def __init__(self) -> None:
        self._changing = threading.Condition()
        self._pending = 0

    @property
    def pending(self) -> int:
        """How many questions have come and not ended."""
        return self._pending

    def begin(self) -> None:
        """Count a question."""
        with self._changing:
            self._pending += 1

    def end(self) -> None:
        """Count it no longer."""
        with self._changing:
            self._pending -= 1
            self._changing.notify_all()

    def wait_for_none(self, seconds: float) -> None:
        """Wait until no question is pending, but no longer than so many seconds."""
        with self._changing:
            self._changing.wait_for(lambda: self._pending == 0, seconds)
