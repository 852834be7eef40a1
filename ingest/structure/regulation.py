"""Takes the text of a regulation apart into pasal, definitions and their neighbours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.structure.ayat import find_ayat, find_marks
from ingest.structure.definitions import definition_sections, find_definitions
from ingest.structure.headings import CLOSING, ELUCIDATION, OPENING, Heading, Level, find_headings
from ingest.structure.sections import Section

_NOTHING_SAID = re.compile(r"(?:(?:(?:Ayat|Angka|Huruf)\s+\S+\s+)*Cukup\s+jelas\b\.?\s*)+", re.I)
_LONGEST_HEAD = 200  # characters before a list of definitions that need no section of their own


@dataclass(frozen=True, slots=True)
class Place:
    """The headings in force, which may have been set in an earlier block of the same article."""

    headings: tuple[Heading, ...] = ()

    def under(self, heading: Heading) -> "Place":
        """Give the place below a heading that follows."""
        # What opens and closes a regulation has no chapters.
        kept = tuple(
            outer
            for outer in self.headings
            if outer.level < heading.level and outer.text not in {OPENING, CLOSING}
        )
        return Place((*kept, heading))

    @property
    def last(self) -> str:
        """The words of the nearest heading."""
        return self.headings[-1].text if self.headings else ""

    @property
    def explains(self) -> bool:
        """Tell whether this is the elucidation, which says something about each pasal."""
        return bool(self.headings) and self.headings[0].text == ELUCIDATION

    @property
    def pasal(self) -> str:
        """What a text here is cited by: "Pasal 4", "Penjelasan Pasal 4"; empty above the first."""
        last = self.headings[-1] if self.headings else None
        if last is None or last.level < Level.ROMAN_PASAL:
            return ""
        return f"{ELUCIDATION} {last.text}" if self.explains else last.text

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above the pasal, outermost first."""
        if not self.pasal:
            return tuple(heading.text for heading in self.headings)
        return () if self.explains else tuple(heading.text for heading in self.headings[:-1])


def split_regulation(text: str, place: Place) -> tuple[tuple[Section, ...], Place]:
    """Give the sections of a text and the place where it ends."""
    parts: list[_Part] = []
    start = body = 0
    continued = True
    for heading in find_headings(text):
        if heading.text == CLOSING == place.last:
            continue
        opens_text = heading.text == OPENING and not parts
        if text[body : heading.start].strip() and not opens_text:
            parts.append(
                _Part(start, heading.start, (start, body, heading.start), place, continued)
            )
            start, continued = heading.start, False
        place, body = place.under(heading), heading.end
        continued = continued and heading.start > 0 and not opens_text
    parts.append(_Part(start, len(text), (start, body, len(text)), place, continued))
    sections = (section for part in _merge(text, parts) for section in _sections(text, part))
    return tuple(sections), place


@dataclass(frozen=True, slots=True)
class _Part:
    """The text under one set of headings; `continued` where it began in an earlier block.

    `start` and `end` may take in neighbours; `own` is where its headings begin, its text begins,
    and its text ends.
    """

    start: int
    end: int
    own: tuple[int, int, int]
    place: Place
    continued: bool


def _merge(text: str, parts: Sequence[_Part]) -> list[_Part]:
    """Join what an elucidation has nothing to say about with what it explains before or after.

    Where it explains nothing at all, nothing is left.
    """
    merged: list[_Part] = []
    waiting: int | None = None
    for part in parts:
        whole = replace(part, start=part.start if waiting is None else waiting)
        waiting = None
        if not _says_nothing(text, part):
            merged.append(whole)
        elif merged and merged[-1].place.pasal.startswith(ELUCIDATION):
            merged[-1] = replace(merged[-1], end=part.end)
        else:
            waiting = whole.start
    return merged


def _says_nothing(text: str, part: _Part) -> bool:
    _, body, end = part.own
    explains = part.place.pasal.startswith(ELUCIDATION)
    return explains and _NOTHING_SAID.fullmatch(text[body:end].strip()) is not None


def _sections(text: str, part: _Part) -> Iterator[Section]:
    path, name = part.place.path, part.place.pasal
    found = None if part.place.explains else find_definitions(text, part.start, part.end)
    if found is None:
        marks = find_marks(text, part.own[0], part.own[2], continued=part.continued)
        yield Section(part.start, part.end, path, name, marks)
        return
    before = find_ayat(text, part.start, found.items[0].start, continued=part.continued)
    start = part.start
    if found.lead[0] - start > _LONGEST_HEAD:
        yield Section(start, found.lead[0], path, name, before)
        start = found.lead[0]
    within = f"{name} {before[-1].kind} {before[-1].number}" if before else name
    yield from definition_sections(found, start, path, within)
    rest = found.items[-1].end
    if rest < part.end:
        marks = find_ayat(text, rest, part.end, continued=True)
        yield Section(rest, part.end, path, name, marks)
