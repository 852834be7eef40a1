"""Of the passages read for one question, the one that answers best."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.reader import Reading
from bot.answering.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Found:
    """A reading of one of the passages retrieved, with the retriever's score (0..1)."""

    reading: Reading
    passage: str
    fused: float

    @property
    def sentence(self) -> str:
        """The sentence that the span begins in."""
        spans = split_sentences(self.passage)
        holding = [span for span in spans if span.start <= self.reading.start < span.end]
        return holding[0].of(self.passage) if holding else ""


def best_found(found: Sequence[Found], weight: float) -> Found:
    """Choose by margin (logits) plus `weight` times the retriever's score."""
    return max(found, key=lambda one: one.reading.margin + weight * one.fused)
