"""Buttons are refused as Telegram refuses them, and kept as they were sent."""

import json
from typing import Any

import pytest

from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.keyboards import KeyboardButton, Markup, check_keyboard

URL_PREFIX = "inline keyboard button URL"


def _keyboard(*buttons: dict[str, Any], rows: int = 1) -> str:
    return json.dumps({"inline_keyboard": [list(buttons)] * rows})


def test_a_keyboard_is_read_as_it_stands() -> None:
    """Address, callback data or text to copy."""
    buttons = (
        {"text": "a", "url": "https://x.go.id/b?c=1"},
        {"text": "b", "callback_data": "é" * 32},
        {"text": "c", "copy_text": {"text": "x" * 256}},
    )
    row = (
        KeyboardButton("a", url="https://x.go.id/b?c=1"),
        KeyboardButton("b", data="é" * 32),
        KeyboardButton("c", copy="x" * 256),
    )
    assert check_keyboard(_keyboard(*buttons)) == Markup((row,))
    assert check_keyboard("") == Markup()


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "callback_data": "é" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "can't parse inline keyboard button: Text buttons"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field"),
        ({"text": " ", "callback_data": "x"}, "can't parse inline keyboard button"),
        (
            {"text": "x", "callback_data": "x", "url": "https://x.id"},
            "can't parse inline keyboard button: exactly one action",
        ),
        ({"text": "x", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "web_app": {"url": "https://x.id"}}, "BUTTON_TYPE_INVALID"),
        ({"text": "x", "url": "ftp://x.id"}, f"{URL_PREFIX} 'ftp://x.id' is invalid: Unsupported"),
        ({"text": "x", "url": "https://"}, f"{URL_PREFIX} 'https://' is invalid: URL host is"),
        ({"text": "x", "url": "http://localhost/x"}, f"{URL_PREFIX} 'http://localhost/x' is"),
        ({"text": "x", "url": "https://x.id/a b"}, URL_PREFIX),
        ({"text": "x", "url": "https://x.id:port/"}, URL_PREFIX),
        ({"text": "x", "url": "x"}, f"{URL_PREFIX} 'x' is invalid: Wrong HTTP URL"),
    ],
)
def test_a_wrong_button_is_refused(button: dict[str, Any], description: str) -> None:
    """In Telegram's words where they are known."""
    with pytest.raises(ApiError) as caught:
        check_keyboard(_keyboard(button))
    assert caught.value.description.startswith(f"Bad Request: {description}")


def test_links_to_telegram_itself_are_allowed() -> None:
    """A tg: address names what to open where others have a host."""
    check_keyboard(_keyboard({"text": "x", "url": "tg://resolve?domain=suluh"}))


def test_a_keyboard_has_at_most_8_buttons_a_row_and_100_in_all() -> None:
    """One more is refused."""
    button = {"text": "x", "callback_data": "x"}
    check_keyboard(_keyboard(*[button] * 5, rows=20))
    for markup in (_keyboard(*[button] * 9), _keyboard(*[button] * 6, rows=17)):
        with pytest.raises(ApiError, match="reply markup is too long"):
            check_keyboard(markup)


def test_a_forced_reply_may_show_64_characters() -> None:
    """It is told apart from no markup at all."""
    reply = {"force_reply": True, "input_field_placeholder": "x" * 64}
    assert check_keyboard(json.dumps(reply)) == Markup(asks="x" * 64)
    assert check_keyboard('{"force_reply": true}') == Markup(asks="")
    wrongs: list[Any] = [
        {**reply, "input_field_placeholder": "x" * 65},
        {"force_reply": False},
        [],
    ]
    for wrong in wrongs:
        with pytest.raises(ApiError):
            check_keyboard(json.dumps(wrong))
    with pytest.raises(ApiError, match="can't parse"):
        check_keyboard("{")
