"""Writes dates out, as people read them."""

from datetime import date

from bot.messages.catalogue import Catalogue


def format_date(day: date, language: str, catalogue: Catalogue) -> str:
    """Write a date such as "30 April 2008" in the language of the reader."""
    months = catalogue.text("dates.months", language).split()
    month = months[day.month - 1]
    return catalogue.text("dates.date", language, day=day.day, month=month, year=day.year)
