"""By when a request for information must be answered, and by when one may object."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from bot.hand_over.holiday_calendar import WorkingDays


class Term(BaseModel):
    """A number of working days, the paragraph of the law that gives it, and when it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(ge=1)
    article: int = Field(ge=1)
    paragraph: int = Field(ge=1)
    read: date
    seen: str = Field(min_length=1, description="where the figure was read")


class Rules(BaseModel):
    """The terms of `law` (number/year), for the request and for what follows a refusal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str = Field(pattern=r"^\d+/\d{4}$")
    answer: Term
    extension: Term
    objection: Term
    superior: Term
    dispute: Term

    @classmethod
    def load(cls) -> Self:
        """Read the terms that ship with the package."""
        content = files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
        return cls.model_validate(tomllib.loads(content))

    @property
    def read(self) -> date:
        """The day since when no figure was read again."""
        terms = (self.answer, self.extension, self.objection, self.superior, self.dispute)
        return min(term.read for term in terms)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days of a request that the PPID receives on the day `received`.

    `objection_by` is for whoever hears nothing at all until `answer_by`.
    """

    received: date
    answer_by: date
    extended_by: date
    objection_by: date


def deadlines(received: date, rules: Rules, days: WorkingDays) -> Deadlines:
    """Count the deadlines of a request; the day of receipt itself does not count."""
    answer_by = days.after(received, rules.answer.days)
    return Deadlines(
        received,
        answer_by,
        extended_by=days.after(answer_by, rules.extension.days),
        objection_by=days.after(answer_by, rules.objection.days),
    )


def unsettled_year(deadlines: Deadlines, days: WorkingDays) -> int | None:
    """Give the first year of these dates whose days off are not all decided."""
    years = range(deadlines.received.year, deadlines.objection_by.year + 1)
    return next((year for year in years if not days.is_settled(year)), None)
