"""Examples become rows of tokens that hold the answer, and rows become batches."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reader_input import Tokens
from training.features import Feature, TokenExample, batches, feature

LONGEST_PASSAGE = 700


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable, not secret


def _tokens(count: int, first: int = 10) -> Tokens:
    ids = tuple(range(first, first + count))
    return Tokens(ids, tuple((2 * i, 2 * i + 1) for i in range(count)))


@given(st.data())
def test_a_row_holds_the_whole_answer(data: st.DataObject) -> None:
    """Wherever a long passage is cut, the marked tokens are the answer's."""
    length = data.draw(st.integers(1, LONGEST_PASSAGE))
    first = data.draw(st.integers(0, length - 1))
    last = data.draw(st.integers(first, min(length - 1, first + 30)))
    passage = _tokens(length, first=1000)
    example = TokenExample(_tokens(12), passage, (first, last))
    row = feature(example, _chance(data.draw(st.integers(0, 99))))
    assert row.window.ids[row.start] == passage.ids[first]
    assert row.window.ids[row.end] == passage.ids[last]


@given(st.integers(0, LONGEST_PASSAGE), st.integers(0, 9))
def test_a_row_without_an_answer_points_at_its_first_token(length: int, seed: int) -> None:
    """Token 0 means "not answered here"."""
    row = feature(TokenExample(_tokens(12), _tokens(length), None), _chance(seed))
    assert (row.start, row.end) == (0, 0)


def test_batches_hold_every_row_once() -> None:
    """None is lost, none comes twice, and rows of one batch are of like length."""
    chance = _chance(5)
    rows: list[Feature] = [
        feature(TokenExample(_tokens(5), _tokens(chance.randint(1, 150)), None), chance)
        for _ in range(700)
    ]
    made = batches(rows, chance)
    assert sorted(id(row) for batch in made for row in batch) == sorted(map(id, rows))
    padded = sum(len(batch) * max(len(row.window.ids) for row in batch) for batch in made)
    assert padded < 1.15 * sum(len(row.window.ids) for row in rows)
