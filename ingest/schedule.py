"""Runs ingests again and again, each in a process of its own, which gives its memory back."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

RunIngest = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Timetable:
    """How often each source is read."""

    spans: Mapping[str, timedelta]

    def due(self, last: Mapping[str, datetime], now: datetime) -> list[str]:
        """Give the sources whose time has come; one that was never read is due at once."""
        return [
            name
            for name, span in self.spans.items()
            if name not in last or now - last[name] >= span
        ]

    def seconds_to_wait(self, last: Mapping[str, datetime], now: datetime) -> float:
        """Give the time until the next source is due; 0 where one is due now."""
        waits = [
            (last[name] + span - now).total_seconds() if name in last else 0.0
            for name, span in self.spans.items()
        ]
        return max(0.0, min(waits))


def run_schedule(
    timetable: Timetable,
    run: RunIngest,
    now: Callable[[], datetime],
    wait: Callable[[float], bool],
) -> None:
    """Read every source when it is due, until `wait` tells that it was woken to stop.

    A run that fails is not repeated at once: its sources are due again after their span.
    """
    last: dict[str, datetime] = {}
    while True:
        due = timetable.due(last, now())
        if due:
            began = now()
            run(due)
            last |= dict.fromkeys(due, began)
        if wait(timetable.seconds_to_wait(last, now())):
            return


class ChildRunner:
    """Runs `suluh ingest` for some sources in a child process, and ends it when asked to stop."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self._arguments = tuple(arguments)
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def __call__(self, sources: Sequence[str]) -> None:
        """Run one ingest to its end; its own messages tell how it went."""
        command = [sys.executable, "-m", "suluh", "ingest", *self._arguments, "--", *sources]
        # The command is this interpreter and our own module; the names are arguments, no shell.
        self._child = subprocess.Popen(command)  # noqa: S603
        self._child.wait()
        self._child = None

    def wait(self, seconds: float) -> bool:
        """Wait, and tell whether to stop."""
        return self._stopping.wait(seconds)

    def stop_on_signals(self) -> None:
        """Stop at SIGTERM or SIGINT; an ingest at work is ended, and the live build is kept."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping.set()
        if self._child is not None:
            self._child.terminate()
