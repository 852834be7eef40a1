"""The composer that needs no language model: it picks the sentences that answer, word for word."""

from collections.abc import Sequence

from bot.answering.answer_spans import find_answer_span
from bot.answering.belonging import asks_for_list, belonging_sentences, list_parts
from bot.answering.candidates import (
    Candidate,
    Words,
    coverage,
    find_candidates,
    is_suspect,
    ranked_candidates,
)
from bot.answering.citing import stretches
from bot.answering.composing import Draft, DraftSentence
from bot.answering.confidence import Evidence, confidence, status_of
from bot.answering.definitions import Definition, asked_term, find_definition
from bot.answering.models import AnswerStatus
from bot.answering.reading import PassageReading
from bot.answering.sentences import split_sentences
from bot.answering.times import asks_of_now, names_other_year
from bot.answering.understanding import Understanding
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

# Chosen on the development sets (docs/benchmarks.md). Without a reader more passages mislead.
_PASSAGES_UNREAD = 3
_MOST_SENTENCES = 3
_NEAR_BEST = 0.28
# Two sentences that share this much of their words say the same.
_SAME_WORDS = 0.8


class ExtractiveComposer:
    """Chooses sentences by what the reader sees in them and by the words they share.

    Without a reader the words alone decide. The embedding of single sentences was tried as well:
    it costs 70 ms an answer and chose worse.
    """

    def __init__(self, words: Words, reading: PassageReading) -> None:
        self._words = words
        self._reading = reading

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose the best sentences of the best passages.

        Raises:
            VectorStoreError: the reader's encoder cannot be loaded.
        """
        read = self._reading.read(question, found.passages)
        judged = [one for one in read if one.reading] or read[:_PASSAGES_UNREAD]
        stems = self._words.stems
        candidates = [c for one in judged for c in find_candidates(question, one, stems)]
        if not candidates:
            return Draft(AnswerStatus.UNANSWERABLE_NOTHING_FOUND, (), 0.0)
        weights = self._words.weights(question, candidates)
        list_asked = asks_for_list(question.text)
        ranked = ranked_candidates(candidates, weights, self._words, list_asked=list_asked)
        definition = _definition(question, found.passages)
        chosen = _whole(definition) if definition else _choose(ranked, question)
        best = definition.passage if definition else ranked[0].passage
        chance = confidence(
            Evidence(
                cosine=best.dense,
                covered=coverage(self._words.of(best.chunk.embedded_text), weights),
                quantity_missing=question.quantity
                and not any(find_answer_span(question.expected, s.text) for s in chosen),
                foreign=best.chunk.article.language != question.language,
                margin=max((one.margin for one in judged if one.reading), default=None),
                defined=definition is not None,
                other_year=names_other_year(question.completed, best.chunk),
                of_now=asks_of_now(question.completed, best.chunk),
            )
        )
        status = status_of(chance)
        shown = tuple(chosen) if status.group == "answered" else ()
        return Draft(status, shown, chance)


def _definition(question: Understanding, passages: Sequence[Passage]) -> Definition | None:
    term = asked_term(question.text)
    return find_definition(term, sorted(passages, key=is_suspect)) if term else None


def _whole(definition: Definition) -> list[DraftSentence]:
    """Give all sentences of a definition, what it means marked in the first."""
    text = definition.passage.chunk.text
    start, end = definition.meaning
    return [
        DraftSentence(
            definition.passage,
            span.start,
            span.end,
            (start, min(end, span.end)) if span.start <= start < span.end else None,
        )
        for span in split_sentences(text)
        if span.start < end
    ]


def _choose(ranked: Sequence[Candidate], question: Understanding) -> list[DraftSentence]:
    """Take the best sentences with what belongs to them, without repeats.

    The stretch of text that answers comes first, then the others in reading order.
    """
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) == _MOST_SENTENCES or candidate.score < ranked[0].score - _NEAR_BEST:
            break
        if not any(_says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    whole_list = asks_for_list(question.text)
    drafted = {(c.passage.chunk.chunk_id, c.span.start): c.drafted() for c in chosen}
    belonging = belonging_sentences(chosen[0], whole_list=whole_list, expected=question.expected)
    for sentence in (
        *belonging,
        *(s for other in chosen[1:] for s in list_parts(other, whole_list=whole_list)),
    ):
        drafted.setdefault((sentence.passage.chunk.chunk_id, sentence.start), sentence)
    places = [c.passage.chunk.chunk_id for c in chosen]
    in_order = sorted(
        drafted.values(), key=lambda s: (places.index(s.passage.chunk.chunk_id), s.start)
    )
    best = chosen[0].drafted()
    return [s for run in sorted(stretches(in_order), key=lambda run: best not in run) for s in run]


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    union = one.stems | other.stems
    return not union or len(one.stems & other.stems) / len(union) >= _SAME_WORDS
