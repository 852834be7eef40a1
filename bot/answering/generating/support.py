"""Tells whether passages say what a generated sentence says, without any model.

A sentence holds when every fact in it stands in the words of the passage that carry it best, with
the same unit and of the same thing; names stand there too; nothing is said that is denied there, or
the other way round; and enough of its words are found, in either language. In doubt it does not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.answering.generating.added_words import (
    adds_something,
    has_strange_word,
    is_foreign,
)
from bot.answering.generating.denying import disagreement
from bot.answering.generating.law_places import Law, Place
from bot.answering.generating.likeness import same_fact
from bot.answering.generating.misplaced_facts import misplaced_fact
from bot.answering.generating.misplaced_names import misplaced_name
from bot.answering.generating.negation import denials
from bot.answering.generating.reading_sentences import Sentence, SentenceReader, Source
from bot.answering.generating.roles import role_fault
from bot.answering.generating.standing import code_of, fact_fault, facts_of, missing_name
from bot.answering.sentences import split_sentences

_LONGEST_WINDOW = 3
_MOST_LIST_CHARACTERS = 1_500
_WINDOWS_JUDGED = 6
# Each further sentence must be worth it.
_SENTENCE_COST = 0.03
# Chosen on the cases of tests/bot/answering/generating/cases: same language, other language.
_LEAST_COVERAGE = {True: 0.6, False: 0.5}
# A word that no table translates says little of another language.
_UNKNOWN_WEIGHT = 0.35


# What parts a sentence, and how many words of content a part must have to be a statement.
_JOINT = re.compile(r"[,;:]\s|\s[–—-]\s")
_WORDS_OF_A_STATEMENT = 3
# What holds so much less of a claim than the best is about something else.
_AS_GOOD = 0.1


@dataclass(frozen=True, slots=True)
class Support:
    """How a sentence stands to passages.

    `reason` is a short code of why it is not supported ("number:30", "name:ombudsman", "negation"),
    "" where it is. `passage` counts from 0; `start` and `end` are the characters of the words in it
    that carry the sentence best, both 0 where none do.
    """

    ok: bool
    reason: str = ""
    passage: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Window:
    passage: int
    sentences: tuple[Sentence, ...]
    coverage: float
    score: float


def supported(
    sentence: str,
    passages: Sequence[str],
    expected_language: str = "id",
    contexts: Sequence[str] = (),
) -> Support:
    """Give the passage and the words in it that carry a sentence, or why none do.

    `contexts` are the title and section of each passage: laws, articles and names may stand there
    alone, for a heading is not repeated in every chunk.
    """
    return _check()(sentence, passages, expected_language, contexts)


@cache
def _check() -> "SupportChecker":
    return SupportChecker(SentenceReader.load())


class SupportChecker:
    """Compares sentences with passages."""

    def __init__(self, reader: SentenceReader) -> None:
        self._reader = reader

    def __call__(
        self,
        sentence: str,
        passages: Sequence[str],
        expected_language: str = "id",
        contexts: Sequence[str] = (),
    ) -> Support:
        """See `supported`."""
        found = [
            self._whole(span.of(sentence), passages, expected_language, contexts)
            for span in split_sentences(sentence)
        ]
        if not found:
            return Support(ok=False, reason="unsupported")
        fault = next((one for one in found if not one.ok), None)
        if fault or len({one.passage for one in found}) > 1:
            return fault or Support(ok=False, reason="unsupported")
        start, end = min(one.start for one in found), max(one.end for one in found)
        return Support(True, "", found[0].passage, start, end)

    def _whole(
        self, sentence: str, passages: Sequence[str], language: str, contexts: Sequence[str]
    ) -> Support:
        """Judge a sentence, and what it says between its commas once more by itself.

        What is joined to a true statement would else hide behind its words: it must not be turned
        round, and where it stands elsewhere in the passage, that is quoted too.
        """
        found = self._support(sentence, passages, language, contexts)
        parts = [part for part in _JOINT.split(sentence) if self._says_something(part, language)]
        if not found.ok or len(parts) <= 1:
            return found
        text = passages[found.passage : found.passage + 1]
        for part in parts:
            alone = self._support(part, text, language, contexts[found.passage : found.passage + 1])
            if not alone.ok and alone.reason != "unsupported":
                return alone
            if alone.ok:
                start, end = min(found.start, alone.start), max(found.end, alone.end)
                found = replace(found, start=start, end=end)
        return found

    def _says_something(self, part: str, language: str) -> bool:
        return len(self._reader.sentence(part, language).words.concepts) >= _WORDS_OF_A_STATEMENT

    def _support(
        self, sentence: str, passages: Sequence[str], language: str, contexts: Sequence[str]
    ) -> Support:
        claim = self._reader.sentence(sentence, language)
        if not claim.words.concepts:
            return Support(ok=False, reason="unsupported")
        sources = [self._reader.source(text) for text in passages]
        for number, source in enumerate(sources):
            if span := _verbatim(claim, source):
                return Support(True, "", number, *span)
        headings = [self._reader.source(text) for text in contexts] or [Source(())] * len(sources)
        windows = [
            window
            for number, source in enumerate(sources)
            for window in _windows(claim, number, source)
        ]
        faults = []
        for window in _best(claim, windows):
            source, heading = sources[window.passage], headings[window.passage]
            reason = self._judge(claim, window, source, heading)
            start, end = window.sentences[0].start, window.sentences[-1].end
            if not reason:
                return Support(True, "", window.passage, start, end)
            faults.append(Support(False, reason, window.passage, start, end))
        return faults[0] if faults else Support(ok=False, reason="unsupported")

    def _judge(self, claim: Sentence, window: _Window, source: Source, heading: Source) -> str:
        for mark in claim.facts.marks:
            if reason := fact_fault(mark.fact, claim, window.sentences, source, heading):
                return reason
        if missing := missing_name(claim, source, heading):
            return f"name:{missing}"
        if window.coverage < _LEAST_COVERAGE[claim.language == window.sentences[0].language]:
            return "unsupported"
        quoted = Source((*window.sentences, *heading.sentences))
        if (
            adds_something(claim, source)
            or adds_something(claim, quoted, unquoted=True)
            or has_strange_word(claim, quoted)
        ):
            return "unsupported"
        if fact := misplaced_fact(claim, source):
            return code_of(fact)
        if name := misplaced_name(claim, source):
            return f"name:{name}"
        disagrees = disagreement(claim, window.sentences, source.sentences, self._reader.concepts)
        return disagrees or role_fault(claim, window.sentences, source.sentences)


def _verbatim(claim: Sentence, source: Source) -> tuple[int, int] | None:
    """Give the place of the sentence that says the same word by word."""
    said = _plain(claim)
    return next(((s.start, s.end) for s in source.sentences if _plain(s) == said), None)


def _plain(sentence: Sentence) -> str:
    return " ".join(sentence.text[sentence.facts.body :].split()).rstrip(".;:")


def _best(claim: Sentence, windows: Sequence[_Window]) -> list[_Window]:
    """Give the windows worth judging: those that lack the fewest facts and hold the most words."""
    if not windows:
        return []
    missing = [_missing(claim, window) for window in windows]
    whole = [w for w, lacks in zip(windows, missing, strict=True) if lacks == min(missing)]
    whole.sort(key=lambda window: -window.score)
    return [w for w in whole if w.score > whole[0].score - _AS_GOOD][:_WINDOWS_JUDGED]


def _windows(claim: Sentence, passage: int, source: Source) -> list[_Window]:
    spans = [
        (start, start + length)
        for start in range(len(source.sentences))
        for length in range(1, _LONGEST_WINDOW + 1)
        if start + length <= len(source.sentences)
    ]
    spans += _lists(source)
    covers = [[c.stands_in(s.keys) for c in claim.words.concepts] for s in source.sentences]
    weights = _weights(claim, source)
    facts = [m.fact for m in claim.facts.marks if not isinstance(m.fact, Law | Place)]
    total = sum(weights) + len(facts)
    found = []
    for start, end in spans:
        held = [any(one) for one in zip(*covers[start:end], strict=True)]
        told = facts_of(source.sentences[start:end])
        facts_held = sum(any(same_fact(fact, one) for one in told) for fact in facts)
        words_held = sum(w for w, is_held in zip(weights, held, strict=True) if is_held)
        coverage = (words_held + facts_held) / total
        score = coverage - _SENTENCE_COST * min(end - start - 1, _LONGEST_WINDOW - 1)
        found.append(_Window(passage, source.sentences[start:end], coverage, score))
    return found


def _weights(claim: Sentence, source: Source) -> list[float]:
    foreign = is_foreign(claim, source)
    seen: set[str] = set()
    weights = []
    for concept in claim.words.concepts:
        weight = _UNKNOWN_WEIGHT if foreign and not concept.known else 1.0
        weights.append(0.0 if concept.word in seen else weight)
        seen.add(concept.word)
    return weights


def _lists(source: Source) -> list[tuple[int, int]]:
    """Give each list with the sentence that leads to it, as places of sentences."""
    found = []
    at, sentences = 0, source.sentences
    while at < len(sentences):
        end = at
        while end < len(sentences) and sentences[end].list_item:
            end += 1
        if end > at:
            start = max(at - 1, 0)
            if sentences[end - 1].end - sentences[start].start <= _MOST_LIST_CHARACTERS:
                found.append((start, end))
        at = max(end, at + 1)
    return found


def _missing(claim: Sentence, window: _Window) -> int:
    told = [mark.fact for sentence in window.sentences for mark in sentence.facts.marks]
    lacks_denial = denials(claim.words.plain) > 0 and not any(
        denials(sentence.words.plain) for sentence in window.sentences
    )
    return lacks_denial + sum(
        not any(same_fact(mark.fact, fact) for fact in told)
        for mark in claim.facts.marks
        if not isinstance(mark.fact, Law | Place)
    )
