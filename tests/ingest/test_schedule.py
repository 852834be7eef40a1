"""Sources are read when they are due, for as long as nobody stops it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ingest.schedule import Timetable, run_schedule

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Days:
    """A clock that a wait moves on, and that says stop at its end; runs are noted by hour."""

    def __init__(self, until: timedelta, run_takes: timedelta = timedelta()) -> None:
        self.now = START
        self.runs: list[tuple[float, list[str]]] = []
        self._end = START + until
        self._run_takes = run_takes

    def run(self, sources: Sequence[str]) -> None:
        """Note a run."""
        self.runs.append(((self.now - START) / HOUR, list(sources)))
        self.now += self._run_takes

    def wait(self, seconds: float) -> bool:
        """Let the time pass."""
        self.now += timedelta(seconds=seconds)
        return self.now >= self._end


def _runs(timetable: Timetable, days: Days) -> list[tuple[float, list[str]]]:
    run_schedule(timetable, days.run, lambda: days.now, days.wait)
    return days.runs


def test_all_are_read_at_once_and_then_each_by_its_span() -> None:
    """A source of its own span is read as often as that."""
    timetable = Timetable({"berita": 2 * HOUR, "aturan": 6 * HOUR})
    assert _runs(timetable, Days(until=7 * HOUR)) == [
        (0, ["berita", "aturan"]),
        (2, ["berita"]),
        (4, ["berita"]),
        (6, ["berita", "aturan"]),
    ]


def test_the_span_counts_from_start_to_start() -> None:
    """A long run does not push the next one away; one longer than its span follows at once."""
    timetable = Timetable({"situs": 2 * HOUR})
    assert [at for at, _ in _runs(timetable, Days(5 * HOUR, run_takes=HOUR))] == [0, 2, 4]
    assert [at for at, _ in _runs(timetable, Days(8 * HOUR, run_takes=3 * HOUR))] == [0, 3, 6]
