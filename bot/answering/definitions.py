"""Questions what a term means, and the passages that define it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.sentences import split_sentences
from vectorstore.models import Passage

_ASKED = (
    re.compile(
        r"(?:tolong |mohon )?(?:jelaskan |sebutkan )?(?:apa(?:kah)?|apa sih) (?:sih )?"
        r"(?:yang |yg )?(?:di)?maksud(?:kan|nya)? (?:dengan |dgn |dr |dari |oleh )?(?P<term>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:apa(?:kah)? |tolong jelaskan |jelaskan |sebutkan )?(?:sih )?"
        r"(?:itu|pengertian|definisi|arti|makna)(?: dari| istilah| kata)? (?P<term>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<term>.+?) (?:itu apa|artinya apa|apa artinya|apa maksudnya|maksudnya apa|adalah apa)"
        r"(?: sih| ya)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:what (?:is|are) (?:meant by |the (?:definition|meaning) of )?|define |"
        r"definition of |meaning of )(?:an? |the )?(?P<term>.+)",
        re.IGNORECASE,
    ),
    re.compile(r"what does (?:an? |the )?(?P<term>.+?) mean", re.IGNORECASE),
)
_SOURCE_NAMED = re.compile(
    r"\s+(?:menurut|berdasarkan|dalam|di dalam|pada|sesuai|according to|under|in)\s+"
    r"(?:uu|undang|pp|peraturan|perki|perpres|permen|pasal|the law|law|article|ketentuan)\b.*",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*\(?(?:\d{1,3}[a-z]?|[a-z])[.)]\s+")
_MEANS = re.compile(r"\s*,?\s*\b(?:adalah|ialah|merupakan|means|is|are)\b[:,]?\s+", re.IGNORECASE)
_ALSO_CALLED = re.compile(
    r"\s*,?\s*(?:yang )?(?:selanjutnya|untuk selanjutnya|hereinafter)\s+"
    r"(?:disebut|disingkat|dalam [\w\s]{3,60}? disebut|referred to as|called)"
    r"(?: dengan| sebagai)?\s+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^)]*\)|[\"“”'‘’*_]")
# Longer heads are sentences about something, not terms.
_LONGEST_TERM = 200
_LONGEST_UNNUMBERED = 300


@dataclass(frozen=True, slots=True)
class Definition:
    """A passage that defines a term, and the characters (start, end) that say what it means."""

    passage: Passage
    meaning: tuple[int, int]


def asked_term(question: str) -> str:
    """Give the term whose meaning is asked for, in lower case; empty where none is."""
    asked = question.strip().rstrip("?!. ").strip()
    for pattern in _ASKED:
        match = pattern.fullmatch(asked)
        if match:
            return _plain(_SOURCE_NAMED.sub("", match.group("term")))
    return ""


def find_definition(term: str, passages: Sequence[Passage]) -> Definition | None:
    """Find the first passage whose text is the definition of a term."""
    for passage in passages:
        text = passage.chunk.text
        marker = _MARKER.match(text)
        start = marker.end() if marker else 0
        means = _MEANS.search(text, start, start + _LONGEST_TERM)
        if means and term in _names(text[start : means.start()]):
            return Definition(passage, (means.end(), _end(text, numbered=marker is not None)))
    return None


def _end(text: str, *, numbered: bool) -> int:
    """A numbered definition is a chunk of its own; elsewhere the first sentence defines."""
    if numbered or len(text) <= _LONGEST_UNNUMBERED:
        return len(text.rstrip(" \n;."))
    return split_sentences(text)[0].end


def _names(head: str) -> set[str]:
    """Give the names a definition gives its term: the full one, and what it is called further."""
    return {_plain(name) for name in _ALSO_CALLED.split(head)} | {
        _plain(match) for match in re.findall(r"\(([^)]+)\)", head)
    }


def _plain(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).lower().strip(" ,.:;").split())
