"""The lines and pages that an adapter reads from a document, before they have a structure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text, type size in points, weight and height on the page.

    `top` falls from line to line; lines of unknown size have size 0.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, and its number from 1."""

    number: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """All readable pages, the numbers of those that gave no text, and the file's own facts."""

    pages: tuple[Page, ...]
    lost: tuple[int, ...] = ()
    title: str = ""
    created: date | None = None
