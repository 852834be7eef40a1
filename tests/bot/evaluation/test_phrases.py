"""Phrases are looked for as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.phrases import holds, holds_gold, precision, token_f1


@pytest.mark.parametrize(
    ("text", "phrase", "stands"),
    [
        ("paling lambat  10 Hari\nKerja.", "10 hari kerja", True),
        ("paling lambat 110 hari kerja", "10 hari kerja", False),
        ("10 hari kerjanya", "10 hari kerja", False),
        ("110 hari lalu 10 hari", "10 hari", True),
        ("10 (sepuluh) hari", "(sepuluh)", True),
        ("apa pun", "", False),
    ],
)
def test_a_phrase_stands_as_whole_words(text: str, phrase: str, *, stands: bool) -> None:
    """Case and spaces do not matter, half words do not count."""
    assert holds(text, phrase) is stands


def test_all_phrases_and_one_answer_are_needed() -> None:
    """Each phrase may stand in another quote."""
    quotes = ["paling lambat 10 hari", "kepada atasan PPID"]
    assert holds_gold(quotes, ("10 hari", "atasan PPID"), ())
    assert not holds_gold(quotes, ("10 hari", "30 hari"), ())
    assert holds_gold(quotes, (), ("sepuluh hari", "10 hari"))
    assert not holds_gold(quotes, ("10 hari",), ("sepuluh hari",))
    assert not holds_gold([], ("10 hari",), ())


def test_f1_of_a_worked_example() -> None:
    """Two of three words found, two of four expected: 2 * 2 / (3 + 4)."""
    assert token_f1("10 hari saja", "dalam 10 (hari) kerja") == pytest.approx(4 / 7)
    assert token_f1("", "10 hari") == 0.0


def test_precision_is_over_distinct_articles() -> None:
    """One of two is expected."""
    assert precision(["a", "b", "b"], ["a", "c"]) == 0.5
    assert precision([], ["a"]) == 0.0


@given(st.text(), st.text())
def test_f1_is_symmetrical_and_a_share(one: str, other: str) -> None:
    """And 1 with itself, where there is a word."""
    assert token_f1(one, other) == pytest.approx(token_f1(other, one))
    assert 0 <= token_f1(one, other) <= 1
    assert token_f1(one, one) in (0.0, 1.0)


@given(st.text(), st.text(), st.text())
def test_a_phrase_between_spaces_always_stands(before: str, phrase: str, after: str) -> None:
    """Whatever characters it has."""
    assert holds(f"{before} {phrase} {after}", phrase) is bool(phrase.casefold().split())
