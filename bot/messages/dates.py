"""Writes dates out, as people read them."""

from datetime import UTC, date, datetime, timedelta, timezone

from bot.messages.catalogue import Catalogue

# Western Indonesia, where days are counted; it has no daylight saving time.
JAKARTA = timezone(timedelta(hours=7))


def day_in_jakarta(seconds: float) -> date:
    """Give the day that it is in Jakarta at a time in unix seconds."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(JAKARTA).date()


def format_date(day: date, language: str, catalogue: Catalogue) -> str:
    """Write a date such as "30 April 2008" in the language of the reader."""
    months = catalogue.text("dates.months", language).split()
    month = months[day.month - 1]
    return catalogue.text("dates.date", language, day=day.day, month=month, year=day.year)
