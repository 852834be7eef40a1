"""From the lines of a PDF's pages to a draft whose blocks open at their page (pure)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ingest.parsing.document_facts import dated_line, first_of, real_title
from ingest.parsing.document_text import DocumentText, Line, Page
from ingest.parsing.draft import Draft
from ingest.parsing.outline import Outline
from ingest.parsing.paragraphs import Paragraph, join_paragraphs
from ingest.parsing.regulation import (
    enacted_on,
    is_regulation,
    regulation_title,
)
from ingest.parsing.regulation_outline import RegulationOutline
from ingest.parsing.running_lines import drop_running_lines
from vectorstore.models import ArticleKind

_LARGER = 1.12  # times the body's size: set as a heading
_MAX_HEADING = 150  # characters
_SIZE_LEVELS = 6
_BOLD_LEVEL = _SIZE_LEVELS + 1
_TITLE_LINES = 4
_MAX_TITLE_LINE = 200  # a longer first line is a paragraph


def draft_pdf(text: DocumentText) -> Draft:
    """Put a document's text under its headings; every block has the anchor of its page.

    A block belongs to the page on which it begins. The title is empty where nothing states it.
    """
    pages = drop_running_lines(text.pages)
    paragraphs = list(join_paragraphs(pages))
    lines = [line.text for page in pages for line in page.lines]
    head = text.pages[0].lines if text.pages else ()  # with its head, which may be the title
    is_law = is_regulation(lines)
    named = (lines, [line.text for line in head]) if is_law else ()
    official = first_of([regulation_title(head_lines) for head_lines in named])
    title = first_of((official, real_title(text.title), _printed_title(head, pages)))
    outline = Outline()
    reader = _read_law if is_law else _StyleReader(paragraphs, title).read
    reader(outline, paragraphs)
    return Draft(
        blocks=outline.blocks(),
        title=title,
        published=_published(paragraphs, head) or text.created,
        kind=ArticleKind.REGULATION if is_law else None,
    )


def _read_law(outline: Outline, paragraphs: Sequence[Paragraph]) -> None:
    law = RegulationOutline(outline)
    page = 0
    for paragraph in paragraphs:
        page = _turn(outline, paragraph, page)
        tight = paragraph.is_item and not paragraph.apart
        law.add(paragraph.text, anchor=_anchor(page), tight=tight)
    law.finish()


class _StyleReader:
    """Finds headings by what is larger or heavier than the body."""

    def __init__(self, paragraphs: Sequence[Paragraph], title: str) -> None:
        sizes: Counter[float] = Counter()
        weights: Counter[bool] = Counter()
        for paragraph in paragraphs:
            sizes[paragraph.size] += len(paragraph.text)
            weights[paragraph.bold] += len(paragraph.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._body_is_bold = weights[True] > weights[False]
        larger = sorted((size for size in sizes if size >= _LARGER * self._body), reverse=True)
        self._levels = {size: min(at, _SIZE_LEVELS) for at, size in enumerate(larger, start=1)}
        self._title = title

    def read(self, outline: Outline, paragraphs: Sequence[Paragraph]) -> None:
        """Put the paragraphs under the headings among them."""
        page = 0
        for paragraph in paragraphs:
            page = _turn(outline, paragraph, page)
            level = self._level(paragraph)
            if not level:
                outline.add_text(paragraph.text, tight=paragraph.is_item and not paragraph.apart)
            elif paragraph.text != self._title:
                outline.add_heading(level, paragraph.text, _anchor(page))

    def _level(self, paragraph: Paragraph) -> int:
        if len(paragraph.text) > _MAX_HEADING or not any(map(str.isalpha, paragraph.text)):
            return 0
        if self._body > 0 and paragraph.size >= _LARGER * self._body:
            return self._levels[paragraph.size]
        is_heavy = paragraph.bold and not self._body_is_bold
        return _BOLD_LEVEL if is_heavy and paragraph.text[-1] not in ".,;" else 0


def _turn(outline: Outline, paragraph: Paragraph, page: int) -> int:
    if paragraph.page != page:
        outline.turn_page(_anchor(paragraph.page))
    return paragraph.page


def _anchor(page: int) -> str:
    # The fragment that browsers and Acrobat open (RFC 8118, section 3).
    return f"page={page}"


def _printed_title(head: Sequence[Line], pages: Sequence[Page]) -> str:
    """Give the largest lines of the first page if they stand out, else its first short line."""
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    worded = [line for line in head if any(map(str.isalpha, line.text))]
    largest = max((line.size for line in worded), default=0.0)
    if body > 0 and largest >= _LARGER * body:
        start = next(at for at, line in enumerate(worded) if line.size == largest)
        run = [line.text for line in worded[start : start + _TITLE_LINES] if line.size == largest]
        return " ".join(run)
    first = next((line.text for line in worded), "")
    return first if len(first) <= _MAX_TITLE_LINE else ""


def _published(paragraphs: Sequence[Paragraph], head: Sequence[Line]) -> date | None:
    whole = "\n".join(paragraph.text for paragraph in paragraphs)
    return enacted_on(whole) or dated_line(line.text for line in head)
