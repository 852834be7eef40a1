"""Writes spans of time in words, as roughly as people say them."""

from bot.messages.catalogue import Catalogue

_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))
# A unit is named from two of it on: "36 hours" says more than "1 day", and needs no singular.
_LEAST = 2


def duration_text(seconds: float, language: str, catalogue: Catalogue) -> str:
    """Write a span such as "3 hours" in the language of the reader."""
    for name, length in _UNITS:
        number = int(seconds // length)
        if number >= _LEAST:
            return catalogue.text(f"staff.{name}", language, number=number)
    return catalogue.text("staff.moments", language)
