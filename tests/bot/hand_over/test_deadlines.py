"""The deadlines are those of the law, as dates."""

from datetime import date

from bot.hand_over.deadlines import Deadlines, deadlines, unsettled_year
from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.rules import Rules


def test_the_figures_are_those_of_the_law() -> None:
    """UU 14/2008: 10 and 7 days to answer, 30 to object, 30 to reply, 14 to go to court."""
    rules = Rules.load()
    terms = (rules.answer, rules.extension, rules.objection, rules.superior, rules.dispute)
    figures = [(term.days, term.article, term.paragraph) for term in terms]
    assert rules.law == "14/2008"
    assert figures == [(10, 22, 7), (7, 22, 8), (30, 36, 1), (30, 36, 2), (14, 37, 2)]
    assert rules.read == min(term.read for term in terms)


def test_a_request_around_the_feasts_is_counted_without_them() -> None:
    """Received on Monday 9 March 2026; Nyepi, Idul Fitri and their leave are 18 to 24 March."""
    dates = deadlines(date(2026, 3, 9), Rules.load(), WorkingDays())
    assert dates == Deadlines(
        received=date(2026, 3, 9),
        answer_by=date(2026, 3, 30),
        extended_by=date(2026, 4, 9),
        objection_by=date(2026, 5, 13),
    )


def test_dates_are_doubted_where_a_year_is_not_decided() -> None:
    """A request at the end of the last known year ends in an unknown one."""
    rules, days = Rules.load(), WorkingDays()
    assert unsettled_year(deadlines(date(2026, 11, 25), rules, days), days) is None
    assert unsettled_year(deadlines(date(2039, 12, 20), rules, days), days) == 2039
