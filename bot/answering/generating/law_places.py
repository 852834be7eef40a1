"""Reads which laws and which of their places a sentence names: "Pasal 22 ayat (7) UU 14/2008"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.answering.tables import read_rows

_LEVELS = {
    level: names.split()
    for level, names in (
        ("chapter", "bab chapter"),
        ("article", "pasal articles article art."),
        ("paragraph", "ayat paragraphs paragraph"),
        ("letter", "huruf letters letter"),
        ("number", "angka butir"),
    )
}
_LEVEL_OF = {name: level for level, names in _LEVELS.items() for name in names}
_ORDER = tuple(_LEVELS)
_ONE = r"(?:\(\d{1,3}\)|\([a-z]\)|\d{1,4}[a-z]?|[a-z]|[ivxl]+)(?!\w)"
_AND = r"\s*(?:,\s*(?:dan|and|atau|or|serta)?|dan|and|atau|or|serta|sampai dengan|to|through)\s*"
_PLACES = re.compile(
    rf"\b(?P<level>{'|'.join(map(re.escape, _LEVEL_OF))})\s+(?P<which>{_ONE}(?:{_AND}{_ONE})*)",
    re.IGNORECASE,
)
_EACH = re.compile(rf"(?<!\w){_ONE}", re.IGNORECASE)
# "paragraph (7) of Article 22": the greater follows the smaller.
_BELONGS = re.compile(r"\s+(?:(?:dari|of|the|dalam|in|pada)\s+)*", re.IGNORECASE)
_NUMBERED = r"(?:(?:nomor|number|no|nmr)\b\.?\s*)"


@dataclass(frozen=True, slots=True)
class Law:
    """A law by kind ("" where it is not told), number and year."""

    kind: str
    number: str
    year: str

    def told_by(self, other: "Law") -> bool:
        """Tell whether another citation means the same law."""
        same = (self.number, self.year) == (other.number, other.year)
        return same and (self.kind == other.kind or "" in (self.kind, other.kind))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a law; "" is what is not told."""

    chapter: str = ""
    article: str = ""
    paragraph: str = ""
    letter: str = ""
    number: str = ""

    def told_by(self, other: "Place") -> bool:
        """Tell whether another place says all that this one says."""
        pairs = ((getattr(self, level), getattr(other, level)) for level in _ORDER)
        return all(mine in ("", theirs) for mine, theirs in pairs)


@cache
def law_pattern() -> re.Pattern[str]:
    """Give the pattern of a law with number and year; group "kind" is a name of `law_kinds`."""
    names = sorted(_kinds(), key=len, reverse=True)
    kind = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(
        rf"\b(?:(?P<kind>{kind})\s*(?:(?:republik\s+indonesia|ri)\s+)?{_NUMBERED}?|{_NUMBERED})"
        rf"(?P<number>\d{{1,3}})(?:/[A-Z][\w.-]*)*\s*(?:/|tahun|thn\.?|of)\s*(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


def read_law(match: re.Match[str]) -> Law:
    """Read a match of `law_pattern`."""
    name = " ".join((match["kind"] or "").lower().split())
    return Law(_kinds().get(name, ""), match["number"].lstrip("0"), match["year"])


def read_places(text: str) -> list[tuple[Place, tuple[int, int]]]:
    """Give the places that a text names, each with what it stands in, and where it is named."""
    matches = list(_PLACES.finditer(text))
    return [
        (place, match.span())
        for at, match in enumerate(matches)
        for place in _placed(text, matches, at)
    ]


def _placed(text: str, matches: list[re.Match[str]], at: int) -> Iterator[Place]:
    match = matches[at]
    level = _LEVEL_OF[match["level"].lower()]
    within = _above(text, matches, at)
    for one in _EACH.findall(match["which"]):
        yield replace(within, **{level: one.strip("()").lower()})


def _above(text: str, matches: list[re.Match[str]], at: int) -> Place:
    """Give the greater places that a place stands in: those near after it, or before."""
    place, level = Place(), _rank(matches[at])
    after = at + 1
    while after < len(matches) and _rank(matches[after]) < level:
        if not _BELONGS.fullmatch(text, matches[after - 1].end(), matches[after].start()):
            break
        place, level = _with(place, matches[after]), _rank(matches[after])
        after += 1
    for before in reversed(matches[:at]):
        if _rank(before) < level:
            place, level = _with(place, before), _rank(before)
    return place


def _with(place: Place, match: re.Match[str]) -> Place:
    last = _EACH.findall(match["which"])[-1].strip("()").lower()
    return replace(place, **{_LEVEL_OF[match["level"].lower()]: last})


def _rank(match: re.Match[str]) -> int:
    return _ORDER.index(_LEVEL_OF[match["level"].lower()])


@cache
def _kinds() -> dict[str, str]:
    return {name: kind.rstrip("*") for name, kind in read_rows("law_kinds")}
