"""Tells what a question takes for granted and is not so: a law, an article, a country, a topic."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.answering.foreign_rules import ForeignRules
from bot.answering.law_citations import CitationParser, LawCitation
from bot.answering.law_register import Law, LawRegister
from bot.answering.law_registers import LawRegisters
from bot.answering.off_topic import OffTopic
from vectorstore.live import LiveBuild
from vectorstore.models import Passage

# A passage this near to a question of a strange topic is about just that: those of the development
# set come to .856 at most, and the median of what answers citizens' questions is .88.
_ABOUT_IT = 0.87
# A whole article is rarely cut into more.
_MOST_CITED_CHUNKS = 8
_PARAGRAPH_MARK = re.compile(r"^\s*\((\d{1,2})\)", re.MULTILINE)
_SHORT_KIND = 4
_ENGLISH_KINDS = frozenset({"law", "act"})


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """What a question takes for granted and is not so, as a message of the catalogue."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CitedLaws:
    """What a question cites, looked up among the laws of the live build.

    `found` gives for each citation the laws that it may mean, None where that is unclear.
    """

    citations: tuple[LawCitation, ...] = ()
    found: tuple[tuple[Law, ...] | None, ...] = ()

    @property
    def chunk_ids(self) -> tuple[str, ...]:
        """The chunks of the articles that are cited."""
        pairs = zip(self.citations, self.found, strict=True)
        ids = (id_ for cited, laws in pairs for id_ in _chunks_of(cited, laws or ()))
        return tuple(dict.fromkeys(ids))[:_MOST_CITED_CHUNKS]


class Premises:
    """Looks whether what a question names is published here at all."""

    def __init__(
        self,
        parser: CitationParser,
        register: Callable[[], LawRegister | None],
        foreign: ForeignRules,
        off_topic: OffTopic,
    ) -> None:
        self._parser = parser
        self._register = register
        self._foreign = foreign
        self._off_topic = off_topic

    @classmethod
    def over(cls, live: LiveBuild, stems: Callable[[str], list[str]]) -> Self:
        """Make it over the live build, with the tables that ship with the package."""
        parser = CitationParser.load()
        registers = LawRegisters(live, parser, stems)
        return cls(parser, registers.current, ForeignRules.load(), OffTopic.load())

    def cited(self, question: str) -> CitedLaws:
        """Look up the laws that a question cites.

        Raises:
            VectorStoreError: the live build cannot be read.
        """
        citations = tuple(self._parser.citations(question))
        register = self._register() if citations else None
        # Where no law is published, articles about laws may answer and name none of them.
        if register is None or not register.laws:
            return CitedLaws()
        return CitedLaws(citations, tuple(register.laws_of(cited) for cited in citations))

    def judge(
        self, question: str, language: str, passages: Sequence[Passage]
    ) -> FalsePremise | None:
        """Give the first false premise of a question, if it has one.

        A law, an act or a country that the `passages` found speak of is none: something published
        deals with it.

        Raises:
            VectorStoreError: the live build cannot be read.
        """
        cited = self.cited(question)
        return (
            self._law_missing(cited, passages)
            or _article_missing(cited)
            or _paragraph_missing(cited, passages)
            or self._foreign_rule(question, language, passages)
            or self._strange_topic(question, passages)
        )

    def _law_missing(self, cited: CitedLaws, passages: Sequence[Passage]) -> FalsePremise | None:
        if not cited.citations or any(laws != () for laws in cited.found):
            return None
        mentioned = [c for p in passages for c in self._parser.citations(p.chunk.text)]
        if any(_is_same(c, mention) for c in cited.citations for mention in mentioned):
            return None
        return FalsePremise("premise.no_law", {"law": _written(cited.citations[0])})

    def _foreign_rule(
        self, question: str, language: str, passages: Iterable[Passage]
    ) -> FalsePremise | None:
        rule = self._foreign.asked_for(question)
        if rule is None or any(_holds(p.chunk.text, rule.words) for p in passages):
            return None
        return FalsePremise(
            "premise.foreign", {"owner": rule.owner.get(language, rule.owner["id"])}
        )

    def _strange_topic(self, question: str, passages: Sequence[Passage]) -> FalsePremise | None:
        near = max((passage.dense for passage in passages), default=0.0)
        if near >= _ABOUT_IT or not self._off_topic.topic(question):
            return None
        return FalsePremise("premise.off_topic")


def _article_missing(cited: CitedLaws) -> FalsePremise | None:
    for citation, laws in zip(cited.citations, cited.found, strict=True):
        lacking = bool(laws) and all(law.surely_lacks(citation.article) for law in laws or ())
        if laws and citation.article and lacking:
            values = {"law": laws[0].label, "article": citation.article}
            return FalsePremise("premise.no_article", values | {"last": str(laws[0].last_article)})
    return None


def _paragraph_missing(cited: CitedLaws, passages: Sequence[Passage]) -> FalsePremise | None:
    """Tell of a paragraph that the whole article, as far as it was found, does not have."""
    texts = {passage.chunk.chunk_id: passage.chunk.text for passage in passages}
    for citation, laws in zip(cited.citations, cited.found, strict=True):
        holding = [law for law in laws or () if citation.article in law.articles]
        if not citation.paragraph or len(holding) != 1:
            continue
        ids = holding[0].articles[citation.article]
        whole = "\n".join(texts.get(chunk_id, "") for chunk_id in ids)
        marks = sorted({int(mark) for mark in _PARAGRAPH_MARK.findall(whole)})
        complete = all(id_ in texts for id_ in ids) and marks == list(range(1, len(marks) + 1))
        if complete and len(marks) > 1 and citation.paragraph > marks[-1]:
            values = {"law": holding[0].label, "article": citation.article}
            paragraphs = {"paragraph": str(citation.paragraph), "last": str(marks[-1])}
            return FalsePremise("premise.no_paragraph", values | paragraphs)
    return None


def _chunks_of(cited: LawCitation, laws: Sequence[Law]) -> Sequence[str]:
    """Give the chunks of the article cited, of the likeliest law that has it."""
    return next((law.articles[cited.article] for law in laws if cited.article in law.articles), ())


def _is_same(cited: LawCitation, mentioned: LawCitation) -> bool:
    """Tell whether a published text mentions just what a question cites."""
    if cited.article and cited.article != mentioned.article:
        return False
    if cited.number:
        there = (mentioned.kind, mentioned.number)
        years = ("", mentioned.year)
        return there == (cited.kind, cited.number) and cited.year in years
    if cited.name:
        return mentioned.name[: len(cited.name)] == cited.name and cited.year in (
            "",
            mentioned.year,
        )
    return (mentioned.kind, mentioned.year) == (cited.kind, cited.year)


def _written(cited: LawCitation) -> str:
    """Give a citation as it was written, its kind in capitals where it is short ("uu")."""
    kind, space, rest = cited.written.partition(" ")
    short = len(kind) <= _SHORT_KIND and kind not in _ENGLISH_KINDS
    kind = kind.upper() if short and kind.islower() else kind[:1].upper() + kind[1:]
    return f"{kind}{space}{rest}"


def _holds(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) is not None
