"""Cuts articles into chunks that fit the embedding model's window (pure).

Lengths are measured with the model's own tokenizer, which is slow, so only where counting
characters cannot settle the question: no tokenizer makes more tokens than there are characters.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from vectorstore.models import Article, Block, Chunk, embedding_context

CHUNKER_VERSION: int = 2  # raise it when the same article would give other chunks
MAX_EMBEDDED_TOKENS = 480  # of the 512 that E5 reads; the rest is for the prompt and special tokens
TARGET_TOKENS = 320  # of text; longer passages blur what a vector stands for
MIN_TOKENS = 40  # a shorter rest of a block joins the chunk before it, if there is room

_MAX_CONTEXT_TOKENS = MAX_EMBEDDED_TOKENS // 2  # title and headings never crowd out the text
_JOINT_TOKENS = 1  # allowance for what separates two parts
_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.S)
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_SENTENCE_END = r"(?<=[.!?])\s+(?=[A-Z\"“(])"
_SEPARATORS = [r"\n\s*\n", r"\n", _SENTENCE_END, r"(?<=[;:])\s+", r"\s"]

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span of a block's text and its length in tokens."""

    start: int
    end: int
    tokens: int


def chunk_article(article: Article, count_tokens: CountTokens) -> tuple[Chunk, ...]:
    """Cut an article's blocks; every chunk's text is a verbatim part of one block.

    A block that fits stays whole. `count_tokens` counts a text's tokens without special tokens; it
    must not count more tokens than characters, but for one.
    """
    chunks: list[Chunk] = []
    for block in article.blocks:
        context = count_tokens(embedding_context(article.info.title, block.heading_path))
        room = MAX_EMBEDDED_TOKENS - min(context + _JOINT_TOKENS, _MAX_CONTEXT_TOKENS)
        for text in split_block(block, room, count_tokens):
            chunks.append(
                Chunk(
                    article=article.info,
                    position=len(chunks),
                    text=text,
                    heading_path=block.heading_path,
                    anchor=block.anchor,
                )
            )
    return tuple(chunks)


def split_block(block: Block, room: int, count_tokens: CountTokens) -> Iterator[str]:
    """Cut a block's text into verbatim parts of at most `room` tokens, most near the target."""
    text = block.text.strip()
    if not text:
        return
    if _surely_fits(text, room) or count_tokens(text) <= room:
        yield text
        return
    pieces = list(_pieces(text, 0, min(TARGET_TOKENS, room), count_tokens, (_PARAGRAPH, _LINE)))
    for packed in _join_small_rests(_pack(pieces, min(TARGET_TOKENS, room)), room):
        yield text[packed.start : packed.end]


def _surely_fits(text: str, room: int) -> bool:
    return len(text) + _JOINT_TOKENS <= room


def _pieces(
    text: str,
    offset: int,
    limit: int,
    count_tokens: CountTokens,
    units: tuple[re.Pattern[str], ...],
) -> Iterator[_Piece]:
    """Paragraphs of at most `limit` tokens; of longer ones their lines, of longer lines parts."""
    if not units:
        yield from _cut_line(text, offset, limit, count_tokens)
        return
    for unit in units[0].finditer(text):
        tokens = count_tokens(unit.group())
        start = offset + unit.start()
        if tokens <= limit:
            yield _Piece(start, start + len(unit.group()), tokens)
        else:
            yield from _pieces(unit.group(), start, limit, count_tokens, units[1:])


def _cut_line(text: str, offset: int, limit: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=limit,
        chunk_overlap=0,
        length_function=count_tokens,
        add_start_index=True,
    )
    for part in splitter.create_documents([text]):
        start = offset + part.metadata["start_index"]
        tokens = count_tokens(part.page_content)
        # A "word" longer than a chunk has no better place to be cut than anywhere.
        width = len(part.page_content) if tokens <= limit else max(1, limit - _JOINT_TOKENS)
        for at in range(0, len(part.page_content), width):
            end = min(at + width, len(part.page_content))
            yield _Piece(start + at, start + end, min(tokens, limit))


def _pack(pieces: list[_Piece], limit: int) -> list[_Piece]:
    packed: list[_Piece] = []
    for piece in pieces:
        if packed and packed[-1].tokens + _JOINT_TOKENS + piece.tokens <= limit:
            packed[-1] = _join(packed[-1], piece)
        else:
            packed.append(piece)
    return packed


def _join_small_rests(pieces: list[_Piece], room: int) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        is_small = piece.tokens < MIN_TOKENS
        if joined and is_small and joined[-1].tokens + _JOINT_TOKENS + piece.tokens <= room:
            joined[-1] = _join(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _join(first: _Piece, second: _Piece) -> _Piece:
    return _Piece(first.start, second.end, first.tokens + _JOINT_TOKENS + second.tokens)
