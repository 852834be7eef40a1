"""Dates as public bodies write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.dates import parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2021-09-14",
        "2021-09-14T10:30:00+07:00",
        "2021/09/14",
        "20210914",
        "14 September 2021",
        "Selasa, 14 September 2021 10:30 WIB",
        "14 Sep 2021",
        "14/09/2021",
        "14-09-2021",
        "14.9.2021",
        "September 14, 2021",
        "Diterbitkan: 14-Sep-2021",
    ],
)
def test_reads_every_usual_spelling(text: str) -> None:
    """One day, however it is written."""
    assert parse_date(text) == date(2021, 9, 14)


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("Januari", 1),
        ("Pebruari", 2),
        ("Mei", 5),
        ("Agustus", 8),
        ("Oktober", 10),
        ("Desember", 12),
    ],
)
def test_knows_indonesian_months(month: str, number: int) -> None:
    """The months whose names differ from the English ones."""
    assert parse_date(f"2 {month} 2020") == date(2020, number, 2)


@pytest.mark.parametrize(
    "text",
    ["", "kemarin", "31 Februari 2021", "14/13/2021", "UU 14/2008", "14 Orang 2021", "0021-01-01"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """A date that cannot be read is left open, not guessed."""
    assert parse_date(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_iso_dates_come_back(day: date) -> None:
    """Every ISO date is read as itself."""
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=60))
def test_never_fails(text: str) -> None:
    """No text makes the reader of dates fail."""
    parse_date(text)
