"""Tells requests for what no public body publishes: recipes, scores, horoscopes, share tips."""

from dataclasses import dataclass
from typing import Self

from bot.answering.tables import NamedPatterns, first_match, read_patterns


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Patterns of clear requests for something else."""

    patterns: NamedPatterns

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        return cls(read_patterns("off_topic"))

    def topic(self, question: str) -> str:
        """Name what a question asks for instead; empty where nothing shows that it does."""
        return first_match(self.patterns, question)
