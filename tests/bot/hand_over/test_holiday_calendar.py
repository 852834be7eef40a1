"""Working days are counted as Indonesian offices work, with what staff correct."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HandOverFileError
from bot.hand_over.holiday_calendar import (
    HolidayOverrides,
    ListedDay,
    WorkingDays,
    read_overrides,
)

# Joint decree of three ministers for 2026, as `holidays` 0.109 has it: 17 feasts, 8 days of leave.
JOINT_LEAVE = ("02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24")
FEASTS = (
    "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 "
    "08-25 12-25"
).split()
DAYS_OFF = {date.fromisoformat(f"2026-{day}") for day in (*JOINT_LEAVE, *FEASTS)}
EXAMPLE = Path(__file__).parents[3] / "deploy" / "holidays.example.toml"

days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def _is_worked(day: date, added: set[date], removed: set[date]) -> bool:
    if day in removed:
        return True
    return day.weekday() < 5 and day not in DAYS_OFF and day not in added


def _listed(days: set[date]) -> tuple[ListedDay, ...]:
    return tuple(ListedDay(date=day, name="x", source="SKB") for day in days)


@given(
    day=st.dates(date(2026, 1, 1), date(2026, 9, 1)),
    count=st.integers(1, 40),
    added=st.sets(days_of_2026, max_size=5),
    removed=st.sets(st.one_of(days_of_2026, st.sampled_from(sorted(DAYS_OFF))), max_size=5),
)
def test_days_are_counted_one_by_one(
    day: date, count: int, added: set[date], removed: set[date]
) -> None:
    """The last day is the `count`-th that is worked after the first, which does not count."""
    added -= removed
    overrides = HolidayOverrides(added=_listed(added), removed=_listed(removed))
    last, left = day, count
    while left:
        last += timedelta(1)
        left -= _is_worked(last, added, removed)
    assert WorkingDays(overrides).after(day, count) == last


@pytest.mark.parametrize("leave", JOINT_LEAVE)
def test_joint_leave_is_no_working_day(leave: str) -> None:
    """A public body does not answer on it, and its deadline does not run."""
    day = date.fromisoformat(f"2026-{leave}")
    assert WorkingDays().after(day - timedelta(1), 1) > day


def test_a_day_off_passes_on_to_the_next_working_day() -> None:
    """What arrives on a Saturday is received on Monday."""
    days = WorkingDays()
    assert days.on_or_after(date(2026, 11, 28)) == date(2026, 11, 30)
    assert days.on_or_after(date(2026, 11, 30)) == date(2026, 11, 30)


def test_a_year_is_settled_once_its_joint_leave_is_known() -> None:
    """From the package, or because staff say that their list is complete."""
    assert WorkingDays().is_settled(2027)
    assert not WorkingDays().is_settled(2040)
    assert WorkingDays(HolidayOverrides(complete=(2040,))).is_settled(2040)


def test_the_example_file_is_valid() -> None:
    """Staff can copy it and change the days."""
    days = WorkingDays(read_overrides(EXAMPLE))
    assert days.after(date(2030, 12, 25), 1) == date(2030, 12, 27)
    assert days.after(date(2030, 12, 27), 1) == date(2030, 12, 28)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[[added]]\ndate = "someday"\nname = "x"\nsource = "y"', "added.1.date"),
        ('[[added]]\ndate = 2026-01-02\nname = "x"', "added.1.source"),
        ("[[addded]]", "addded"),
        ("added = ", "Invalid value"),
        (
            '[[added]]\ndate = 2026-01-02\nname = "x"\nsource = "y"\n'
            '[[removed]]\ndate = 2026-01-02\nname = "x"\nsource = "y"',
            "2026-01-02 is listed twice",
        ),
    ],
)
def test_a_faulty_file_is_told_with_its_place(tmp_path: Path, content: str, fault: str) -> None:
    """Staff learn which file, which line of it, and which setting names it."""
    path = tmp_path / "libur.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(HandOverFileError) as caught:
        read_overrides(path)
    assert fault in str(caught.value)
    assert str(path) in str(caught.value)
    assert "SULUH_HOLIDAYS" in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A mistyped path must not mean that there are no corrections."""
    with pytest.raises(HandOverFileError, match="No such file"):
        read_overrides(tmp_path / "none.toml")
