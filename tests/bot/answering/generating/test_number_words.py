"""Numbers are read as people and laws write them, in Indonesian and in English."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.generating.number_words import read_digits, read_words

_ID = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "miliar", "billion"), (10**6, "juta", "million"), (10**3, "ribu", "thousand"))


def _indonesian(number: int) -> str:
    for scale, name, _ in _SCALES:
        if number >= scale:
            many = number // scale
            head = "seribu" if (scale, many) == (1000, 1) else f"{_indonesian(many)} {name}"
            return f"{head} {_indonesian(number % scale)}" if number % scale else head
    if number >= 100:
        head = "seratus" if number < 200 else f"{_ID[number // 100]} ratus"
        return f"{head} {_indonesian(number % 100)}" if number % 100 else head
    if number < 12:
        return _ID[number]
    if number < 20:
        return f"{_ID[number - 10]} belas"
    tens = f"{_ID[number // 10]} puluh"
    return f"{tens} {_ID[number % 10]}" if number % 10 else tens


def _english(number: int) -> str:
    for scale, _, name in _SCALES:
        if number >= scale:
            head = f"{_english(number // scale)} {name}"
            return f"{head} {_english(number % scale)}" if number % scale else head
    if number >= 100:
        head = f"{_EN[number // 100]} hundred"
        return f"{head} and {_english(number % 100)}" if number % 100 else head
    if number < 20:
        return _EN[number]
    tens = _TENS[number // 10]
    return f"{tens} {_EN[number % 10]}" if number % 10 else tens


@given(st.integers(0, 10**12 - 1))
@settings(max_examples=100)
def test_every_number_in_words_is_read(number: int) -> None:
    """All words are taken, and give the number that was spelled."""
    for spelled in (_indonesian(number), _english(number)):
        words = spelled.split()
        assert read_words(words) == (Decimal(number), len(words)), spelled


@given(st.integers(0, 10**12), st.integers(1, 99))
@settings(max_examples=100)
def test_digits_are_read_with_the_marks_of_either_language(whole: int, cents: int) -> None:
    """Thousands and fractions are told apart by what stands last."""
    english = f"{whole:,}"
    indonesian = english.replace(",", ".")
    assert read_digits(english) == read_digits(indonesian) == whole
    if whole >= 1000:
        fraction = Decimal(cents) / 100
        assert read_digits(f"{indonesian},{cents:02}") == whole + fraction
        assert read_digits(f"{english}.{cents:02}") == whole + fraction


@pytest.mark.parametrize(
    ("words", "value", "taken"),
    [
        ("kesepuluh", 10, 1),
        ("kedua belas", 12, 2),
        ("tenth", 10, 1),
        ("thirtieth", 30, 1),
        ("sepuluh hari kerja", 10, 1),
        ("dua tiga", 2, 1),
        ("seratus juta", 10**8, 2),
        ("ten and more", 10, 1),
    ],
)
def test_a_number_ends_where_its_words_end(words: str, value: int, taken: int) -> None:
    """Ordinals are numbers too; what follows is left."""
    assert read_words(words.split()) == (Decimal(value), taken)


@given(st.lists(st.sampled_from("ribu belas puluh hundred and satu ten seribu x".split())))
@settings(max_examples=100)
def test_nonsense_is_no_number_or_one_that_ends_in_time(words: list[str]) -> None:
    """Never more words are taken than there are."""
    read = read_words(words)
    assert read is None or 0 < read[1] <= len(words)
