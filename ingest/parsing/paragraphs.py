"""Joins printed lines to paragraphs, also over the end of a page (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.parsing.document_text import Line, Page
from ingest.parsing.regulation import heading_level

_WIDE_GAP = 1.4  # of the usual distance of lines: space between paragraphs
_SHORT_LINE = 0.75  # of the usual length: the last line of a paragraph
_SIZE_STEP = 0.6  # points
_SAMPLE_LINES = 5000
_SENTENCE_END = re.compile(r"[.:;!?][\"”’)]*$")
_MARKER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|[•●▪◦‣\uf0b7*–-])\s+\S")
_HYPHENATED = re.compile(r"(\w+)[-\u2010]$")
_FIRST_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, the page on which it begins, its type and whether space stands before it."""

    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    apart: bool = True

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return _MARKER.match(self.text) is not None


def join_paragraphs(pages: Sequence[Page]) -> Iterator[Paragraph]:
    """Join the lines of pages to paragraphs, in reading order."""
    measure = _Measure.of(pages)
    parts: list[Line] = []
    begun, apart = 0, True
    for page in pages:
        for line in page.lines:
            previous = parts[-1] if parts else None
            same_page = page.number == begun or (bool(parts) and line is not page.lines[0])
            gap = previous is None or (same_page and measure.is_gap(previous, line))
            ends = not same_page and previous is not None and _ends_sentence(previous)
            if previous is not None and (gap or ends or _begins(previous, line, measure)):
                yield _paragraph(parts, begun, apart=apart)
                parts = []
            if not parts:
                begun, apart = page.number, gap
            parts.append(line)
    if parts:
        yield _paragraph(parts, begun, apart=apart)


@dataclass(frozen=True, slots=True)
class _Measure:
    """The usual distance of lines in points and their usual length in characters."""

    leading: float
    length: float

    @classmethod
    def of(cls, pages: Sequence[Page]) -> "_Measure":
        lines = [(page.number, line) for page in pages for line in page.lines][:_SAMPLE_LINES]
        falls = sorted(
            first.top - second.top
            for (page, first), (other, second) in pairwise(lines)
            if page == other and first.top - second.top > second.size / 2
        )
        lengths = sorted(len(line.text) for _, line in lines)
        usual = float(lengths[len(lengths) * 3 // 4]) if lengths else 0.0
        # Short texts have more gaps between paragraphs than lines within them.
        return cls(falls[len(falls) // 4] if falls else 0.0, usual)

    def is_gap(self, previous: Line, line: Line) -> bool:
        return self.leading > 0 and previous.top - line.top > _WIDE_GAP * max(
            self.leading, line.size
        )


def _begins(previous: Line, line: Line, measure: _Measure) -> bool:
    """Tell whether a line with no space before it begins a paragraph all the same."""
    if heading_level(line.text) or heading_level(previous.text) or _MARKER.match(line.text):
        return True
    if abs(line.size - previous.size) > _SIZE_STEP:
        return True
    if line.text[0].islower() or _HYPHENATED.search(previous.text):
        return False
    if line.bold != previous.bold:
        return True
    is_short = len(previous.text) < _SHORT_LINE * measure.length
    return is_short and _ends_sentence(previous)


def _ends_sentence(line: Line) -> bool:
    return _SENTENCE_END.search(line.text) is not None


def _paragraph(lines: list[Line], page: int, *, apart: bool) -> Paragraph:
    parts = [lines[0].text]
    for line in lines[1:]:
        hyphenated = _HYPHENATED.search(parts[-1])
        if hyphenated is None:
            parts.append(f" {line.text}")
            continue
        if not _keeps_hyphen(hyphenated.group(1), line.text):
            parts[-1] = parts[-1][:-1]
        parts.append(line.text)
    text = "".join(parts)
    return Paragraph(text, page, lines[0].size, all(line.bold for line in lines), apart)


def _keeps_hyphen(before: str, after: str) -> bool:
    """Tell a doubled word ("hak-hak") and a compound ("se-Indonesia") from a divided word."""
    if not after[0].islower():
        return True
    word = _FIRST_WORD.match(after)
    doubled = word.group().casefold() if word else ""
    stem = before.casefold()
    return doubled.startswith(stem) or (bool(doubled) and stem.endswith(doubled))
