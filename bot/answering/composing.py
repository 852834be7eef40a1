"""What a composer gives: sentences chosen from passages, and how sure it is."""

from dataclasses import dataclass
from typing import Protocol

from bot.answering.models import AnswerStatus, ModelUse
from bot.answering.understanding import Understanding
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence chosen from a passage: offsets in the chunk's text, and the answering words.

    `wording`, where there is one, is shown instead: it says in other words what stands there.
    """

    passage: Passage
    start: int
    end: int
    highlight: tuple[int, int] | None = None
    wording: str = ""

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.passage.chunk.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Draft:
    """How well the passages answer, with which sentences (in reading order), how sure (0..1).

    `model` tells of the language model, where one was asked.
    """

    status: AnswerStatus
    sentences: tuple[DraftSentence, ...]
    confidence: float
    model: ModelUse | None = None


class Composer(Protocol):
    """Makes a draft from a question and what was found for it."""

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose what answers the question."""
