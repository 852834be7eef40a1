"""The best span of a window: whole words, not too long, within one paragraph."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.reader_input import Window

Logits = NDArray[np.float32]

# Longer spans are sentences, not answers; on IDK-MRC 99 % of the answers are shorter.
_MOST_TOKENS = 40
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_OUTER_PUNCTUATION = " \t\n.,;:"
_IMPOSSIBLE = np.float32(-1e6)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` .. `end` of a passage, with their score in logits."""

    start: int
    end: int
    score: float


def best_span(starts: Logits, ends: Logits, window: Window, passage: str) -> Span | None:
    """Find the span with the greatest sum of its start and end logits (one a passage token)."""
    count = len(window.offsets)
    if not count:
        return None
    scores = starts[:, None] + ends[None, :]
    first, last = np.array(window.offsets, dtype=np.int64).T
    allowed = np.triu(np.ones((count, count), dtype=bool))
    allowed &= ~np.triu(allowed, _MOST_TOKENS)
    allowed &= _word_starts(passage, first)[:, None] & _word_ends(passage, last)[None, :]
    paragraph = _paragraphs(passage, first)
    allowed &= paragraph[:, None] == paragraph[None, :]
    if not allowed.any():
        return None
    scores = np.where(allowed, scores, _IMPOSSIBLE)
    i, j = np.unravel_index(int(scores.argmax()), scores.shape)
    start, end = _trimmed(passage, int(first[i]), int(last[j]))
    return Span(start, end, float(scores[i, j]))


def _word_starts(text: str, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.array(
        [p == 0 or not (text[p - 1].isalnum() and text[p].isalnum()) for p in positions]
    )


def _word_ends(text: str, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    last = len(text)
    return np.array(
        [p == last or not (text[p - 1].isalnum() and text[p].isalnum()) for p in positions]
    )


def _paragraphs(text: str, positions: NDArray[np.int64]) -> NDArray[np.int64]:
    breaks = np.array([match.end() for match in _BLANK_LINE.finditer(text)], dtype=np.int64)
    paragraphs: NDArray[np.int64] = np.searchsorted(breaks, positions, side="right")
    return paragraphs


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    if not words.strip(_OUTER_PUNCTUATION):
        return start, end
    start += len(words) - len(words.lstrip(_OUTER_PUNCTUATION))
    return start, start + len(words.strip(_OUTER_PUNCTUATION))
