"""Reads the sentences of claims and sources: facts, words, names, and which fact is where."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from bot.answering.generating.acting import FACT, acting_in, is_verb
from bot.answering.generating.concepts import (
    Actor,
    Concept,
    ConceptReader,
    Words,
)
from bot.answering.generating.facts_in_text import Fact, Facts, read_facts
from bot.answering.generating.quantities import Quantity
from bot.answering.language import detect_language
from bot.answering.sentences import Span, split_sentences

_CAPITALISED = r"[^\W\d_a-z][\w'’.-]*"
# "Kementerian Komunikasi dan Informatika" is one name, "PPID dan Komisi Informasi" are two.
_OFFICE = (
    r"(?:Kementerian|Badan|Dinas|Lembaga|Biro|Direktorat|Ministry|Agency|Office|Bureau|Department)"
)
_NAME = re.compile(
    rf"{_OFFICE}(?:\s+(?:(?:dan|of|and)\s+(?:the\s+)?)?{_CAPITALISED})+"
    rf"|{_CAPITALISED}(?:\s+{_CAPITALISED})*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# As many sources are kept read; a question has at most six, and a retry comes at once.
_MOST_SOURCES = 64
_MOST_WORDS = 1_000


@dataclass(frozen=True)
class Sentence:
    """A sentence with all that is compared; `start` and `end` are its place in the source."""

    text: str
    start: int
    end: int
    list_item: bool
    language: str
    facts: Facts
    words: Words

    @cached_property
    def keys(self) -> set[str]:
        """All that its words may mean."""
        return keys_of(self.words.concepts)

    @cached_property
    def by_clause(self) -> dict[int, set[str]]:
        """The same for each of its clauses."""
        clauses = {concept.clause for concept in self.words.concepts}
        return {
            clause: keys_of(c for c in self.words.concepts if c.clause == clause)
            for clause in clauses
        }

    @cached_property
    def lower(self) -> frozenset[str]:
        """Its words as they stand, in lower case, and the parts of joined ones."""
        return frozenset(word.lower() for word in _WORD.findall(self.text))

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Its proper names, as their words in lower case."""
        return tuple(names_in(self))

    @cached_property
    def names_alone(self) -> tuple[Actor, ...]:
        """Its proper names that are not among who acts, in the same form."""
        acting = [frozenset(actor.phrase) for actor in self.words.actors]
        others = [n for n in self.names if not any(set(n) <= words for words in acting)]
        plain, found = self.words.plain, []
        for name in others:
            at = next((i for i, word in enumerate(plain) if word == name[0]), None)
            if at is not None:
                end = at + len(name)
                role, clause = acting_in(plain, self.words.clauses, at, end, self.language)
                found.append(Actor(" ".join(name), role, clause, name))
        return tuple(found)

    @cached_property
    def counted(self) -> tuple[tuple[Fact, Concept], ...]:
        """Its numbers without a unit, each with the word that follows: what they count."""
        plain = self.words.plain
        marks = [place for place, word in enumerate(plain) if word == FACT]
        spans = list(dict.fromkeys((mark.start, mark.end) for mark in self.facts.marks))
        follows = {
            span: plain[place + 1]
            for span, place in zip(spans, marks, strict=False)
            if place + 1 < len(plain)
        }
        words = {concept.word: concept for concept in self.words.concepts}
        return tuple(
            (mark.fact, words[follows[mark.start, mark.end]])
            for mark in self.facts.marks
            if isinstance(mark.fact, Quantity)
            and not mark.fact.unit
            and (thing := follows.get((mark.start, mark.end), "")) in words
            # "388 permohonan dipenuhi, 15 ditolak": what is counted was said before.
            and not is_verb(thing)
        )

    @cached_property
    def placed_facts(self) -> tuple[tuple[Fact, int], ...]:
        """Its facts, each with the clause that it stands in."""
        at = [place for place, word in enumerate(self.words.plain) if word == FACT]
        # A list of articles is one mark of several facts.
        spans = list(dict.fromkeys((mark.start, mark.end) for mark in self.facts.marks))
        clause = {span: self.words.clauses[place] for span, place in zip(spans, at, strict=False)}
        return tuple((m.fact, clause.get((m.start, m.end), 0)) for m in self.facts.marks)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as its sentences."""

    sentences: tuple[Sentence, ...]


def keys_of(concepts: Iterable[Concept]) -> set[str]:
    """Give all that concepts may mean, to look others up in."""
    return {key for concept in concepts for way in concept.ways for key in way}


class SentenceReader:
    """Reads sentences and whole passages; what was read lately is kept."""

    def __init__(self, concepts: ConceptReader) -> None:
        self._concepts = concepts
        self.source = lru_cache(maxsize=_MOST_SOURCES)(self._source)
        self.concepts = lru_cache(maxsize=_MOST_WORDS)(self._words)

    @classmethod
    def load(cls) -> Self:
        """Make it with the tables that ship with the package."""
        return cls(ConceptReader.load())

    def _words(self, text: str, language: str) -> tuple[Concept, ...]:
        return self._concepts.read(text, language).concepts

    def sentence(self, text: str, language: str) -> Sentence:
        """Read a claim."""
        return self._read(text, Span(0, len(text)), language)

    def _source(self, text: str) -> Source:
        language = detect_language(text)
        spans = split_sentences(text)
        return Source(tuple(self._read(text, span, language) for span in spans))

    def _read(self, text: str, span: Span, language: str) -> Sentence:
        # "１０" and "⑩" are tens too.
        written = unicodedata.normalize("NFKC", span.of(text))
        facts = read_facts(written)
        words = self._concepts.read(_without_facts(written, facts), language)
        return Sentence(written, span.start, span.end, span.list_item, language, facts, words)


def _without_facts(text: str, facts: Facts) -> str:
    parts, end = [], facts.body
    for start, stop in dict.fromkeys((mark.start, mark.end) for mark in facts.marks):
        parts += [text[end:start], f" {FACT} "]
        end = stop
    return "".join((*parts, text[end:]))


def names_in(sentence: Sentence) -> list[tuple[str, ...]]:
    """Give the proper names of a sentence as their words in lower case.

    A capitalised word that begins the sentence is of a name where another follows.
    """
    text = _without_facts(sentence.text, sentence.facts)
    first = _WORD.search(text)
    found: list[tuple[str, ...]] = []
    for match in _NAME.finditer(text):
        words = [w for w in _WORD.findall(match.group()) if w not in ("dan", "of", "and", "the")]
        opens = first is not None and match.start() <= first.start()
        if opens and words and words[0].lower() in _OPENERS:
            words = words[1:]
        elif opens and len(words) == 1 and not _is_acronym(words[0]):
            words = []
        name = tuple(word.lower() for word in words)
        if any(len(word) > 1 for word in name):
            found.append(name)
    return found


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


_OPENERS = frozenset(
    "the a an menurut berdasarkan sesuai dalam di pada setelah sebelum sejak jika apabila "
    "bila oleh untuk bagi kepada dari dengan selain hanya para setiap anda you under "
    "according in on at after before if when by for to from with besides only every each "
    "all any as per this that baik seperti misalnya contohnya ajukan kirim hubungi datangi "
    "mintalah minta contact ask send no tidak bukan both either keduanya adapun".split()
)
