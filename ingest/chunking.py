"""Cuts articles into chunks along their own structure (pure)."""

from ingest.packing import CountTokens, Room, pack_section
from ingest.structure.reading import read_sections, stated_pasal
from ingest.structure.sections import Section
from vectorstore.models import Article, Block, Chunk, embedding_context

CHUNKER_VERSION: int = 3  # raise it when the same article would give other chunks
MAX_EMBEDDED_TOKENS = 480  # of the 512 that E5 reads; the rest is for the prompt and special tokens

_MAX_CONTEXT_TOKENS = MAX_EMBEDDED_TOKENS // 2  # title and headings never crowd out the text
_JOINT_TOKENS = 1  # allowance for what separates two parts
_LONGEST_SEPARATOR = 3  # characters before a name that joins the headings
_LONGEST_MARKS = len(" ayat (100a)–(100a)")


def chunk_article(article: Article, count_tokens: CountTokens) -> tuple[Chunk, ...]:
    """Cut an article's sections; every chunk's text is a verbatim part of one block.

    A section that fits stays whole; a pasal is cut between its ayat; the rest of a list keeps
    its lead-in, and that of a table its header. `count_tokens` counts a text's tokens without
    special tokens; it must not count more tokens than characters, but for one.
    """
    chunks: list[Chunk] = []
    measure = _ContextMeasure(article.info.title, count_tokens)
    for block, sections in read_sections(article):
        for section in sections:
            room = measure.room(block, section)
            for part in pack_section(block.text, section, room, count_tokens):
                chunks.append(
                    Chunk(
                        article=article.info,
                        position=len(chunks),
                        text=block.text[part.start : part.end],
                        heading_path=_heading_path(
                            article.info.title,
                            block,
                            section,
                            section.name_of(part.start, part.end),
                        ),
                        anchor=block.anchor,
                        lead=part.lead,
                    )
                )
    return tuple(chunks)


class _ContextMeasure:
    """Measures what the context of sections leaves for their text, each heading path once."""

    def __init__(self, title: str, count_tokens: CountTokens) -> None:
        self._title = title
        self._count = count_tokens
        self._counted: dict[tuple[str, ...], int] = {}

    def room(self, block: Block, section: Section) -> Room:
        path = (*block.heading_path, *section.path)
        if path not in self._counted:
            self._counted[path] = self._count(embedding_context(self._title, path))
        context = self._counted[path] + _JOINT_TOKENS
        if section.name:
            # A bound that costs no counting: no more tokens than characters.
            context += len(section.name) + _LONGEST_SEPARATOR
            context += _LONGEST_MARKS if section.marks else 0
        context = min(context, _MAX_CONTEXT_TOKENS)
        return Room(text=MAX_EMBEDDED_TOKENS - context, lead=_MAX_CONTEXT_TOKENS - context)


def _heading_path(title: str, block: Block, section: Section, name: str) -> tuple[str, ...]:
    """Give the headings of a part, without saying twice which pasal it is."""
    path = (*block.heading_path, *section.path)
    said = stated_pasal(title, path)
    if not name or said == name:
        return path
    repeats = said != "" and path[-1:] == (said,) and f"{said} " in f"{name} "
    return (*(path[:-1] if repeats else path), name)
