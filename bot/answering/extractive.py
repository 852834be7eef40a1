"""The composer that needs no language model: it picks the sentences that answer, word for word."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer_spans import find_answer_span
from bot.answering.composing import Draft, DraftSentence
from bot.answering.confidence import Evidence, confidence, status_of
from bot.answering.models import AnswerStatus
from bot.answering.search_words import Lexicon
from bot.answering.sentences import Span, split_sentences
from bot.answering.understanding import Understanding
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

# Chosen on citizen_questions_dev and the sample questions (docs/benchmarks.md).
_PASSAGES_READ = 3
_PASSAGE_WEIGHT = 0.6
_TYPE_BONUS = 0.25
# Words of the title and headings hold for every sentence below them, so they tell little apart.
_CONTEXT_WORD_WEIGHT = 0.4
_MOST_SENTENCES = 3
_NEAR_BEST = 0.85
# A list that answers is shown whole up to here.
_MOST_LIST_ITEMS = 12
# The sentence after the best one often holds its condition or exception; longer ones are asides.
_LONGEST_COMPLEMENT = 220
# Two sentences that share this much of their words say the same.
_SAME_WORDS = 0.8
# An article's own note of its source answers nothing.
_SOURCE_NOTE = re.compile(r"(sumber|source|sources|referensi)\s*:", re.IGNORECASE)


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
    """Chooses sentences by the words they share with the question, their sort and their passage.

    The embedding of a single sentence was tried as well: it costs 70 ms an answer and chose worse.
    """

    def __init__(self, stems: Callable[[str], list[str]], lexicon: Lexicon) -> None:
        self._stems = stems
        self._lexicon = lexicon

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose the best sentences of the best passages."""
        passages = found.passages[:_PASSAGES_READ]
        candidates = [c for passage in passages for c in self._candidates(question, passage)]
        if not candidates:
            return Draft(AnswerStatus.UNANSWERABLE_NOTHING_FOUND, (), 0.0)
        weights = self._word_weights(question, candidates)
        ranked = self._rank(candidates, weights)
        chosen = _choose(ranked)
        chance = confidence(self._evidence(question, ranked[0].passage, chosen, weights))
        status = status_of(chance)
        shown = tuple(chosen) if status.group == "answered" else ()
        return Draft(status, shown, chance)

    def _word_weights(
        self, question: Understanding, candidates: Sequence[_Candidate]
    ) -> dict[str, float]:
        """Weigh the words asked for, and half as much what official texts call the same."""
        words = self._lexicon.search_words(question.text, question.language)
        asked = frozenset(self._stems(words.text))
        added = frozenset(self._stems(words.added)) - asked
        halved = {stem: weight / 2 for stem, weight in _word_weights(added, candidates).items()}
        return _word_weights(asked, candidates) | halved

    def _candidates(self, question: Understanding, passage: Passage) -> list[_Candidate]:
        text = passage.chunk.text
        sentences = split_sentences(text)
        candidates = []
        for index, span in enumerate(sentences):
            words = span.of(text)
            if _SOURCE_NOTE.match(words):
                continue
            answer = find_answer_span(question.expected, words)
            highlight = (span.start + answer[0], span.start + answer[1]) if answer else None
            stems = frozenset(self._stems(words))
            candidates.append(_Candidate(passage, sentences, index, stems, highlight))
        return candidates

    def _rank(
        self, candidates: Sequence[_Candidate], weights: Mapping[str, float]
    ) -> list[_Candidate]:
        by_chunk = {c.passage.chunk.chunk_id: c.passage for c in candidates}
        local = {id_: self._without_context(weights, p) for id_, p in by_chunk.items()}
        scored = (
            replace(
                candidate,
                score=_coverage(candidate.stems, local[candidate.passage.chunk.chunk_id])
                + _PASSAGE_WEIGHT * candidate.passage.score
                + (_TYPE_BONUS if candidate.highlight else 0.0),
            )
            for candidate in candidates
        )
        return sorted(scored, key=lambda c: -c.score)

    def _without_context(self, weights: Mapping[str, float], passage: Passage) -> dict[str, float]:
        chunk = passage.chunk
        context = set(self._stems(f"{chunk.article.title} {chunk.section}"))
        return {
            stem: weight * (_CONTEXT_WORD_WEIGHT if stem in context else 1.0)
            for stem, weight in weights.items()
        }

    def _evidence(
        self,
        question: Understanding,
        best: Passage,
        chosen: Sequence[DraftSentence],
        weights: Mapping[str, float],
    ) -> Evidence:
        chunk = best.chunk
        return Evidence(
            cosine=best.dense,
            covered=_coverage(frozenset(self._stems(chunk.embedded_text)), weights),
            quantity_missing=question.quantity and not any(s.highlight for s in chosen),
            foreign=chunk.article.language != question.language,
        )


def _word_weights(asked: frozenset[str], candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Weigh the words of a question: those in few of the sentences at hand tell most."""
    counts = Counter(stem for c in candidates for stem in c.stems if stem in asked)
    return {stem: math.log(1 + len(candidates) / (1 + counts[stem])) for stem in asked}


def _coverage(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in stems) / total if total else 0.0


def _choose(ranked: Sequence[_Candidate]) -> list[DraftSentence]:
    """Take the best sentences with what belongs to them, without repeats, in reading order."""
    chosen: list[_Candidate] = []
    for candidate in ranked:
        if len(chosen) == _MOST_SENTENCES or candidate.score < _NEAR_BEST * ranked[0].score:
            break
        if not any(_says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    drafted = {(c.passage.chunk.chunk_id, c.span.start): c.drafted() for c in chosen}
    belonging = [s for c in chosen for s in _belongings(c)] + _complement(ranked[0])
    for sentence in belonging:
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


def _complement(best: _Candidate) -> list[DraftSentence]:
    """Give the sentence that follows the best one, where both are running text."""
    following = best.sentences[best.index + 1 : best.index + 2]
    if not following or best.span.list_item or best.text.endswith(":"):
        return []
    words = following[0].of(best.passage.chunk.text)
    if following[0].list_item or len(words) > _LONGEST_COMPLEMENT or _SOURCE_NOTE.match(words):
        return []
    return [DraftSentence(best.passage, following[0].start, following[0].end)]


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    union = one.stems | other.stems
    return not union or len(one.stems & other.stems) / len(union) >= _SAME_WORDS
