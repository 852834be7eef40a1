"""Tells requests for what no public body publishes: recipes, scores, horoscopes, share tips."""

import re
from dataclasses import dataclass
from typing import Self

from bot.answering.tables import read_rows


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Patterns of clear requests for something else."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        rows = read_rows("off_topic")
        return cls(tuple((name, re.compile(text, re.IGNORECASE)) for name, text in rows))

    def topic(self, question: str) -> str:
        """Name what a question asks for instead; empty where nothing shows that it does."""
        return next((name for name, pattern in self.patterns if pattern.search(question)), "")
