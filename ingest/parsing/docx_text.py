"""The visible text of paragraphs and tables of a DOCX document (pure, on its XML)."""

from collections.abc import Iterator

from docx.oxml.ns import qn

from ingest.parsing.docx_package import Element, find, is_on, tag_of

_CELL_SEPARATOR = " | "
_BREAKS = {"w:tab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
# Deleted and moved text, and second versions of what stands elsewhere.
_UNSEEN = frozenset(
    {"w:del", "w:moveFrom", "fallback", "w:txbxContent", "w:pPr", "w:rPr", "w:tblPr", "w:sdtPr"}
)
_HOLDERS = frozenset({"w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"})
_TEXT_BOX = qn("w:txbxContent")


def body_parts(body: Element) -> Iterator[Element]:
    """Give the paragraphs and tables under an element in order, those of text boxes last."""
    for child in body:
        tag = tag_of(child)
        if tag in {"w:p", "w:tbl"}:
            yield child
            yield from _text_boxes(child)
        elif tag in _HOLDERS:
            yield from body_parts(child)


def paragraph_text(paragraph: Element) -> str:
    """Give the text that a reader sees: accepted changes, no deleted and no hidden text."""
    return "".join(_pieces(paragraph))


def is_bold(paragraph: Element) -> bool:
    """Tell whether all visible text of a paragraph is set bold by hand."""
    runs = [run for run in paragraph.iter(qn("w:r")) if paragraph_text(run).strip()]
    return bool(runs) and all(is_on(run, "w:rPr/w:b") for run in runs)


def table_rows(table: Element) -> Iterator[str]:
    """Give each row of a table on one line; a table within a cell is part of it."""
    for child in table:
        tag = tag_of(child)
        if tag == "w:tr" and find(child, "w:trPr/w:del") is None:
            cells = [" ".join(_cell_text(cell).split()) for cell in _cells(child)]
            line = _CELL_SEPARATOR.join(cells)
            if line.strip(" |"):
                yield line
        elif tag in _HOLDERS:
            yield from table_rows(child)


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        tag = tag_of(child)
        if tag == "w:t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag not in _UNSEEN and not (tag == "w:r" and is_on(child, "w:rPr/w:vanish")):
            yield from _pieces(child)


def _text_boxes(element: Element) -> Iterator[Element]:
    for box in element.iter(_TEXT_BOX):
        nested = any(
            tag_of(parent) in {"fallback", "w:txbxContent"} for parent in box.iterancestors()
        )
        if not nested:
            yield from body_parts(box)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if tag_of(child) == "w:tc":
            yield child
        elif tag_of(child) in _HOLDERS:
            yield from _cells(child)


def _cell_text(cell: Element) -> str:
    return " ".join(
        " ".join(table_rows(part)) if tag_of(part) == "w:tbl" else paragraph_text(part)
        for part in body_parts(cell)
    )
