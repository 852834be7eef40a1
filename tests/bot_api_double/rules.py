"""What the Bot API refuses, with its own words.

Limits: https://core.telegram.org/bots/api (sendMessage, InlineKeyboardButton, setMyCommands,
setMyDescription, setMyShortDescription, sendChatAction).
"""

import json
import re
import unicodedata
from typing import Any

from tests.bot_api_double.entities import Entity, EntityError, parse_html, units

MAX_UNITS = 4096
MAX_ENTITIES = 100
MAX_CALLBACK_BYTES = 64
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120

INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
CHAT_ACTIONS = frozenset({"typing", "upload_document", "find_location", "choose_sticker"})

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class ApiError(Exception):
    """A refusal: status, description and parameters of the reply."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def checked_text(text: str, parse_mode: str = "HTML") -> tuple[str, list[Entity]]:
    """Parse a message's text and give it with its entities.

    Raises:
        ApiError: Telegram would refuse the message.
    """
    if parse_mode not in {"", "HTML"}:
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8")
    try:
        plain, entities = parse_html(text) if parse_mode else (text.strip(), [])
    except EntityError as error:
        raise ApiError(400, str(error)) from error
    if all(unicodedata.category(char) in INVISIBLE for char in plain):
        raise ApiError(400, "Bad Request: message text is empty")
    if units(plain) > MAX_UNITS:
        raise ApiError(400, "Bad Request: message is too long")
    if len(entities) > MAX_ENTITIES:
        raise ApiError(400, "Bad Request: too many entities")
    return plain, entities


def check_keyboard(markup: str) -> None:
    """Refuse a keyboard that Telegram refuses."""
    if not markup:
        return
    rows: list[list[dict[str, Any]]] = json.loads(markup).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button.get("text"):
            raise ApiError(400, "Bad Request: can't parse inline keyboard button: text is empty")


def check_commands(commands: list[dict[str, str]]) -> None:
    """Refuse a command list that Telegram refuses."""
    if len(commands) > MAX_COMMANDS:
        raise ApiError(400, "Bad Request: too many commands specified")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= MAX_COMMAND_DESCRIPTION:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(parameters: dict[str, str]) -> None:
    """Refuse a language code that is not of two letters; without one, the call is for all."""
    code = parameters.get("language_code", "")
    if code and not (len(code) == 2 and code.isalpha()):
        raise ApiError(400, "Bad Request: invalid language code specified")


def check_length(value: str, longest: int, what: str) -> None:
    """Refuse a text that is longer than its field."""
    if len(value) > longest:
        raise ApiError(400, f"Bad Request: {what} is too long")
