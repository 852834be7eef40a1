"""Shows how far an ingest is: bars on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

# A log file wants a sign of life, not a line for each of thousands of steps.
_SECONDS_BETWEEN_LINES = 10.0


class Progress(Protocol):
    """Shows how far the stages of an ingest are."""

    def start(self, stage: str, total: int | None) -> None:
        """Begin a stage of `total` steps, None where the number is not known."""

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more are done."""

    def finish(self) -> None:
        """End the stage."""


class SilentProgress:
    """Shows nothing."""

    def start(self, stage: str, total: int | None) -> None:
        """Show nothing."""

    def advance(self, steps: int = 1) -> None:
        """Show nothing."""

    def finish(self) -> None:
        """Show nothing."""


class BarProgress:
    """A bar with counts and time left for each stage."""

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars
        self._task = bars.add_task("", visible=False)

    def start(self, stage: str, total: int | None) -> None:
        """Begin a stage with its own bar."""
        self._task = self._bars.add_task(stage, total=total)

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        self._bars.advance(self._task, steps)

    def finish(self) -> None:
        """Fill the bar, where the total was not known with what was done."""
        done = self._bars.tasks[self._task].completed
        self._bars.update(self._task, total=done, completed=done)


class LineProgress:
    """A plain line at each stage's start and end, and every ten seconds between."""

    def __init__(self, write: Callable[[str], None], now: Callable[[], float]) -> None:
        self._write = write
        self._now = now
        self._stage, self._total, self._done = "", 0, 0
        self._began = self._shown = 0.0

    def start(self, stage: str, total: int | None) -> None:
        """Write that a stage begins."""
        self._stage, self._total, self._done = stage, total or 0, 0
        self._began = self._shown = self._now()
        self._write(f"{stage}: {self._total:,}" if total is not None else f"{stage} ...")

    def advance(self, steps: int = 1) -> None:
        """Write how far the stage is, if the last line is old enough."""
        self._done += steps
        now = self._now()
        if now - self._shown < _SECONDS_BETWEEN_LINES:
            return
        self._shown = now
        if self._total:
            left = (now - self._began) / self._done * (self._total - self._done)
            self._write(f"{self._stage}: {self._done:,} of {self._total:,}, {left:.0f} s left")
        else:
            self._write(f"{self._stage}: {self._done:,}")

    def finish(self) -> None:
        """Write that the stage is done and how long it took."""
        done = f"{self._done:,} done" if self._done else "done"
        self._write(f"{self._stage}: {done} in {self._now() - self._began:.1f} s")


@contextmanager
def show_progress(console: Console) -> Iterator[Progress]:
    """Give bars on a terminal and plain lines elsewhere."""
    if not console.is_terminal:
        yield LineProgress(lambda line: console.print(line, highlight=False), time.monotonic)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
    with RichProgress(*columns, TimeRemainingColumn(), console=console) as bars:
        yield BarProgress(bars)
