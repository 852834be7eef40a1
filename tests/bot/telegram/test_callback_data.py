"""What buttons send back can be read again, and what is not ours cannot."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback_data import Action, Callback, parse_callback
from bot.telegram.keyboards import LONGEST_DATA

callbacks = st.builds(
    Callback,
    st.sampled_from(Action),
    st.integers(0, 36**12 - 1),
    st.text("abcXYZ019_-", max_size=40),
)


@given(callbacks)
def test_a_callback_is_read_as_it_was_written(callback: Callback) -> None:
    """And fits into Telegram's 64 bytes."""
    assert parse_callback(str(callback)) == callback
    assert len(str(callback).encode()) <= LONGEST_DATA


@given(st.text(max_size=70))
def test_what_a_client_made_up_is_read_without_a_fault(data: str) -> None:
    """It is a callback of ours or none."""
    callback = parse_callback(data)
    assert callback is None or callback.action in Action


def test_tampered_data_is_none() -> None:
    """Unknown actions, foreign numbers, and text behind the argument."""
    for data in ("", "z:1", "q:", "q:-1", "q:1:a b", "q:1:x:y", "q:" + "z" * 13, "q:①"):
        assert parse_callback(data) is None
