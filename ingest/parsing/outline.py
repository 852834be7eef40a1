"""Collects the text of an article under its headings, whatever markup it comes from."""

import re
from dataclasses import dataclass

from vectorstore.cleaning import clean_line, clean_text
from vectorstore.models import Block

MAX_HEADING_CHARACTERS = 200  # what is longer is a paragraph that was made to look like a heading
_STATEMENT_WORDS = 6
_OWN_MARKER = re.compile(r"(?:\(?[0-9a-zA-Z]{1,3}[.)]|[-•*–])\s")


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    anchor: str
    number: int
    heads_something: bool = False


class Outline:
    """Takes headings and text in reading order and gives blocks."""

    def __init__(self) -> None:
        self._headings: list[_Heading] = []
        self._opened = 0
        self._text = ""
        self._page = ""
        self._blocks: list[Block] = []

    def turn_page(self, anchor: str) -> None:
        """Start a page of a document; the text after this is reached by the page's anchor."""
        self._flush()
        self._page = anchor

    def add_heading(self, level: int, text: str, anchor: str = "") -> None:
        """Start a section; without an anchor of its own it is reached by that of its parent."""
        heading = clean_line(text)
        if not heading:
            return
        if len(heading) > MAX_HEADING_CHARACTERS:
            self.add_text(heading)
            return
        self.close_level(level)
        if self._headings:
            self._headings[-1].heads_something = True
            anchor = anchor or self._headings[-1].anchor
        self._headings.append(_Heading(level, heading, anchor, self._opened))
        self._opened += 1

    def add_text(self, text: str, *, marker: str = "", tight: bool = False) -> None:
        """Add a paragraph, or with `tight` a line that belongs to the one before.

        A list marker is left out where the text brings its own.
        """
        cleaned = clean_text(text)
        if not cleaned:
            return
        if not _OWN_MARKER.match(cleaned):
            cleaned = marker + cleaned
        if self._text:
            tight = tight or (bool(marker) and self._text.endswith(":"))
            self._text += "\n" if tight else "\n\n"
        self._text += cleaned
        if self._headings:
            self._headings[-1].heads_something = True

    def close_level(self, level: int) -> None:
        """End all sections of this level and below."""
        self._flush()
        while self._headings and self._headings[-1].level >= level:
            self._keep_statement(self._headings.pop())

    def mark(self) -> int:
        """A mark for `close_since`: the headings of now are before it."""
        return self._opened

    def close_since(self, mark: int) -> None:
        """End the sections that opened after a mark, unless they wait for their text."""
        while self._headings and self._headings[-1].number >= mark:
            if not self._headings[-1].heads_something:
                return
            self._flush()
            self._headings.pop()

    def blocks(self) -> tuple[Block, ...]:
        """Everything collected so far."""
        self.close_level(0)
        return tuple(self._blocks)

    def _flush(self) -> None:
        if self._text:
            heading = self._headings[-1].anchor if self._headings else ""
            self._add_block(self._text, self._page or heading)
        self._text = ""

    def _keep_statement(self, heading: _Heading) -> None:
        # A sentence set as a heading with nothing under it would otherwise be lost.
        if not heading.heads_something and len(heading.text.split()) >= _STATEMENT_WORDS:
            self._add_block(heading.text, heading.anchor)

    def _add_block(self, text: str, anchor: str) -> None:
        path = tuple(heading.text for heading in self._headings)
        self._blocks.append(Block(text=text, heading_path=path, anchor=anchor))
