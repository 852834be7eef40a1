"""The composer that needs no language model: it picks the sentences that answer, word for word."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer_spans import find_answer_span
from bot.answering.composing import Draft, DraftSentence
from bot.answering.models import AnswerStatus
from bot.answering.sentences import Span, split_sentences
from bot.answering.understanding import Understanding
from vectorstore.embedding import Embedder, Vectors
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

# Tuned on citizen_questions_dev and idkmrc_questions_dev (docs/benchmarks.md).
_PASSAGES_READ = 4
_PASSAGE_WEIGHT = 0.6
_TYPE_BONUS = 0.25
_DENSE_WEIGHT = 1.0
# Embedding a sentence costs 10 to 20 ms, so only the likeliest are embedded, and not to their end.
_SENTENCES_EMBEDDED = 4
_CHARACTERS_EMBEDDED = 240
_MOST_SENTENCES = 3
_NEAR_BEST = 0.75
# A list that answers is shown whole up to here.
_MOST_LIST_ITEMS = 12
# Two sentences that share this much of their words say the same.
_SAME_WORDS = 0.8
# Chance that the answer is right: a logistic over the best cosine and the words covered.
_COSINE_CENTRE, _COSINE_STEP = 0.855, 0.012
_COVERAGE_CENTRE, _COVERAGE_STEP = 0.45, 0.18
# Across languages no words are shared, and cosines lie lower.
_FOREIGN_COSINE_CENTRE = 0.832
_ANSWERED, _PARTLY, _SIMILAR = 0.5, 0.3, 0.1


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    sentences: tuple[Span, ...]
    index: int
    stems: frozenset[str]
    highlight: tuple[int, int] | None
    score: float = 0.0

    @property
    def span(self) -> Span:
        return self.sentences[self.index]

    @property
    def text(self) -> str:
        return self.span.of(self.passage.chunk.text)

    def drafted(self) -> DraftSentence:
        return DraftSentence(self.passage, self.span.start, self.span.end, self.highlight)


class ExtractiveComposer:
    """Chooses sentences by the words they share with the question, their meaning and their sort."""

    def __init__(self, stems: Callable[[str], list[str]], embedder: Embedder) -> None:
        self._stems = stems
        self._embedder = embedder

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose the best sentences of the best passages."""
        passages = found.passages[:_PASSAGES_READ]
        candidates = [c for passage in passages for c in self._candidates(question, passage)]
        if not candidates or found.vector is None:
            return Draft(AnswerStatus.UNANSWERABLE_NOTHING_FOUND, (), 0.0)
        asked = frozenset(self._stems(question.text))
        weights = _word_weights(asked, candidates)
        ranked = self._rank(candidates, weights, found.vector)
        confidence = self._confidence(question.language, ranked[0].passage, weights)
        status = _status(confidence)
        chosen = _choose(ranked) if status.group == "answered" else []
        return Draft(status, tuple(chosen), confidence)

    def _candidates(self, question: Understanding, passage: Passage) -> list[_Candidate]:
        text = passage.chunk.text
        sentences = split_sentences(text)
        candidates = []
        for index, span in enumerate(sentences):
            words = span.of(text)
            answer = find_answer_span(question.expected, words)
            highlight = (span.start + answer[0], span.start + answer[1]) if answer else None
            stems = frozenset(self._stems(words))
            candidates.append(_Candidate(passage, sentences, index, stems, highlight))
        return candidates

    def _rank(
        self, candidates: Sequence[_Candidate], weights: dict[str, float], vector: Vectors
    ) -> list[_Candidate]:
        scored = [
            replace(
                candidate,
                score=_coverage(candidate.stems, weights)
                + _PASSAGE_WEIGHT * candidate.passage.score
                + (_TYPE_BONUS if candidate.highlight else 0.0),
            )
            for candidate in candidates
        ]
        scored.sort(key=lambda c: -c.score)
        likeliest = scored[:_SENTENCES_EMBEDDED]
        cosines = (
            self._embedder.document_vectors([c.text[:_CHARACTERS_EMBEDDED] for c in likeliest])
            @ vector
        )
        spread = float(cosines.max() - cosines.min()) or 1.0
        refined = [
            replace(c, score=c.score + _DENSE_WEIGHT * float(cosine - cosines.min()) / spread)
            for c, cosine in zip(likeliest, cosines, strict=True)
        ]
        return sorted(refined, key=lambda c: -c.score) + scored[_SENTENCES_EMBEDDED:]

    def _confidence(self, language: str, passage: Passage, weights: dict[str, float]) -> float:
        chunk = passage.chunk
        if chunk.article.language != language:
            return _chance((passage.dense - _FOREIGN_COSINE_CENTRE) / _COSINE_STEP)
        covered = _coverage(frozenset(self._stems(chunk.embedded_text)), weights)
        return _chance(
            (passage.dense - _COSINE_CENTRE) / _COSINE_STEP
            + (covered - _COVERAGE_CENTRE) / _COVERAGE_STEP
        )


def _chance(evidence: float) -> float:
    return 1 / (1 + math.exp(-evidence))


def _word_weights(asked: frozenset[str], candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Weigh the words of a question: those in few of the sentences at hand tell most."""
    counts = Counter(stem for c in candidates for stem in c.stems if stem in asked)
    return {stem: math.log(1 + len(candidates) / (1 + counts[stem])) for stem in asked}


def _coverage(stems: frozenset[str], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in stems) / total if total else 0.0


def _status(confidence: float) -> AnswerStatus:
    if confidence >= _ANSWERED:
        return AnswerStatus.ANSWERED
    if confidence >= _PARTLY:
        return AnswerStatus.ANSWERED_PARTLY
    if confidence >= _SIMILAR:
        return AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    return AnswerStatus.UNANSWERABLE_NOTHING_FOUND


def _choose(ranked: Sequence[_Candidate]) -> list[DraftSentence]:
    """Take the best sentences with what belongs to them, without repeats, in reading order."""
    best = ranked[0]
    chosen: list[_Candidate] = []
    for candidate in ranked:
        if len(chosen) == _MOST_SENTENCES or candidate.score < _NEAR_BEST * best.score:
            break
        if not any(_says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    drafted = {(c.passage.chunk.chunk_id, c.span.start): c.drafted() for c in chosen}
    for sentence in (s for c in chosen for s in _belongings(c)):
        drafted.setdefault((sentence.passage.chunk.chunk_id, sentence.start), sentence)
    order = {c.passage.chunk.chunk_id: -c.passage.score for c in chosen}
    return sorted(drafted.values(), key=lambda s: (order[s.passage.chunk.chunk_id], s.start))


def _belongings(candidate: _Candidate) -> list[DraftSentence]:
    """Give the lead-in of a list item, or the items of a lead-in."""
    spans, index, text = candidate.sentences, candidate.index, candidate.passage.chunk.text
    chosen: list[Span] = []
    if candidate.text.endswith(":"):
        for span in spans[index + 1 : index + 1 + _MOST_LIST_ITEMS]:
            if not span.list_item:
                break
            chosen.append(span)
    elif candidate.span.list_item:
        before = next((s for s in reversed(spans[:index]) if not s.list_item), None)
        chosen = [before] if before is not None and before.of(text).endswith(":") else []
    return [DraftSentence(candidate.passage, s.start, s.end) for s in chosen]


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    union = one.stems | other.stems
    return not union or len(one.stems & other.stems) / len(union) >= _SAME_WORDS
