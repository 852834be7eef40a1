"""Tells messages of people in danger now from questions about fires, accidents and crimes."""

import re
from dataclasses import dataclass
from typing import Self

from bot.answering.tables import NamedPatterns, first_match, read_patterns

_CALM = "calm"
# The numbers help also those to whom it happened before, or who ask for the law.
_NEVER_CALM = frozenset({"suicide", "violence"})
# One message of Telegram; what comes after it was not written in a hurry.
_MOST_CHARACTERS = 4096
_ASKS = re.compile(
    r"\?|\b(?:apa|apakah|bagaimana|gimana|gmn|siapa|ke ?mana|di ?mana|kapan|berapa|mengapa|kenapa|"
    r"nomor|what|how|who|whom|where|when|which|why|number|report)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dangers:
    """What people in danger write, and what those write who only ask about it."""

    patterns: NamedPatterns
    calm: NamedPatterns

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        rows = read_patterns("urgent")
        return cls(
            tuple(row for row in rows if row[0] != _CALM),
            tuple(row for row in rows if row[0] == _CALM),
        )

    def recognise(self, text: str) -> str:
        """Name the danger that a message speaks of ("fire"); empty where there is none."""
        text = text[:_MOST_CHARACTERS].replace("’", "'")
        danger = first_match(self.patterns, text)
        if danger and danger not in _NEVER_CALM and first_match(self.calm, text):
            return ""
        return danger


def asks_beside(text: str, danger: str) -> bool:
    """Tell whether a message of danger also asks something that may be answered."""
    # Whatever is asked beside it, nothing but help may be the answer.
    return danger != "suicide" and _ASKS.search(text) is not None
