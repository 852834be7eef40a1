"""By when a request for information must be answered, and by when one may object."""

from dataclasses import dataclass
from datetime import date

from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.rules import Rules


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
