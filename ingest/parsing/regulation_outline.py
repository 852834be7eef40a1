"""Puts the paragraphs of a regulation under its chapters, parts and articles."""

from ingest.parsing.outline import Outline
from ingest.parsing.regulation import heading_level, waits_for_title

_MAX_TITLE = 150  # characters; what is longer after "BAB I" is text


class RegulationOutline:
    """Fills an outline; a heading such as "BAB I" waits for the paragraph that is its title."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._waiting = ""
        self._anchor = ""

    def add(self, text: str, *, anchor: str = "", marker: str = "", tight: bool = False) -> None:
        """Add a paragraph, which may be a heading."""
        level = heading_level(f"{marker}{text}".strip())
        if self._waiting and not level and len(text) <= _MAX_TITLE:
            self._head(f"{self._waiting} {text}")
            return
        self.finish()
        if not level:
            self._outline.add_text(text or marker, marker=marker if text else "", tight=tight)
            return
        heading = f"{marker}{text}".strip()
        self._waiting, self._anchor = heading, anchor
        if not waits_for_title(heading):
            self._head(heading)

    def finish(self) -> None:
        """Add the heading that still waits for its title."""
        if self._waiting:
            self._head(self._waiting)

    def _head(self, heading: str) -> None:
        self._outline.add_heading(heading_level(self._waiting), heading, self._anchor)
        self._waiting = ""
