"""Reads the main element of a page in document order into an outline."""

import re

from ingest.parsing.html_boilerplate import Boilerplate
from ingest.parsing.html_clutter import DATE_WORDS, byline_date, is_clutter
from ingest.parsing.html_inline import (
    flat_part,
    ids_within,
    inline_text,
    leading_text,
    own_ids,
)
from ingest.parsing.html_lists import item_markers, own_rows
from ingest.parsing.html_tree import (
    BLOCK_TAGS,
    Element,
    find_all,
    flat_text,
    tag_of,
    with_blocks_inside,
    words_of_class,
)
from ingest.parsing.outline import Outline
from vectorstore.models import Block

CELL_SEPARATOR = " | "
_HEADING = re.compile(r"h([1-6])")
_FIRST_QUESTION_LEVEL = 7  # below h6: the questions of accordions and definition lists
_ACCORDION_ATTRIBUTES = ("aria-controls", "aria-expanded")
_SECTION_TAGS = frozenset({"article", "details", "dl", "li", "section"})


def read_blocks(
    root: Element, boilerplate: Boilerplate, title: Element | None
) -> tuple[Block, ...]:
    """The text under `root`, without boilerplate and without the article's own title heading."""
    walker = _Walker(boilerplate, title, with_blocks_inside(root))
    walker.walk(root)
    return walker.outline.blocks()


class _Walker:
    def __init__(
        self, boilerplate: Boilerplate, title: Element | None, block_holders: set[Element]
    ) -> None:
        self.outline = Outline()
        self._boilerplate = boilerplate
        self._title = title
        self._block_holders = block_holders
        self._inline: list[str] = []
        self._marker = ""
        self._tight = False
        self._begun = False
        self._anchor = ""  # of an element that opened since the last text
        self._question_level = _FIRST_QUESTION_LEVEL

    def walk(self, element: Element) -> None:
        """Read what is inside an element, its inline text as paragraphs of its own."""
        self._inline.append(flat_part(element.text))
        for child in element:
            if child not in self._boilerplate:
                self._visit(child)
            self._inline.append(flat_part(child.tail))
        self._end_paragraph()

    def _visit(self, element: Element) -> None:
        tag = tag_of(element)
        if element is self._title and not _HEADING.fullmatch(tag):
            self._end_paragraph()
            return
        if _is_toggle(element):
            self._end_paragraph()
            self._add_question(element)
            return
        if tag not in BLOCK_TAGS and element not in self._block_holders:
            if not flat_text(element):
                self._note_anchor(element)
            self._inline.append(inline_text(element, self._boilerplate))
            return
        self._end_paragraph()
        heading = _HEADING.fullmatch(tag)
        if heading:
            self._add_heading(element, int(heading.group(1)))
        elif tag in {"summary", "button", "label"} or (tag == "dt" and _is_question(element)):
            self._add_question(element)
        else:
            self._note_anchor(element)
            self._read_block(element, tag)

    def _read_block(self, element: Element, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._read_list(element)
        elif tag == "table" and not _is_layout(element):
            self._read_table(element)
        elif tag == "pre":
            self.outline.add_text("".join(element.itertext()))
        elif tag in {"details", "dl"}:
            self._question_level += 1
            self._walk_section(element)
            self._question_level -= 1
        elif tag in _SECTION_TAGS or (tag == "div" and _is_accordion_item(element)):
            self._walk_section(element)
        elif tag == "dd":
            self._tight = True
            self.walk(element)
            self._tight = False
        else:
            self.walk(element)

    def _walk_section(self, element: Element) -> None:
        mark = self.outline.mark()
        self.walk(element)
        self.outline.close_since(mark)

    def _add_heading(self, element: Element, level: int) -> None:
        self._marker = ""
        own_anchor = next(ids_within(element), "")
        anchor, self._anchor = own_anchor or self._anchor, ""
        if element is self._title or self._boilerplate.heads_links_only(element):
            return
        if words_of_class(element) & DATE_WORDS and byline_date(flat_text(element))[0]:
            return
        self._begun = True
        text, swallowed = inline_text(element, self._boilerplate), element in self._block_holders
        leading = leading_text(element, self._block_holders, self._boilerplate) if swallowed else ""
        self.outline.add_heading(level, (leading or text).replace("\n", " "), anchor)
        if leading:
            self._read_swallowed(element)

    def _read_swallowed(self, element: Element) -> None:
        # A heading whose end tag is missing takes in the blocks after it.
        after = False
        for child in element:
            after = after or tag_of(child) in BLOCK_TAGS or child in self._block_holders
            if after and child not in self._boilerplate:
                self._visit(child)
            if after:
                self._inline.append(flat_part(child.tail))
        self._end_paragraph()

    def _add_question(self, element: Element) -> None:
        if tag_of(element) in {"button", "label"} and not _opens_answer(element):
            return
        inner = find_all(element, "h2", "h3", "h4", "h5", "h6")
        anchor = next(ids_within(element), "") or self._anchor
        self._anchor = ""
        text = flat_text(inner[0] if inner else element)
        self.outline.add_heading(self._question_level, text, anchor)

    def _read_list(self, element: Element) -> None:
        outer_tight = self._tight
        for item, marker in item_markers(element):
            if item in self._boilerplate:
                continue
            self._note_anchor(item)
            self._marker, self._tight = marker, self._tight or item.getprevious() is not None
            self._walk_section(item)
            self._marker = ""
            self._tight = True
        self._tight = outer_tight

    def _read_table(self, table: Element) -> None:
        tight = False
        for caption in find_all(table, "caption"):
            self.outline.add_text(flat_text(caption))
            tight = True
        for row in own_rows(table):
            cells = [
                inline_text(cell, self._boilerplate)
                for cell in row
                if cell not in self._boilerplate
            ]
            line = CELL_SEPARATOR.join(" ".join(cell.split()) for cell in cells)
            if line.strip(" |"):
                self.outline.add_text(line, tight=tight)
                tight = True
        self._anchor = ""

    def _end_paragraph(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        if not text.strip() or is_clutter(text, at_start=not self._begun):
            return
        self._begun = True
        self.outline.add_text(text, marker=self._marker, tight=self._tight)
        if self._marker:
            self._marker, self._tight = "", True
        self._anchor = ""

    def _note_anchor(self, element: Element) -> None:
        self._anchor = next(own_ids(element), self._anchor)


def _is_question(element: Element) -> bool:
    return flat_text(element).endswith("?")


def _opens_answer(element: Element) -> bool:
    return _is_question(element) or any(element.get(name) for name in _ACCORDION_ATTRIBUTES)


def _is_toggle(element: Element) -> bool:
    toggles = {element.get("data-toggle"), element.get("data-bs-toggle")}
    return element.tag == "a" and "collapse" in toggles and bool(flat_text(element))


def _is_accordion_item(element: Element) -> bool:
    for child in element:
        controls = [child, *child.iter("button", "label", "a")]
        return any(control.get(name) for control in controls for name in _ACCORDION_ATTRIBUTES)
    return False


def _is_layout(table: Element) -> bool:
    return (
        any(True for _ in table.iter("h1", "h2", "h3", "h4")) or len(find_all(table, "table")) > 1
    )
