"""Reads the structure of an article, block after block."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.structure.definitions import definition_sections, find_definitions
from ingest.structure.headings import ELUCIDATION, Heading, Level, read_pasal
from ingest.structure.lines import strip_span
from ingest.structure.questions import split_questions
from ingest.structure.regulation import Place, split_regulation
from ingest.structure.sections import Section
from vectorstore.models import Article, ArticleKind, Block

_PASAL_LINE = re.compile(r"^[ \t]*(?:Pasal|PASAL)[ \t]+\S{1,6}[ \t]*$", re.M)
# "... — Pasal 22" says which pasal a text is; "Uji materi Pasal 22" only speaks of it.
_ENDS_WITH_PASAL = re.compile(r"(?:.*[—–:,›|-]\s*)?(Pasal\s+\w{1,5})", re.S)
_ELUCIDATION = re.compile(r"PENJELASAN\b", re.I)
_FEWEST_PASAL = 3  # a text that only quotes a law has fewer


def read_sections(article: Article) -> Iterator[tuple[Block, tuple[Section, ...]]]:
    """Give each block with its sections in order; together they hold all of its text.

    Of an elucidation, blocks that only say that a pasal is clear are left out.
    """
    for block, sections in _whole_sections(article):
        yield block, tuple(_trim(block.text, sections))


def _whole_sections(article: Article) -> Iterator[tuple[Block, tuple[Section, ...]]]:
    if not _is_regulation(article):
        for block in article.blocks:
            yield block, _plain_sections(block, article.info.kind)
        return
    place, path = Place(), None
    for block in article.blocks:
        if block.heading_path != path:
            place, path = _place_of(article.info.title, block), block.heading_path
        sections, place = split_regulation(block.text, place)
        yield block, sections


def _trim(text: str, sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        span = strip_span(text, section.start, section.end)
        if span:
            yield replace(section, start=span[0], end=span[1])


def stated_pasal(title: str, heading_path: tuple[str, ...]) -> str:
    """Give the pasal that the last heading, or without any the title, says the text is of."""
    found = _ENDS_WITH_PASAL.fullmatch(heading_path[-1] if heading_path else title)
    return read_pasal(found.group(1)) if found else ""


def _is_regulation(article: Article) -> bool:
    if article.info.kind is ArticleKind.REGULATION:
        return True
    if any(stated_pasal(article.info.title, block.heading_path) for block in article.blocks):
        return True
    lines = sum(len(_PASAL_LINE.findall(block.text)) for block in article.blocks)
    return lines >= _FEWEST_PASAL


def _place_of(title: str, block: Block) -> Place:
    pasal = stated_pasal(title, block.heading_path)
    explains = any(_ELUCIDATION.match(heading) for heading in block.heading_path)
    part = (Heading(0, 0, Level.PART, ELUCIDATION),) if explains and pasal else ()
    return Place((*part, Heading(0, 0, Level.PASAL, pasal))) if pasal else Place()


def _plain_sections(block: Block, kind: ArticleKind) -> tuple[Section, ...]:
    text = block.text
    pairs = split_questions(text, is_faq=kind is ArticleKind.FAQ)
    if pairs:
        return pairs
    found = find_definitions(text, 0, len(text))
    if found is None:
        return (Section(0, len(text)),)
    rest = found.items[-1].end
    after = (Section(rest, len(text)),) if rest < len(text) else ()
    return (*definition_sections(found, 0, (), ""), *after)
