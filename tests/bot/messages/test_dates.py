"""Dates are those of Jakarta, and written as people read them."""

from datetime import UTC, date, datetime

from bot.messages.catalogue import Catalogue
from bot.messages.dates import day_in_jakarta, format_date


def test_the_day_begins_in_jakarta() -> None:
    """Seven hours before it does in Greenwich."""
    before, after = (
        datetime(2026, 11, 24, 16, 59, tzinfo=UTC),
        datetime(2026, 11, 24, 17, tzinfo=UTC),
    )
    assert day_in_jakarta(before.timestamp()) == date(2026, 11, 24)
    assert day_in_jakarta(after.timestamp()) == date(2026, 11, 25)


def test_a_date_is_written_out_in_the_language_of_the_reader() -> None:
    """With the name of the month."""
    catalogue, day = Catalogue.load(), date(2026, 8, 17)
    assert format_date(day, "id", catalogue) == "17 Agustus 2026"
    assert format_date(day, "en", catalogue) == "17 August 2026"
