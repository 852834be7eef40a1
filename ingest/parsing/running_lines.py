"""Takes running heads, feet, page numbers and catchwords off pages (pure)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.parsing.document_text import Line, Page
from ingest.parsing.regulation import heading_level

_EDGE_LINES = 3  # at the top and at the bottom, as many as letterheads of ministries have
_FEWEST_PAGES = 3  # what two pages share may be text
_REPEATED_SHARE = 0.5
_MAX_RUNNING_LINE = 150  # characters
_DIGITS = re.compile(r"\d{1,9}")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:halaman|hal\.?|page|hlm\.?)?\s*\d{1,4}\s*(?:(?:dari|of|/)\s*\d{1,4})?[-–—|\s]*",
    re.I,
)
_Count = tuple[str, int]
_CONTENTS_ENTRY = re.compile(r"(?:\.\s?){5,}\s*\d{1,4}\s*$")
_CATCHWORD = re.compile(r"^(.{1,80}?)\s*\.\s?\.\s?\.\s?$")


def drop_running_lines(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Drop what stands at the edges of most pages, or counts them, and tables of contents.

    Headings such as "Pasal 7" stay: a law may begin most of its pages with one.
    """
    constant, counting = _constant(pages), _counting(pages)
    cleaned = [replace(page, lines=_without(page, constant, counting)) for page in pages]
    for at, (page, following) in enumerate(pairwise(cleaned)):
        cleaned[at] = replace(page, lines=_without_catchword(page.lines, following.lines))
    return tuple(cleaned)


def _constant(pages: Sequence[Page]) -> frozenset[str]:
    """Give the lines that stand at the edges of most pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({page.lines[at].text for at in _edges(page.lines, _EDGE_LINES)})
    most = max(_FEWEST_PAGES - 1, _REPEATED_SHARE * len(pages))
    return frozenset(text for text, count in counts.items() if count > most)


def _counting(pages: Sequence[Page]) -> frozenset[_Count]:
    """Give the shapes of outermost lines whose number keeps step with that of the page."""
    counts: Counter[_Count] = Counter()
    for page in pages:
        for at in _edges(page.lines, 1):
            counts.update(_counts(page.lines[at], page))
    return frozenset(shape for shape, count in counts.items() if count > 1)


def _counts(line: Line, page: Page) -> Iterator[_Count]:
    """Give the shape of a line, and how far each number in it is from the page's own."""
    if any(map(str.isalpha, line.text)) and len(line.text) <= _MAX_RUNNING_LINE:
        for number in _DIGITS.findall(line.text):
            yield _DIGITS.sub("#", line.text), int(number) - page.number


def _without(page: Page, constant: frozenset[str], counting: frozenset[_Count]) -> tuple[Line, ...]:
    edges, outer = _edges(page.lines, _EDGE_LINES), _edges(page.lines, 2)
    return tuple(
        line
        for at, line in enumerate(page.lines)
        if heading_level(line.text)
        or not (
            (at in edges and line.text in constant)
            or (at in outer and _PAGE_NUMBER.fullmatch(line.text))
            or (at in outer and not counting.isdisjoint(_counts(line, page)))
            or _CONTENTS_ENTRY.search(line.text)
        )
    )


def _without_catchword(lines: tuple[Line, ...], following: tuple[Line, ...]) -> tuple[Line, ...]:
    """Drop the foot of a page that only announces the first words of the next, as laws have it."""
    announced = _CATCHWORD.match(lines[-1].text) if lines else None
    if announced and following and following[0].text.startswith(announced.group(1)):
        return lines[:-1]
    return lines


def _edges(lines: Sequence[Line], depth: int) -> frozenset[int]:
    places = range(len(lines))
    return frozenset((*places[:depth], *places[-depth:]))
