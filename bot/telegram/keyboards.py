"""Buttons under a message, as values; and their form for python-telegram-bot."""

from dataclasses import dataclass

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from bot.telegram.markup import is_web_address

# https://core.telegram.org/bots/api#inlinekeyboardbutton, in bytes.
LONGEST_DATA = 64
# Telegram shows one line and cuts the rest, so a longer label says nothing more.
LONGEST_LABEL = 60
# https://core.telegram.org/bots/api#forcereply
LONGEST_PLACEHOLDER = 64


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the one thing that pressing it does: open `url`, send `data`, or copy `copy`."""

    text: str
    url: str = ""
    data: str = ""
    copy: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


def button_label(text: str) -> str:
    """Cut a label to what a button shows, after a word."""
    # Half of a surrogate pair cannot be sent.
    line = " ".join(text.encode(errors="replace").decode().split())
    if len(line) <= LONGEST_LABEL:
        return line
    head = line[: LONGEST_LABEL - 1]
    return (head.rpartition(" ")[0] or head).rstrip(",;:.–— ") + "…"


def reply_markup(keyboard: Keyboard, asks: str = "") -> InlineKeyboardMarkup | ForceReply | None:
    """Give the buttons, or a field that waits for a reply where `asks` says what for."""
    rows = [[_button(button) for button in row if _is_usable(button)] for row in keyboard]
    if any(rows):
        return InlineKeyboardMarkup([row for row in rows if row])
    if asks:
        return ForceReply(input_field_placeholder=asks[:LONGEST_PLACEHOLDER])
    return None


def _is_usable(button: Button) -> bool:
    if button.url:
        return is_web_address(button.url)
    return bool(button.copy) or 0 < len(button.data.encode()) <= LONGEST_DATA


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    if button.copy:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.text, callback_data=button.data)
