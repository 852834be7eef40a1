"""The laws that a build holds, and where in it each of their articles stands."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from bot.answering.law_citations import CitationParser, LawCitation
from bot.answering.tables import read_rows
from vectorstore.rows import Place

# Editions lose some articles to scanning faults; an amending law has only a few of its law's.
_MOST_OF_ARTICLES = 0.8
_TITLE_PARTS = " — "
_ARTICLE = re.compile(r"\s*(?:Pasal|Article)\s+(\d{1,4}[A-Z]?)\b")
_SUBJECT = re.compile(r"\b(?:tentang|concerning|regarding|on)\b\s*", re.IGNORECASE)
_AMENDS = re.compile(r"\b(?:perubahan|amend)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# Acronyms leave these out ("LLAJ", "ITE").
_NO_INITIAL = frozenset("dan atas di dari dalam pada yang untuk tentang the of and on".split())
_LETTERS_OF_ACRONYMS = range(2, 7)


@dataclass(frozen=True, slots=True)
class Law:
    """A published law: what it is called, and the chunks of each of its articles by number."""

    kind: str
    number: str
    year: str
    title: str
    stems: frozenset[str]
    initials: str
    amends: tuple[str, str] | None = None
    articles: dict[str, list[str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What it is cited by: its title up to its subject."""
        return _SUBJECT.split(self.title, maxsplit=1)[0].strip(" ,") or self.title

    @property
    def last_article(self) -> int:
        """The greatest number among its articles, 0 where it has none."""
        return max((int(n) for n in self.articles if n.isdigit()), default=0)

    def surely_lacks(self, article: str) -> bool:
        """Tell whether an article is none of this law's, which needs most of them to be known."""
        last = self.last_article
        known = sum(number.isdigit() for number in self.articles)
        if article in self.articles or known < _MOST_OF_ARTICLES * last or not last:
            return False
        return not article.isdigit() or not 1 <= int(article) <= last


@dataclass(frozen=True, slots=True)
class LawRegister:
    """All laws of one build; made once, since reading every title takes a moment."""

    laws: tuple[Law, ...]
    stems: Callable[[str], list[str]]
    short_names: dict[str, str]

    @classmethod
    def of_places(
        cls, places: Iterable[Place], parser: CitationParser, stems: Callable[[str], list[str]]
    ) -> Self:
        """Make the register from the titles and headings of all chunks."""
        laws: dict[tuple[str, str, str], Law] = {}
        of_head: dict[str, Law | None] = {}
        for place in places:
            head, _, part = place.title.partition(_TITLE_PARTS)
            if head not in of_head:
                law = _read_title(head, parser, stems)
                of_head[head] = law and laws.setdefault((law.kind, law.number, law.year), law)
            known = of_head[head]
            if known is not None and (article := _article(place.headings, part)):
                known.articles.setdefault(article, []).append(place.chunk_id)
        names = {short.removesuffix("!"): full for short, full in read_rows("law_names")}
        return cls(tuple(laws.values()), stems, names)

    def laws_of(self, cited: LawCitation) -> tuple[Law, ...] | None:
        """Give the laws that a citation may mean, likeliest first; None where that is unclear.

        None at all means that no such law is published here.
        """
        kind = [law for law in self.laws if not cited.kind or law.kind == cited.kind]
        year = [law for law in kind if not cited.year or law.year == cited.year]
        if cited.number:
            return self._with_amendments([law for law in year if law.number == cited.number])
        if cited.name:
            named = self._named(cited, kind)
            if named is None:
                return None
            return tuple(law for law in self._with_amendments(named) if law in year)
        return tuple(year)

    def _with_amendments(self, laws: Sequence[Law]) -> tuple[Law, ...]:
        numbers = {(law.number, law.year) for law in laws}
        amending = (law for law in self.laws if law.amends in numbers)
        return (*laws, *(law for law in amending if law not in laws))

    def _named(self, cited: LawCitation, laws: Sequence[Law]) -> list[Law] | None:
        lengths = [len(cited.name)] if cited.certain else range(len(cited.name), 0, -1)
        for length in lengths:
            short = cited.name[:length]
            for words in (list(short), self._in_full(short)):
                wanted = {stem for word in words for stem in self.stems(word)}
                found = [law for law in laws if self._is_called(law, words)]
                if found and wanted:
                    return sorted(found, key=lambda law: len(law.stems - wanted))
        if cited.certain:
            return []
        # In lower case a name has no end, and its words may be those of the question.
        known = {stem for law in laws for stem in law.stems}
        strange = all(s not in known for word in cited.name for s in self.stems(word))
        return [] if strange else None

    def _in_full(self, name: Sequence[str]) -> list[str]:
        whole = self.short_names.get(" ".join(name))
        if whole is not None:
            return whole.split()
        return [full for word in name for full in self.short_names.get(word, word).split()]

    def _is_called(self, law: Law, words: Sequence[str]) -> bool:
        # "Tenaga kerja" is one word in "ketenagakerjaan".
        joined = self.stems("".join(words))
        if len(joined) == 1 and joined[0] in law.stems:
            return True
        return all(
            set(self.stems(word)) <= law.stems
            or (len(word) in _LETTERS_OF_ACRONYMS and word in law.initials)
            for word in words
        )


def _read_title(head: str, parser: CitationParser, stems: Callable[[str], list[str]]) -> Law | None:
    """Read the title of a law; None where an article is about a law rather than the law itself."""
    if not parser.opens_with_law(head):
        return None
    law = next(iter(parser.citations(head)), None)
    if law is None or not law.number or not law.year or not head.startswith(law.written):
        return None
    subject = _SUBJECT.split(head, maxsplit=1)[-1]
    amended = parser.citations(subject)[:1] if _AMENDS.match(subject) else []
    amends = next(((a.number, a.year) for a in amended if a.number), None)
    words = [word.lower() for word in _WORD.findall(subject)]
    initials = "".join(word[0] for word in words if word not in _NO_INITIAL)
    return Law(law.kind, law.number, law.year, head, frozenset(stems(subject)), initials, amends)


def _article(headings: Sequence[str], part: str) -> str:
    """Give the number of the article that a chunk is from; empty in elucidations and preambles."""
    named = (_ARTICLE.match(text) for text in (*reversed(headings), part))
    return next((match[1] for match in named if match), "")
