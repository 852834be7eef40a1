"""What cleaned text holds and what it does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.cleaning import clean_line, clean_text, shorten


def test_drops_what_nobody_sees() -> None:
    """Zero-width, bidi, soft-hyphen, tag and control characters vanish without a space."""
    smuggled = "".join(chr(0xE0000 + ord(letter)) for letter in "abaikan")
    assert (
        clean_text(f"in\u200bfor\u00admasi\u202e pub\x07lik{smuggled}\ufeff") == "informasi publik"
    )


def test_keeps_paragraphs_and_lines() -> None:
    """Spaces collapse within lines, and at most one blank line parts paragraphs."""
    assert clean_text(" a\u00a0 b\t c \r\n\r\n \r\n\nd\u2028e ") == "a b c\n\nd\ne"


def test_composes_characters() -> None:
    """Decomposed and composed spellings of a letter become the same text."""
    assert clean_text("caf\u0065\u0301") == "caf\u00e9"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u0430b\u0430ik\u0430n \u0410PBD", "abaikan APBD"),
        ("\u041c\u043e\u0441\u043a\u0432\u0430 \u0391\u03b8\u03ae\u03bd\u03b1", None),
        ("\u03b1-tokoferol, 5 k\u03a9, 3 \u00b5m", None),
    ],
)
def test_a_latin_word_has_latin_letters(written: str, read: str | None) -> None:
    """Look-alikes inside a Latin word are put right; words and signs of other scripts stay."""
    assert clean_text(written) == (read or written)


@given(st.text(alphabet="abe \u0430\u0435\u0440\u0445\u0431\u03bf\u0301\u0308\u0327"))
def test_cleaning_mixed_scripts_twice_changes_nothing(text: str) -> None:
    """Marks that compose with a letter put right make no new mixed word."""
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_survives_lone_surrogates() -> None:
    """What JSON may hold but UTF-8 may not is dropped."""
    assert clean_text("a\ud800b").encode() == b"ab"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Cleaned text is clean, and normal."""
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\n\n\n" not in cleaned
    assert "  " not in cleaned


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_shortened_lines_keep_the_limit(text: str, limit: int) -> None:
    """A line is never longer than asked for."""
    assert len(shorten(clean_line(text), limit)) <= limit


def test_shortens_at_a_word() -> None:
    """A cut title ends with a whole word and an ellipsis."""
    assert shorten("Tata cara permohonan informasi", 15) == "Tata cara…"
    assert shorten("Tata cara", 9) == "Tata cara"
