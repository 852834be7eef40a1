"""How a follow-up is written out for the search, by whoever can do that."""

from dataclasses import dataclass
from typing import Protocol

from bot.answering.models import ModelUse
from bot.answering.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a question is searched for with; empty: what the rules completed stays.

    `model` tells what asking a language model took; None where that was no question for it.
    """

    text: str = ""
    model: ModelUse | None = None


class Rewriter(Protocol):
    """Writes a follow-up so that it stands by itself."""

    def rewrite(self, asked: Understanding, seconds: float) -> Rewritten:
        """Rewrite where that may help, while the answer may still take so many seconds.

        Nothing is raised: whatever fails, the question is searched for as the rules completed it.
        """
