"""Which paragraphs of a DOCX document are headings, and which number stands before each."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn

from ingest.parsing.docx_package import Element, find, value_of
from ingest.parsing.html_lists import ordered_marker

_HEADING_NAME = re.compile(r"(?:heading|judul|tajuk)\s?([1-9])", re.I)
_TITLE_NAMES = frozenset({"title", "judul"})
_BODY_LEVEL = 9  # the outline level that Word gives to text
_MAX_BASES = 20  # styles may be based on one another in a circle
_MAX_LEVELS = 9
_MAX_DIGITS = 6
_BULLET = "- "  # as the lists of pages are shown
_PLACE = re.compile(r"%([1-9])")
_TYPES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str
    outline: str
    number_id: str
    number_level: str


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, document: Document) -> None:
        self._styles = {
            str(style.get(qn("w:styleId"), "")): _Style(
                value_of(style, "w:name"),
                value_of(style, "w:basedOn"),
                value_of(style, "w:pPr/w:outlineLvl"),
                value_of(style, "w:pPr/w:numPr/w:numId"),
                value_of(style, "w:pPr/w:numPr/w:ilvl"),
            )
            for style in document.styles.element.iter(qn("w:style"))
        }

    def heading_level(self, paragraph: Element) -> int:
        """Give a paragraph's outline level from 1 to 9, else 0."""
        own = value_of(paragraph, "w:pPr/w:outlineLvl")
        for outline in (own, *(style.outline for style in self._chain(paragraph))):
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < _BODY_LEVEL else 0
        for style in self._chain(paragraph):
            named = _HEADING_NAME.fullmatch(style.name)
            if named:
                return int(named.group(1))
        return 0

    def is_title(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is set as the document's title."""
        return any(style.name.lower() in _TITLE_NAMES for style in self._chain(paragraph))

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """Give the list that a paragraph belongs to ("" for none) and its level from 0."""
        number = value_of(paragraph, "w:pPr/w:numPr/w:numId")
        level = value_of(paragraph, "w:pPr/w:numPr/w:ilvl")
        for style in self._chain(paragraph):
            number = number or style.number_id
            level = level or style.number_level
        return ("" if number == "0" else number), min(_whole(level, 0), _MAX_LEVELS - 1)

    def _chain(self, paragraph: Element) -> list[_Style]:
        chain: list[_Style] = []
        style = self._styles.get(value_of(paragraph, "w:pPr/w:pStyle"))
        while style is not None and len(chain) < _MAX_BASES:
            chain.append(style)
            style = self._styles.get(style.base)
        return chain


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Numbers:
    """Counts the numbered paragraphs of a document, since their numbers are not in their text."""

    def __init__(self, document: Document) -> None:
        root = _numbering_root(document)
        self._abstract_of, self._starts = _lists(root)
        self._levels = _levels(root)
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def next_marker(self, number_id: str, level: int) -> str:
        """Count one paragraph and give what stands before it, such as "2. ", "b) " or "- "."""
        abstract = self._abstract_of.get(number_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts[abstract]
        if number_id not in self._begun:
            self._begun.add(number_id)
            for at, start in self._starts.get(number_id, {}).items():
                counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return _BULLET
        return _numbered(levels, counts, level)


def _numbered(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int) -> str:
    def label(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        number = counts.get(at, levels[at].start if at in levels else 1)
        style = _TYPES.get(levels[at].form) if at in levels else None
        return ordered_marker(number, style).rstrip(" .")

    text = _PLACE.sub(label, levels[level].text).strip()
    return f"{text} " if text and levels[level].form != "none" else ""


def _lists(root: Element | None) -> tuple[dict[str, str], dict[str, dict[int, int]]]:
    """Give the definition that each list follows, and where it starts anew."""
    definitions: dict[str, str] = {}
    starts: dict[str, dict[int, int]] = {}
    for item in root.iter(qn("w:num")) if root is not None else ():
        number_id = str(item.get(qn("w:numId"), ""))
        definitions[number_id] = value_of(item, "w:abstractNumId")
        starts[number_id] = {
            _whole(str(change.get(qn("w:ilvl"), "")), 0): _whole(
                value_of(change, "w:startOverride"), 1
            )
            for change in item.iter(qn("w:lvlOverride"))
            if find(change, "w:startOverride") is not None
        }
    return definitions, starts


def _levels(root: Element | None) -> dict[str, dict[int, _Level]]:
    definitions: dict[str, dict[int, _Level]] = {}
    for item in root.iter(qn("w:abstractNum")) if root is not None else ():
        definitions[str(item.get(qn("w:abstractNumId"), ""))] = {
            _whole(str(level.get(qn("w:ilvl"), "")), 0): _Level(
                value_of(level, "w:numFmt"),
                value_of(level, "w:lvlText"),
                _whole(value_of(level, "w:start"), 1),
            )
            for level in item.iter(qn("w:lvl"))
        }
    return definitions


def _numbering_root(document: Document) -> Element | None:
    try:
        return document.part.numbering_part.element
    # python-docx has no default numbering part; an absent one is a NotImplementedError or KeyError.
    except (KeyError, NotImplementedError):
        return None


def _whole(text: str, default: int) -> int:
    is_number = bool(text) and text.isdecimal() and len(text) <= _MAX_DIGITS
    return int(text) if is_number else default
