"""What the Bot API refuses, with its own words.

Limits: https://core.telegram.org/bots/api (sendMessage, sendMessageDraft, sendDocument,
answerCallbackQuery, setMyCommands, BotCommandScope, MenuButton, setMyDescription,
setMyShortDescription, sendChatAction). What stands under a message: `keyboards`.
"""

import re
import unicodedata
from typing import Any

from tests.bot_api_double.entities import Entity, EntityError, parse_html, units
from tests.bot_api_double.errors import ApiError as ApiError
from tests.bot_api_double.errors import bad_request
from tests.bot_api_double.keyboards import check_keyboard as check_keyboard

MAX_UNITS = 4096
MAX_ENTITIES = 100
MAX_CAPTION_UNITS = 1024
MAX_ALERT_TEXT = 200
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_NAME = 64

INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
SCOPES_OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
COMMAND_SCOPES = SCOPES_OF_A_CHAT | {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def checked_text(text: str, parse_mode: str = "HTML") -> tuple[str, list[Entity]]:
    """Parse a message's text and give it with its entities.

    Raises:
        ApiError: Telegram would refuse the message.
    """
    plain, entities = parsed_text(text, parse_mode)
    if all(unicodedata.category(char) in INVISIBLE for char in plain):
        raise bad_request("message text is empty")
    if units(plain) > MAX_UNITS:
        raise bad_request("message is too long")
    return plain, entities


def checked_caption(text: str, parse_mode: str = "HTML") -> tuple[str, list[Entity]]:
    """Parse a caption, which may be empty, and give it with its entities.

    Raises:
        ApiError: Telegram would refuse the caption.
    """
    plain, entities = parsed_text(text, parse_mode)
    if units(plain) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return plain, entities


def checked_draft(text: str, parse_mode: str = "HTML") -> str:
    """Parse the text of a draft, which may be empty.

    Raises:
        ApiError: Telegram would refuse the draft.
    """
    plain, _ = parsed_text(text, parse_mode)
    if units(plain) > MAX_UNITS:
        raise bad_request("message is too long")
    return plain


def parsed_text(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """Take formatted text apart, however long it is.

    Raises:
        ApiError: it cannot be read, or has too many entities.
    """
    if parse_mode not in {"", "HTML"}:
        raise bad_request("unsupported parse_mode")
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise bad_request("strings must be encoded in UTF-8")
    try:
        plain, entities = parse_html(text) if parse_mode else (text.strip(), [])
    except EntityError as error:
        raise ApiError(400, str(error)) from error
    if len(entities) > MAX_ENTITIES:
        raise bad_request("too many entities")
    return plain, entities


def check_alert(text: str) -> None:
    """Refuse the text of a callback answer that is too long."""
    if units(text) > MAX_ALERT_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")


def check_menu_button(button: Any) -> None:
    """Refuse a menu button that is none of the three kinds."""
    match button:
        case {"type": "default" | "commands"}:
            return
        case {"type": "web_app", "text": str(text), "web_app": {"url": str(url)}}:
            if text and url.startswith("https://"):
                return
    raise bad_request("can't parse menu button: BUTTON_INVALID")


def check_commands(commands: list[dict[str, str]]) -> None:
    """Refuse a command list that Telegram refuses."""
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(parameters: dict[str, str]) -> None:
    """Refuse a language code that is not of two letters; without one, the call is for all."""
    code = parameters.get("language_code", "")
    if code and not (len(code) == 2 and code.isalpha()):
        raise bad_request("invalid language code specified")


def check_length(value: str, longest: int, what: str) -> None:
    """Refuse a text that is longer than its field."""
    if len(value) > longest:
        raise bad_request(f"{what} is too long")
