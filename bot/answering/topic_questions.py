"""Finds the questions that articles ask themselves, and those that their titles answer."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.messages.catalogue import NATIONAL_LANGUAGE
from vectorstore.models import ArticleKind, Chunk, article_id_of
from vectorstore.rows import Place

_FITS_A_BUTTON = 40
_LONGEST_QUESTION = 90
_FEWEST_WORDS = 3
# So many chunks are read to choose from.
_MOST_READ = 60
_MOST_OF_ONE_ARTICLE = 4
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|[-•*]|[QqTt][.:])\s+")
_TITLE_END = re.compile(r"\s*(?:[,:;|(]|\s[–—-]\s)")
# How a title is asked for, by what it begins with; {0} is the title, {1} what follows the match.
_TITLES = tuple(
    (re.compile(pattern, re.IGNORECASE), question)
    for pattern, question in (
        (r"(?:apa|siapa|bagaimana|berapa|kapan|mengapa|di mana|apakah|bolehkah)\b", "{0}?"),
        (r"(?:tata )?cara\b|prosedur\b|alur\b|mekanisme\b", "Bagaimana {0}?"),
        (r"(?:per)?syarat(?:an)?\b", "Apa {0}?"),
        (r"biaya\b|tarif\b", "Berapa {0}?"),
        (r"me(?=[mnlrwy])\w{4,}", "Bagaimana cara {0}?"),
        (r"how to\b", "How do I{1}?"),
        (r"(?:what|who|how|when|where|why)\b", "{0}?"),
    )
)
_FIRST_ARTICLE = re.compile(r"\bPasal 1\s*$|\bPasal 1 ")
_TITLE_PARTS = " — "
# Some define nothing that can be read; enough of the others make up all topics.
_LAWS = 12
_DEFINED = re.compile(
    r"(?:\d{1,3}\.\s+)?(?P<term>[A-Z][\w/ -]{3,45}?)"
    r"(?:,? (?:yang )?selanjutnya \w+ .{1,60}?)?,? adalah\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a chunk, or its article, answers; a `heading` is a question as published."""

    question: str
    heading: bool

    def rank(self, chunk: Chunk) -> tuple[bool, bool, bool, bool]:
        """Sort FAQ pairs before other headings, services before other titles, short before long."""
        article = chunk.article
        preferred = ArticleKind.FAQ if self.heading else ArticleKind.SERVICE
        return (
            article.language != NATIONAL_LANGUAGE,
            not self.heading,
            article.kind is not preferred,
            len(self.question) > _FITS_A_BUTTON,
        )


def asked_by(places: Sequence[Place]) -> dict[str, Asked]:
    """Give the questions of headings and titles by chunk id, in reading order."""
    found: dict[str, Asked] = {}
    titled: set[str] = set()
    of_article: Counter[str] = Counter()
    for place in places:
        article = article_id_of(place.chunk_id)
        heading = _question_in(place.headings[-1]) if place.headings else ""
        title = "" if article in titled else _question_of_title(place.title)
        titled.add(article)
        if heading and of_article[article] < _MOST_OF_ONE_ARTICLE:
            of_article[article] += 1
            found[place.chunk_id] = Asked(heading, heading=True)
        elif title:
            found[place.chunk_id] = Asked(title, heading=False)
    headings = {id_: asked for id_, asked in found.items() if asked.heading}
    titles = {id_: asked for id_, asked in found.items() if not asked.heading}
    return dict([*list(headings.items())[:_MOST_READ], *list(titles.items())[:_MOST_READ]])


def definitions_of(
    places: Sequence[Place], read: Callable[[list[str]], list[Chunk]]
) -> Iterator[tuple[str, str]]:
    """Give (article id, question) for a term that each of the largest laws in force defines.

    It is the longest term that the law's title names, or else its first.
    """
    sizes = Counter(_law(place) for place in places)
    first = [place for place in places if _FIRST_ARTICLE.search(_location(place))]
    largest = sorted({_law(place) for place in first}, key=lambda law: (-sizes[law], law))
    for law in largest[:_LAWS]:
        ids = [place.chunk_id for place in first if _law(place) == law][:_MOST_READ]
        chunks = [chunk for chunk in read(ids) if not chunk.article.superseded]
        terms = [
            (chunk.article.article_id, match["term"].strip())
            for chunk in chunks
            for match in _DEFINED.finditer(chunk.text)
        ]
        if terms:
            named = [one for one in terms if one[1].lower() in law.lower()]
            article_id, term = max(named, key=lambda one: len(one[1])) if named else terms[0]
            yield article_id, f"Apa itu {term}?"


def _law(place: Place) -> str:
    return place.title.partition(_TITLE_PARTS)[0]


def _location(place: Place) -> str:
    return " ".join((place.title.partition(_TITLE_PARTS)[2], *place.headings))


def _question_in(heading: str) -> str:
    text = " ".join(_NUMBERING.sub("", heading).split())
    return text if text.endswith("?") and _is_short(text) else ""


def _question_of_title(title: str) -> str:
    if asked := _question_in(title):
        return asked
    topic = _TITLE_END.split(title.strip(), maxsplit=1)[0].rstrip(" .?!")
    for pattern, question in _TITLES:
        match = pattern.match(topic)
        if match:
            keeps_capital = topic[1:2].isupper() or question.startswith("{0}")
            written = topic if keeps_capital else topic[:1].lower() + topic[1:]
            asked = question.format(written, topic[match.end() :])
            return asked if _is_short(asked) else ""
    return ""


def _is_short(question: str) -> bool:
    return len(question) <= _LONGEST_QUESTION and len(question.split()) >= _FEWEST_WORDS
