"""Staff write spans of time shortly."""

from datetime import timedelta

import pytest

from ingest.durations import parse_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("45m", timedelta(minutes=45)),
        (" 6h ", timedelta(hours=6)),
        ("2D", timedelta(days=2)),
    ],
)
def test_spans_are_read(text: str, span: timedelta) -> None:
    """A number and a unit."""
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "-1h", "6 jam", "1h30m"])
def test_what_is_no_span_is_refused(text: str) -> None:
    """A schedule is never guessed."""
    with pytest.raises(ValueError, match="45m, 6h or 2d"):
        parse_duration(text)
