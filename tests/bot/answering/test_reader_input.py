"""Question and passage as rows of tokens."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from bot.answering.reader_input import (
    BEGIN,
    END,
    WINDOW_TOKENS,
    Tokens,
    passage_room,
    tokenize,
    windows,
)


def _tokens(count: int) -> Tokens:
    return Tokens(tuple(range(10, 10 + count)), tuple((i, i + 1) for i in range(count)))


def _characters() -> Tokenizer:
    """Give a tokenizer that has a token for each character, as is, white space too."""
    vocabulary = {chr(code): code - 31 for code in range(32, 127)} | {"?": 0, "\n": 100}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return tokenizer


def test_tokens_of_white_space_are_left_out() -> None:
    """An answer never begins or ends with them."""
    tokens = tokenize(_characters(), "a \n b")
    assert tokens.offsets == ((0, 1), (4, 5))


def test_a_row_is_question_then_passage() -> None:
    """The passage's tokens stand where the window says."""
    window = windows(_tokens(3), _tokens(5))[0]
    assert window.ids == (BEGIN, 10, 11, 12, END, END, 10, 11, 12, 13, 14, END)
    assert window.ids[window.first : window.first + 5] == (10, 11, 12, 13, 14)


@given(question=st.integers(0, 200), passage=st.integers(0, 2000))
def test_windows_cover_the_whole_passage(question: int, passage: int) -> None:
    """Every token is in some window, neighbours overlap, and none is too long."""
    made = windows(_tokens(question), _tokens(passage))
    assert all(len(window.ids) <= WINDOW_TOKENS for window in made)
    covered = {offset for window in made for offset in window.offsets}
    assert covered == set(_tokens(passage).offsets)
    for one, other in itertools.pairwise(made):
        assert set(one.offsets) & set(other.offsets)


def test_a_very_long_question_leaves_the_passage_room() -> None:
    """It is cut, the passage is not."""
    assert passage_room(_tokens(500)) > WINDOW_TOKENS // 2
