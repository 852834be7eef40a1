"""From a DOCX document to a draft under its headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from docx.document import Document

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.document_facts import dated_line, first_of, real_title
from ingest.parsing.docx_package import Element, core_facts, open_docx, tag_of
from ingest.parsing.docx_styles import Numbers, Styles
from ingest.parsing.docx_text import body_parts, is_bold, paragraph_text, table_rows
from ingest.parsing.draft import Draft
from ingest.parsing.outline import Outline
from ingest.parsing.regulation import enacted_on, is_regulation, regulation_title
from ingest.parsing.regulation_outline import RegulationOutline
from vectorstore.models import ArticleKind

_BOLD_LEVEL = 10  # below the nine levels of Word
_MAX_BOLD_HEADING = 120  # characters
_HEAD_PARTS = 30  # where the date of a letter or announcement stands
_MAX_PARTS = 100_000  # a book has some thousand paragraphs
_MAX_TITLE = 200  # characters; a longer first paragraph is text


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph or row with its number, the level of a heading or 0, and how it stands."""

    text: str
    marker: str = ""
    level: int = 0
    is_title: bool = False
    is_bold: bool = False
    tight: bool = False

    @property
    def shown(self) -> str:
        return f"{self.marker}{self.text}".strip()


def draft_docx(stream: IO[bytes]) -> Draft:
    """Read a document from a seekable stream; the title is empty where nothing states it.

    Raises:
        SkippedInputError: as `open_docx` says, or it has too many paragraphs.
    """
    document = open_docx(stream)
    stated, created = core_facts(document)
    parts = [part for part in _parts(document) if part.shown]
    shown = [line for part in parts for line in part.shown.splitlines() if line.strip()]
    is_law = is_regulation(shown)
    title = first_of(
        (
            regulation_title(shown) if is_law else "",
            next((part.text for part in parts if part.is_title), ""),
            real_title(stated),
            _first_heading(parts),
        )
    )
    outline = _read_law(parts) if is_law else _read_headings(parts, title)
    return Draft(
        blocks=outline.blocks(),
        title=title,
        published=enacted_on("\n".join(shown)) or dated_line(shown[:_HEAD_PARTS]) or created,
        kind=ArticleKind.REGULATION if is_law else None,
    )


def _parts(document: Document) -> Iterator[_Part]:
    styles, numbers = Styles(document), Numbers(document)
    in_list = False
    for count, element in enumerate(body_parts(document.element.body)):
        if count >= _MAX_PARTS:
            reason = f"has more than {_MAX_PARTS} paragraphs; split it"
            raise SkippedInputError("", SkipReason.TOO_LARGE, reason)
        if tag_of(element) == "w:tbl":
            for at, row in enumerate(table_rows(element)):
                yield _Part(row, tight=at > 0)
            in_list = False
            continue
        part = _read_paragraph(element, styles, numbers, in_list=in_list)
        in_list = bool(part.marker) and not part.level
        yield part


def _read_paragraph(element: Element, styles: Styles, numbers: Numbers, *, in_list: bool) -> _Part:
    text = paragraph_text(element).strip()
    number_id, depth = styles.numbering(element)
    marker = numbers.next_marker(number_id, depth) if number_id else ""
    if not text and not any(map(str.isalpha, marker)):  # "Pasal 7" may be all number
        marker = ""
    return _Part(
        text=text,
        marker=marker,
        level=styles.heading_level(element),
        is_title=styles.is_title(element),
        is_bold=is_bold(element),
        tight=in_list and bool(marker),
    )


def _read_law(parts: list[_Part]) -> Outline:
    outline = Outline()
    law = RegulationOutline(outline)
    for part in parts:
        law.add(part.text, marker=part.marker, tight=part.tight)
    law.finish()
    return outline


def _read_headings(parts: list[_Part], title: str) -> Outline:
    outline = Outline()
    for part in parts:
        level = part.level or (_BOLD_LEVEL if _is_bold_heading(part) else 0)
        if part.text == title and (part.is_title or level):
            continue
        if level:
            outline.add_heading(level, part.shown.replace("\n", " "))
        else:
            outline.add_text(part.text, marker=part.marker, tight=part.tight)
    return outline


def _is_bold_heading(part: _Part) -> bool:
    is_short = len(part.text) <= _MAX_BOLD_HEADING and part.text[-1:] not in {".", ",", ";"}
    return part.is_bold and is_short and not part.marker.startswith("-")


def _first_heading(parts: list[_Part]) -> str:
    headings = [part.text for part in parts if part.level == 1 and part.text]
    if len(headings) == 1:
        return headings[0]
    first = next((part.text for part in parts if part.text), "").partition("\n")[0]
    return first if len(first) <= _MAX_TITLE else ""
