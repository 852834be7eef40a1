"""Progress is a sign of life in a log file, not a flood."""

from io import StringIO

from rich.console import Console

from ingest.progress import LineProgress, show_progress
from tests.fakes import Clock


def test_lines_are_written_at_start_and_end_and_every_ten_seconds() -> None:
    """A thousand steps in half a minute make five lines, with the time left."""
    clock, lines = Clock(), list[str]()
    progress = LineProgress(lines.append, clock)
    progress.start("Embedding", 1000)
    for _ in range(1000):
        clock.seconds += 0.03125
        progress.advance()
    progress.finish()
    assert lines[0] == "Embedding: 1,000"
    assert lines[1].startswith("Embedding: 320 of 1,000, 21 s left")
    assert lines[-1] == "Embedding: 1,000 done in 31.2 s"
    assert len(lines) == 5


def test_a_stage_of_unknown_length_is_counted() -> None:
    """Where the number of steps is not known, only what is done is written."""
    clock, lines = Clock(), list[str]()
    progress = LineProgress(lines.append, clock)
    progress.start("Reading", None)
    clock.seconds = 11
    progress.advance(7)
    assert lines == ["Reading ...", "Reading: 7"]


def test_a_terminal_shows_a_bar_with_counts_for_each_stage() -> None:
    """Names, counts and totals are on the screen, also of a stage whose length was not known."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    with show_progress(console) as progress:
        progress.start("Reading", None)
        progress.advance(3)
        progress.finish()
        progress.start("Embedding", 8)
        progress.advance(8)
        progress.finish()
    shown = screen.getvalue()
    assert "Reading" in shown
    assert "3/3" in shown
    assert "8/8" in shown
