"""Reads the best passages found, and puts those that answer first."""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.reader import Reader, Reading
from bot.answering.understanding import Understanding
from bot.answering.workload import Workload
from bot.errors import ReaderFileError
from vectorstore.models import Passage

_log = logging.getLogger(__name__)

# Each costs 13 ms on two cores with bfloat16, 40 ms without (docs/benchmarks.md).
PASSAGES_READ = 5
# Passages read while at most so many questions are pending: chosen so that two cores answer ten
# questions a second (docs/benchmarks.md).
_READ_WHILE_PENDING = ((2, PASSAGES_READ), (4, 3), (math.inf, 2))
# A question waits no longer; passages not read by then are judged by their words. Ten times what it
# takes alone: with 1.0, one other busy program made answers worse.
_SECONDS = 2.5
# Of a margin (logits) beside the fused score (0..1); chosen on the development sets. In regulations
# many an article seems to answer a short question: what it is about must keep its weight.
MARGIN_WEIGHT = 0.01
# More than this tells whether anything answers, but made the ranking of citizens' questions worse.
_GREATEST_MARGIN = 10.0


def passages_to_read(pending: int) -> int:
    """Tell how many passages to read while so many questions are pending.

    Reading takes two thirds of an answer's time; with fewer passages more people are answered soon.
    """
    return next(count for most, count in _READ_WHILE_PENDING if pending <= most)


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage with what the reader says of it; None where it was not read."""

    passage: Passage
    reading: Reading | None = None

    @property
    def margin(self) -> float:
        """How far (logits) the reader is above "not answered here"; 0 where it was not read."""
        return self.reading.margin if self.reading else 0.0

    @property
    def bounded_margin(self) -> float:
        """The margin, but no surer than the reader gets: it is weighed against other scores."""
        return max(-_GREATEST_MARGIN, min(_GREATEST_MARGIN, self.margin))

    @property
    def score(self) -> float:
        """What it is ranked by among the passages that were read."""
        return self.passage.score + MARGIN_WEIGHT * self.bounded_margin


@dataclass(frozen=True, slots=True)
class PassageReading:
    """Reads passages with a reader, if there is one; fewer of them while many people ask."""

    reader: Reader | None
    workload: Workload = field(default_factory=Workload)

    def read(self, asked: Understanding, passages: Sequence[Passage]) -> tuple[ReadPassage, ...]:
        """Give all passages: those that were read by how well they answer, then the others."""
        count = passages_to_read(self.workload.pending)
        first, others = passages[:count], passages[count:]
        read = [
            ReadPassage(*pair) for pair in zip(first, self._readings(asked, first), strict=True)
        ]
        known = sorted((one for one in read if one.reading), key=lambda one: -one.score)
        unknown = [one for one in read if not one.reading]
        return (*known, *unknown, *(ReadPassage(passage) for passage in others))

    def _readings(
        self, asked: Understanding, passages: Sequence[Passage]
    ) -> Sequence[Reading | None]:
        if self.reader is None or not passages:
            return [None] * len(passages)
        texts = [passage.chunk.text for passage in passages]
        try:
            return self.reader.read(asked.completed, texts, seconds=_SECONDS)
        except ReaderFileError as error:
            # Words alone still answer, if less surely.
            _log.error("Passages are not read: %s", error)
            return [None] * len(passages)
