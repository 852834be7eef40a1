"""What a composer gives: sentences chosen from passages, and how sure it is."""

from dataclasses import dataclass
from typing import Protocol

from bot.answering.models import AnswerStatus
from bot.answering.understanding import Understanding
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence chosen from a passage: offsets in the chunk's text, and the answering words."""

    passage: Passage
    start: int
    end: int
    highlight: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.passage.chunk.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Draft:
    """How well the passages answer, with which sentences (in reading order), how sure (0..1)."""

    status: AnswerStatus
    sentences: tuple[DraftSentence, ...]
    confidence: float


class Composer(Protocol):
    """Makes a draft from a question and what was found for it."""

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose what answers the question."""
