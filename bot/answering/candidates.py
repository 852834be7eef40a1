"""Sentences of the passages found, and how well each fits a question."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer_spans import find_answer_span
from bot.answering.composing import DraftSentence
from bot.answering.reader import Reading
from bot.answering.reading import ReadPassage
from bot.answering.search_words import Lexicon
from bot.answering.sentences import Span, split_sentences
from bot.answering.understanding import Understanding
from vectorstore.instruction_like import find_instruction
from vectorstore.models import Passage

# Chosen on the development sets (docs/benchmarks.md).
_COVERAGE_WEIGHT = 0.7
_PASSAGE_WEIGHT = 2.2
_MARGIN_WEIGHT = 0.04
_TYPE_BONUS = 0.35
_LIST_BONUS = 0.35
# What a sentence of a passage that was read has less than the one that holds the answering words.
_BESIDE_SPAN = 1.0
# Words of the title and headings hold for every sentence below them, so they tell little apart.
_CONTEXT_WORD_WEIGHT = 0.4
# What speaks to a language model stands behind what answers nearly as well and speaks to readers.
_SUSPECT = 0.35
# An article's own note of its source answers nothing.
SOURCE_NOTE = re.compile(r"(sumber|source|sources|referensi)\s*:", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

Stems = Callable[[str], list[str]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: `index` among the sentences of its passage, with its score.

    `answering` tells that the reader sees the answer begin in it.
    """

    read: ReadPassage
    sentences: tuple[Span, ...]
    index: int
    stems: frozenset[str]
    highlight: Place | None
    answering: bool
    score: float = 0.0

    @property
    def passage(self) -> Passage:
        """The passage it is from."""
        return self.read.passage

    @property
    def chance_elsewhere(self) -> float:
        """How likely (0..1) the answer stands in another sentence of the passage."""
        reading = self.read.reading
        return reading.chance if reading is not None and not self.answering else 0.0

    @property
    def span(self) -> Span:
        """Its place in the passage's text."""
        return self.sentences[self.index]

    @property
    def leads_list(self) -> bool:
        """Whether the items of a list follow."""
        following = self.sentences[self.index + 1 : self.index + 2]
        return self.text.endswith(":") and any(span.list_item for span in following)

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.span.of(self.passage.chunk.text)

    def drafted(self) -> DraftSentence:
        """Give it as a sentence of an answer."""
        return DraftSentence(self.passage, self.span.start, self.span.end, self.highlight)


@dataclass(frozen=True, slots=True)
class Words:
    """Turns texts into stems, and a question into weighted ones."""

    stems: Stems
    lexicon: Lexicon

    def of(self, text: str) -> frozenset[str]:
        """Give the stems of a text."""
        return frozenset(self.stems(text))

    def weights(self, question: Understanding, candidates: Sequence[Candidate]) -> dict[str, float]:
        """Weigh the words asked for, and half as much what official texts call the same."""
        words = self.lexicon.search_words(question.completed, question.language)
        asked = self.of(words.text)
        added = self.of(words.added) - asked
        halved = {stem: weight / 2 for stem, weight in _rarity(added, candidates).items()}
        return _rarity(asked, candidates) | halved


def find_candidates(question: Understanding, read: ReadPassage, stems: Stems) -> list[Candidate]:
    """Give the sentences of one passage that may answer."""
    text = read.passage.chunk.text
    sentences = split_sentences(text)
    candidates = []
    for index, span in enumerate(sentences):
        words = span.of(text)
        if SOURCE_NOTE.match(words):
            continue
        answering = read.reading is not None and span.start <= read.reading.start < span.end
        highlight = _highlight(question, span, words, read.reading if answering else None)
        stemmed = frozenset(stems(words))
        candidates.append(Candidate(read, sentences, index, stemmed, highlight, answering))
    return candidates


def ranked_candidates(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    words: Words,
    *,
    list_asked: bool = False,
) -> list[Candidate]:
    """Score the candidates of all passages and put the best first.

    Where a list is asked for, what leads into one is of the sort that was asked for.
    """
    passages = {c.passage.chunk.chunk_id: c.passage for c in candidates}
    suspect = {id_ for id_, passage in passages.items() if is_suspect(passage)}
    local = {id_: _without_context(weights, p, words) for id_, p in passages.items()}
    scored = (
        replace(
            candidate,
            score=_COVERAGE_WEIGHT
            * coverage(candidate.stems, local[candidate.passage.chunk.chunk_id])
            + _PASSAGE_WEIGHT * candidate.passage.score
            + _MARGIN_WEIGHT * candidate.read.bounded_margin
            + (_TYPE_BONUS if candidate.highlight else 0.0)
            + (_LIST_BONUS if list_asked and candidate.leads_list else 0.0)
            - _BESIDE_SPAN * candidate.chance_elsewhere
            - (_SUSPECT if candidate.passage.chunk.chunk_id in suspect else 0.0),
        )
        for candidate in candidates
    )
    return sorted(scored, key=lambda c: -c.score)


def is_suspect(passage: Passage) -> bool:
    """Tell whether something in a passage, or above it, reads like an instruction to a model."""
    return find_instruction(passage.chunk.embedded_text) is not None


def coverage(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    """Give the share (0..1) of the weights whose words are among the stems."""
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in stems) / total if total else 0.0


def _without_context(
    weights: Mapping[str, float], passage: Passage, words: Words
) -> dict[str, float]:
    chunk = passage.chunk
    context = words.of(f"{chunk.article.title} {chunk.section}")
    return {
        stem: weight * (_CONTEXT_WORD_WEIGHT if stem in context else 1.0)
        for stem, weight in weights.items()
    }


def _rarity(asked: frozenset[str], candidates: Sequence[Candidate]) -> dict[str, float]:
    """Weigh the words of a question: those in few of the sentences at hand tell most."""
    counts = Counter(stem for c in candidates for stem in c.stems if stem in asked)
    return {stem: math.log(1 + len(candidates) / (1 + counts[stem])) for stem in asked}


def _highlight(
    question: Understanding, span: Span, words: str, reading: Reading | None
) -> Place | None:
    """Mark the reader's words; a number that was asked for must be among them."""
    sort = find_answer_span(question.expected, words)
    place = (span.start + sort[0], span.start + sort[1]) if sort else None
    if reading is None:
        return place
    marked = (reading.start, min(reading.end, span.end))
    if (
        question.quantity
        and place
        and not _DIGIT.search(words[marked[0] - span.start : marked[1] - span.start])
    ):
        return place
    return marked
