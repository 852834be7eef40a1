"""The best span of a window."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reader_input import Window
from bot.answering.span_search import Logits, Span, best_span

_PIECES = st.sampled_from(
    ["PPID ", "10 ", "hari", " kerja", ".", "\n", "\n\n", "(", "sepuluh", ")"]
)


def _window(offsets: list[tuple[int, int]]) -> Window:
    return Window((0, 2, 2, *range(5, 5 + len(offsets)), 2), 3, tuple(offsets))


def _words(text: str) -> Window:
    return _window([match.span() for match in re.finditer(r"\S+", text)])


def _peak(window: Window, token: int) -> Logits:
    logits = np.zeros(len(window.offsets), np.float32)
    logits[token] = 9.0
    return logits


def _found(text: str, window: Window, start: int, end: int) -> str:
    span = best_span(_peak(window, start), _peak(window, end), window, text)
    assert span is not None
    return text[span.start : span.end]


def test_the_span_of_the_greatest_logits_is_found() -> None:
    """Its score is their sum, and its outer punctuation is no part of it."""
    text = "Dijawab dalam 10 hari kerja."
    window = _words(text)
    span = best_span(_peak(window, 2), _peak(window, 4), window, text)
    assert span == Span(text.index("10"), len(text) - 1, 18.0)


def test_a_span_never_ends_before_it_starts() -> None:
    """The better of both logits is given up."""
    text = "satu dua tiga empat"
    window = _words(text)
    span = best_span(_peak(window, 3), _peak(window, 1), window, text)
    assert span is not None
    assert span.start < span.end
    assert span.score == 9.0


def test_a_span_never_crosses_a_blank_line() -> None:
    """What stands in another paragraph is another statement."""
    text = "Biaya: Rp0\n \nWaktu: 3 hari"
    assert "\n" not in _found(text, _words(text), 1, 3)


def test_a_span_holds_whole_words() -> None:
    """Tokens within a word neither start nor end it."""
    text = "perizinannya gratis"
    window = _window([(0, 4), (4, 8), (8, 12), (13, 19)])
    assert _found(text, window, 1, 1) in ("perizinannya", "gratis")


def test_a_span_is_no_longer_than_an_answer() -> None:
    """Forty tokens are enough; beyond, one end is given up."""
    text = "kata " * 100
    window = _words(text)
    assert len(_found(text, window, 0, 99).split()) <= 40


def test_a_passage_without_words_has_no_span() -> None:
    """There is nothing to mark."""
    nothing = np.zeros(0, np.float32)
    assert best_span(nothing, nothing, _window([]), "") is None


@given(pieces=st.lists(_PIECES, max_size=30), seed=st.integers(0, 99))
def test_spans_are_words_of_one_paragraph(pieces: list[str], seed: int) -> None:
    """Whatever the logits, the span is not empty, cuts no word and crosses no blank line."""
    text = "".join(pieces)
    window = _window([match.span() for match in re.finditer(r"\w{1,3}|[^\w\s]", text)])
    chance = np.random.default_rng(seed)
    logits = chance.normal(size=(2, len(window.offsets))).astype(np.float32)
    span = best_span(logits[0], logits[1], window, text)
    if span is None:
        return
    words = text[span.start : span.end]
    assert words.strip() == words != ""
    assert not re.search(r"\n\s*\n", words)
    before, after = text[: span.start][-1:], text[span.end :][:1]
    assert not (before.isalnum() and words[0].isalnum())
    assert not (after.isalnum() and words[-1].isalnum())
