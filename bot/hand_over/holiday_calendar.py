"""Counts working days with the `holidays` package, corrected by what staff list.

The package knows national holidays and joint leave (cuti bersama) of the years whose joint decree
of three ministers it holds: with version 0.109 up to 2027. Later feasts are its estimates, and
later joint leave is missing until the package is updated or staff list it.
"""

from datetime import date
from pathlib import Path
from typing import Self

from holidays import GOVERNMENT, PUBLIC, country_holidays
from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.hand_over.staff_file import read_staff_file

COUNTRY = "ID"
HOLIDAYS_SETTING = "SULUH_HOLIDAYS"


class ListedDay(BaseModel):
    """A day that differs from the package, what it is, and where that was decided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: date
    name: str = Field(min_length=1)
    source: str = Field(min_length=1, description="the decree, and when it was read")


class HolidayOverrides(BaseModel):
    """All that a file of corrections says: days off that are `added`, and days worked after all.

    `complete` are years of which the file holds all joint leave that the package lacks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    added: tuple[ListedDay, ...] = ()
    removed: tuple[ListedDay, ...] = ()
    complete: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _name_each_day_once(self) -> Self:
        days = [listed.date for listed in (*self.added, *self.removed)]
        for day in days:
            if days.count(day) > 1:
                raise ValueError(f"{day} is listed twice")
        return self


NO_OVERRIDES = HolidayOverrides()


def read_overrides(path: Path) -> HolidayOverrides:
    """Read a file of corrections.

    Raises:
        HandOverFileError: it cannot be read, or says something that is not understood.
    """
    return read_staff_file(path, HOLIDAYS_SETTING, HolidayOverrides)


class WorkingDays:
    """Monday to Friday without national holidays and joint leave, as public offices work."""

    def __init__(self, overrides: HolidayOverrides = NO_OVERRIDES) -> None:
        self._complete = overrides.complete
        years = {listed.date.year for listed in (*overrides.added, *overrides.removed)}
        self._calendar = country_holidays(COUNTRY, years=years, categories=(PUBLIC, GOVERNMENT))
        self._calendar.append({listed.date: listed.name for listed in overrides.added})
        for listed in overrides.removed:
            self._calendar.pop(listed.date, "")
            # The package asks this only of Saturdays and Sundays.
            self._calendar.weekend_workdays.add(listed.date)

    def after(self, day: date, count: int) -> date:
        """Give the last of `count` working days (at least 1); `day` itself does not count."""
        return self._calendar.get_nth_working_day(day, count)

    def on_or_after(self, day: date) -> date:
        """Give `day` itself if it is a working day, or else the next one."""
        return self._calendar.get_nth_working_day(day, 0)

    def is_settled(self, year: int) -> bool:
        """Tell whether the joint leave of a year is known, so that its dates can be relied on."""
        if year in self._complete:
            return True
        return bool(country_holidays(COUNTRY, years=year, categories=(GOVERNMENT,)))
