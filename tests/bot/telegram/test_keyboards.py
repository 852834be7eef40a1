"""Buttons become what Telegram takes, or are left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import ForceReply, InlineKeyboardMarkup

from bot.telegram.keyboards import LONGEST_LABEL, Button, button_label, reply_markup


def test_each_kind_of_button_does_one_thing() -> None:
    """An address, data for the bot, or a text to copy."""
    row = (
        Button("Buka", url="https://ppid.example.go.id"),
        Button("Ya", data="u:1"),
        Button("Salin", copy="teks"),
    )
    markup = reply_markup((row,))
    assert isinstance(markup, InlineKeyboardMarkup)
    opened, sent, copied = markup.inline_keyboard[0]
    assert opened.url == "https://ppid.example.go.id"
    assert sent.callback_data == "u:1"
    assert copied.copy_text is not None
    assert copied.copy_text.text == "teks"


@pytest.mark.parametrize(
    "button",
    [Button("x", url="javascript:alert(1)"), Button("x"), Button("x", data="é" * 33)],
)
def test_a_button_that_telegram_refuses_is_left_out(button: Button) -> None:
    """The others stay."""
    assert reply_markup(((button,),)) is None
    markup = reply_markup(((button, Button("Ya", data="u:1")),))
    assert isinstance(markup, InlineKeyboardMarkup)
    assert [len(row) for row in markup.inline_keyboard] == [1]


def test_a_message_that_asks_opens_a_field() -> None:
    """Its placeholder is cut to what Telegram takes."""
    markup = reply_markup((), "Tujuan " * 20)
    assert isinstance(markup, ForceReply)
    assert len(markup.input_field_placeholder or "") == 64


def test_half_a_character_is_no_label() -> None:
    """It could not be sent; documents hold it now and then."""
    assert button_label("Judul \ud83d satu") == "Judul ? satu"


@given(st.text(max_size=200))
def test_a_label_is_one_short_line(text: str) -> None:
    """Cut after a word where it has any."""
    label = button_label(text)
    assert len(label) <= LONGEST_LABEL
    assert "\n" not in label
