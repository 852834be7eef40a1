"""Lines of a text, and what they were before a page's width or a scanner broke them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.structure.sections import Span

# Running headers and page numbers of official prints.
_NOISE = re.compile(
    r"(?:PRESIDEN(?:\s+REPUBLIK\s+INDONESIA)?|REPUBLIK\s+INDONESIA|SALINAN|[-–—]?\s*\d{1,4}\s*[-–—]?|www\.\S+|\W*)",
    re.I,
)
_LONGEST_NOISE = 60  # characters
_MARKER = re.compile(
    r"(?:\(\s?[\dlIOS]{1,3}[a-z]?\s?\)|\(?\d{1,3}[a-z]?\s?[.)]|\(?[a-z]{1,2}[.)]|[-–•*▪])\s"
)
_STOPS = (".", ";", ":", "!", "?")
_QUOTES = "\"”’'»)"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without outer white space; `apart` tells of a blank one before."""

    start: int
    end: int
    text: str
    apart: bool

    @property
    def is_noise(self) -> bool:
        """Tell whether this is a page's header or number."""
        return len(self.text) <= _LONGEST_NOISE and _NOISE.fullmatch(self.text) is not None


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Give the lines of a part of a text that are not blank."""
    end = len(text) if end is None else end
    apart, at = True, start
    for whole in text[start:end].split("\n"):
        line = whole.strip()
        if line:
            first = at + whole.index(line[0])
            yield Line(first, first + len(line), line, apart)
        apart = not line
        at += len(whole) + 1


def logical_lines(text: str) -> Iterator[Span]:
    """Give spans of lines that belong together: one broken within a sentence is joined."""
    current: Span | None = None
    for line in lines_of(text):
        if current and not line.apart and _continues(text[current[0] : current[1]], line.text):
            current = (current[0], line.end)
            continue
        if current:
            yield current
        current = (line.start, line.end)
    if current:
        yield current


def has_marker(line: str) -> bool:
    """Tell whether a line begins like an item of a list."""
    return _MARKER.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences, items and lead-ins do."""
    return line.rstrip(_QUOTES).endswith(_STOPS)


def _continues(before: str, line: str) -> bool:
    return line[0].islower() and not has_marker(line) and not ends_sentence(before)


def strip_span(text: str, start: int, end: int) -> Span | None:
    """Give a span without the white space at its ends; None where there is nothing else."""
    part = text[start:end]
    inner = part.strip()
    first = start + len(part) - len(part.lstrip())
    return (first, first + len(inner)) if inner else None
