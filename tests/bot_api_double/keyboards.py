"""Reads what stands under a message, and refuses what Telegram refuses.

Rules: https://core.telegram.org/bots/api#inlinekeyboardbutton, #copytextbutton and #forcereply.
Telegram itself takes the first of several actions and cuts long rows; both are refused here, for
they are always a mistake.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.bot_api_double.errors import bad_request

MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256
MAX_ROW = 8
MAX_BUTTONS = 100
MAX_PLACEHOLDER = 64

ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
)
WEB_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """A button as it was sent: its label and its one action."""

    text: str
    url: str = ""
    data: str = ""
    copy: str = ""

    @property
    def action(self) -> str:
        """The address, the callback data or the text to copy."""
        return self.url or self.data or self.copy


Keyboard = tuple[tuple[KeyboardButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """What stands under a message; `asks` is a ForceReply's placeholder, None without one."""

    keyboard: Keyboard = ()
    asks: str | None = None


def check_keyboard(markup: str) -> Markup:
    """Read a reply markup as JSON; an empty one is none.

    Raises:
        ApiError: Telegram would refuse it.
    """
    if not markup:
        return Markup()
    try:
        decoded = json.loads(markup)
    except ValueError as error:
        raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(decoded, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in decoded:
        return Markup(_inline_keyboard(decoded["inline_keyboard"]))
    if decoded.get("force_reply") is True:
        return Markup(asks=_placeholder(decoded))
    if decoded.get("remove_keyboard") is True:
        return Markup()
    raise bad_request("object expected as reply markup")


def check_url(url: str) -> None:
    """Refuse an address that a button cannot open.

    Raises:
        ApiError: no http, https or tg address with a host.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise _bad_url(url, "Wrong HTTP URL") from error
    if parts.scheme not in {*WEB_SCHEMES, "tg"}:
        raise _bad_url(url, "Unsupported URL protocol" if parts.scheme else "Wrong HTTP URL")
    if not host:
        raise _bad_url(url, "URL host is empty")
    has_dot = "." in host.strip(".") or ":" in host
    if not url.isprintable() or " " in url or (parts.scheme in WEB_SCHEMES and not has_dot):
        raise _bad_url(url, "Wrong HTTP URL")


def _bad_url(url: str, reason: str) -> Exception:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")


def _inline_keyboard(rows: Any) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: array of arrays expected")
    if any(len(row) > MAX_ROW for row in rows) or sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return tuple(tuple(_button(button) for button in row) for row in rows if row)


def _button(button: Any) -> KeyboardButton:
    prefix = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(prefix + "object expected")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(prefix + 'Can\'t find field "text"')
    # An empty action is as good as none.
    actions = [name for name in ACTIONS if button.get(name)]
    if not actions:
        raise bad_request(prefix + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(prefix + f"exactly one action expected, found {', '.join(actions)}")
    return _with_action(text, actions[0], button[actions[0]])


def _with_action(text: str, action: str, value: Any) -> KeyboardButton:
    match action, value:
        case "url", str(url):
            check_url(url)
            return KeyboardButton(text, url=url)
        case "callback_data", str(data):
            if len(data.encode()) > MAX_CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
            return KeyboardButton(text, data=data)
        case "copy_text", {"text": str(copied)}:
            if not 1 <= len(copied) <= MAX_COPY_TEXT:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
            return KeyboardButton(text, copy=copied)
        case "switch_inline_query" | "switch_inline_query_current_chat", str():
            return KeyboardButton(text)
        case _:
            raise bad_request(f"BUTTON_TYPE_INVALID: {action}")


def _placeholder(markup: dict[str, Any]) -> str:
    placeholder = markup.get("input_field_placeholder", "")
    if not isinstance(placeholder, str) or len(placeholder) > MAX_PLACEHOLDER:
        raise bad_request("reply markup's input field placeholder is too long")
    return placeholder
