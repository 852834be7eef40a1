"""Packs blocks into messages; cuts only what fits in no message, at sentences, then words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.telegram.markup import Block, Span
from bot.telegram.measuring import BUDGET, Size, block_size, span_size, spans_size

# Longer words (an address, a line without spaces) may be cut too.
LONGEST_WORD = 200

_WORD = re.compile(r"\S+\s*|\s+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*\s+$|\n\s*$")


def pack(blocks: Sequence[Block], room: Size = BUDGET) -> list[tuple[Block, ...]]:
    """Distribute blocks over as few messages as their order allows; none is empty."""
    messages: list[list[Block]] = [[]]
    for block in blocks:
        for piece in _pieces(block, room):
            current = messages[-1]
            if current and not (_total(current) + block_size(piece)).fits(room):
                carried = [current.pop()] if current[-1].keep_with_next else []
                messages.append(carried)
            messages[-1].append(piece)
    return [tuple(message) for message in messages if message]


def _total(blocks: Sequence[Block]) -> Size:
    return sum(map(block_size, blocks), start=Size())


def _pieces(block: Block, room: Size) -> Iterator[Block]:
    if block_size(block).fits(room):
        yield block
        return
    overhead = block_size(replace(block, spans=()))
    continued = len(block.lead_continued) + 1
    inner = Size(room.units - overhead.units - continued, room.entities - overhead.entities)
    for position, spans in enumerate(cut(block.spans, inner)):
        lead = block.lead_continued if position else block.lead
        yield replace(block, spans=spans, lead=lead)


def cut(spans: Sequence[Span], room: Size) -> list[tuple[Span, ...]]:
    """Cut runs of text into pieces that fit in `room`, after a sentence or else after a word."""
    pieces: list[list[Span]] = []
    current: list[Span] = []
    size = Size()
    for atom in _atoms(spans):
        while current and not (size + _added(current, atom)).fits(room):
            head, current = _at_last_sentence(current)
            pieces.append(head)
            size = spans_size(_joined(current))
        size = size + _added(current, atom)
        current.append(atom)
    pieces.append(current)
    return [piece for piece in (_trimmed(_joined(atoms)) for atoms in pieces) if piece]


def _atoms(spans: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        if span.url:
            yield span
            continue
        for match in _WORD.finditer(span.text):
            word = match.group()
            for start in range(0, len(word), LONGEST_WORD):
                yield replace(span, text=word[start : start + LONGEST_WORD])


def _added(before: Sequence[Span], atom: Span) -> Size:
    size = span_size(atom)
    return Size(size.units, 0) if before and _join(before[-1], atom) else size


def _at_last_sentence(atoms: list[Span]) -> tuple[list[Span], list[Span]]:
    for position in range(len(atoms), len(atoms) // 2, -1):
        if _SENTENCE_END.search(atoms[position - 1].text):
            return atoms[:position], atoms[position:]
    return atoms, []


def _join(left: Span, right: Span) -> bool:
    return not left.url and not right.url and left.style == right.style


def _joined(atoms: Sequence[Span]) -> list[Span]:
    runs: list[list[Span]] = []
    for atom in atoms:
        if runs and _join(runs[-1][-1], atom):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return [replace(run[0], text="".join(atom.text for atom in run)) for run in runs]


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    while spans and not spans[0].text.strip():
        spans = spans[1:]
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    if not spans:
        return ()
    spans = [replace(spans[0], text=spans[0].text.lstrip()), *spans[1:]]
    return (*spans[:-1], replace(spans[-1], text=spans[-1].text.rstrip()))
