"""Packs the text of a section into parts that fit the embedding model's window (pure).

Lengths are measured with the model's own tokenizer, which is slow, so only where counting
characters cannot settle the question: no tokenizer makes more tokens than there are characters.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Self

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.structure.lines import logical_lines, strip_span
from ingest.structure.lists import LeadIn, find_lead_ins, lead_at
from ingest.structure.sections import Section, Span

TARGET_TOKENS = 320  # of text; longer passages blur what a vector stands for
# A longer pasal is cut, its ayat packed up to this. Of 80 to 480 tokens it found the right pasal
# most often for the development sets' questions of citizens.
PASAL_TOKENS = 160
MIN_TOKENS = 40  # a shorter rest of a section joins the part before it, if there is room

_LONGEST_LEAD = 400  # characters, the end of longer ones; more would drown what it leads into
_USUAL_CHARACTERS = 5  # of Indonesian text in a token of E5; laws have somewhat fewer
_JOINT_TOKENS = 1  # allowance for what separates two parts
_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.S)
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_VISIBLE = re.compile(r"\S")
_SENTENCE_END = r"(?<=[.!?])\s+(?=[A-Z\"“(])"
_SEPARATORS = [r"\n\s*\n", r"\n", _SENTENCE_END, r"(?<=[;:])\s+", r"\s"]

CountTokens = Callable[[str], int]
_Splitter = Callable[[str], Iterator[Span]]


@dataclass(frozen=True, slots=True)
class Room:
    """The tokens that are free for a part's text, lead included, and those a lead may take."""

    text: int
    lead: int


@dataclass(frozen=True, slots=True)
class Part:
    """A span of the block's text, and the words elsewhere in the block that it continues."""

    start: int
    end: int
    lead: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span of a text and its length in tokens."""

    start: int
    end: int
    tokens: int


def pack_section(
    text: str, section: Section, room: Room, count_tokens: CountTokens
) -> Iterator[Part]:
    """Cut a section of a block's text into parts that fit, most of them near the target."""
    start, end = section.start, section.end
    own = _lead(text, section.lead, count_tokens, room) if section.lead else _Lead()
    if _fits_whole(text, section, room.text - own.tokens, count_tokens):
        yield Part(start, end, own.text if own.end <= start else "")
        return
    leads = _Leads.of(text, section, own, room, count_tokens)
    target = PASAL_TOKENS if section.marks else TARGET_TOKENS
    limit = min(TARGET_TOKENS, room.text - leads.most_tokens)
    pieces = list(_pieces(text[start:end], start, limit, count_tokens, _splitters(section, start)))
    packed = _pack(_glue(pieces, leads.first_items(text), limit), min(target, limit))
    for piece in _join_small_rests(packed, room.text - leads.most_tokens):
        yield Part(piece.start, piece.end, leads.text_at(piece.start))


@dataclass(frozen=True, slots=True)
class _Lead:
    """A lead that may be shown: its words, its place, and its length in tokens."""

    start: int = 0
    end: int = 0
    text: str = ""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class _Leads:
    """The leads of a section: its own one, and those of the lists and tables within."""

    own: _Lead
    inner: tuple[LeadIn, ...]
    usable: Mapping[Span, _Lead]

    @classmethod
    def of(
        cls, text: str, section: Section, own: _Lead, room: Room, count_tokens: CountTokens
    ) -> Self:
        inner = find_lead_ins(text, section.start, section.end)
        usable = {
            (i.start, i.end): _lead(text, (i.start, i.end), count_tokens, room) for i in inner
        }
        return cls(own, inner, usable)

    @property
    def most_tokens(self) -> int:
        return max(lead.tokens for lead in (self.own, *self.usable.values()))

    def first_items(self, text: str) -> frozenset[int]:
        """Where the first items stand, which must not be parted from their lead-ins."""
        found = (_VISIBLE.search(text, lead.end) for lead in self.inner)
        return frozenset(item.start() for item in found if item)

    def text_at(self, place: int) -> str:
        """The lead of what begins at a place."""
        span = lead_at(self.inner, place)
        if span:
            return self.usable[span].text
        return self.own.text if self.own.end <= place else ""


def _lead(text: str, span: Span, count_tokens: CountTokens, room: Room) -> _Lead:
    start, end = span
    words = text[start:end]
    if len(words) > _LONGEST_LEAD:
        words = words[-_LONGEST_LEAD:].partition(" ")[2]
    # Where a lead leaves room for the target whatever its tokens are, they need no counting.
    tokens = len(words) + _JOINT_TOKENS
    if tokens > min(room.lead, room.text - TARGET_TOKENS):
        tokens = count_tokens(words) + _JOINT_TOKENS
    return _Lead(start, end, words, tokens) if tokens <= room.lead else _Lead(start, end)


def _fits_whole(text: str, section: Section, room: int, count_tokens: CountTokens) -> bool:
    """Tell whether a section stays whole; one with marks also does where its packed parts fit."""
    length = section.end - section.start
    limit = min(PASAL_TOKENS, room) if section.marks else room
    if length + _JOINT_TOKENS <= limit:
        return True
    if section.marks and length > _USUAL_CHARACTERS * limit:
        return False  # all but surely, and its parts must be measured anyway
    return count_tokens(text[section.start : section.end]) <= limit


def _splitters(section: Section, start: int) -> tuple[_Splitter, ...]:
    """Give the ways to cut a section whose text begins at `start`, the best first."""
    units: tuple[_Splitter, ...] = (_paragraphs, logical_lines, _lines)
    if not section.marks:
        return units
    # The first ayat takes in the heading above it.
    places = tuple(mark.start - start for mark in section.marks[1:])
    return (partial(_between, places), *units)


def _between(places: Sequence[int], text: str) -> Iterator[Span]:
    for start, end in pairwise((0, *places, len(text))):
        span = strip_span(text, start, end)
        if span:
            yield span


def _paragraphs(text: str) -> Iterator[Span]:
    return (match.span() for match in _PARAGRAPH.finditer(text))


def _lines(text: str) -> Iterator[Span]:
    return (match.span() for match in _LINE.finditer(text))


def _pieces(
    text: str,
    offset: int,
    limit: int,
    count_tokens: CountTokens,
    splitters: tuple[_Splitter, ...],
) -> Iterator[_Piece]:
    """Paragraphs of at most `limit` tokens; of longer ones their lines, of longer lines parts."""
    if not splitters:
        yield from _cut_line(text, offset, limit, count_tokens)
        return
    for start, end in splitters[0](text):
        unit = text[start:end]
        tokens = count_tokens(unit)
        if tokens <= limit:
            yield _Piece(offset + start, offset + end, tokens)
        else:
            yield from _pieces(unit, offset + start, limit, count_tokens, splitters[1:])


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


def _glue(pieces: Sequence[_Piece], first_items: frozenset[int], limit: int) -> list[_Piece]:
    """Join first items with their lead-ins."""
    glued: list[_Piece] = []
    for piece in pieces:
        joined = _join(glued[-1], piece) if glued and piece.start in first_items else None
        if joined and joined.tokens <= limit:
            glued[-1] = joined
        else:
            glued.append(piece)
    return glued


def _pack(pieces: Sequence[_Piece], limit: int) -> list[_Piece]:
    packed: list[_Piece] = []
    for piece in pieces:
        if packed and packed[-1].tokens + _JOINT_TOKENS + piece.tokens <= limit:
            packed[-1] = _join(packed[-1], piece)
        else:
            packed.append(piece)
    return packed


def _join_small_rests(pieces: Sequence[_Piece], room: int) -> list[_Piece]:
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
