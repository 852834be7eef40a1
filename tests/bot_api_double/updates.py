"""Makes the objects of the Bot API that a bot receives.

Shapes: https://core.telegram.org/bots/api#update and the types it names.
"""

import re
import time
from dataclasses import asdict
from typing import Any

from tests.bot_api_double.entities import units
from tests.bot_api_double.keyboards import KeyboardButton
from tests.bot_api_double.records import SentMessage

BOT_USERNAME = "suluh_test_bot"

Json = dict[str, Any]

_MARKED = re.compile(
    r"(?<![\w/@])(?:(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?)|(?P<mention>@\w{3,32}))"
)
_FILE = {"file_id": "AgAC-double-file", "file_unique_id": "double-file"}
# Each kind of content that is not text, as small as the Bot API may send it.
MEDIA: dict[str, Any] = {
    "photo": [{**_FILE, "width": 90, "height": 60}],
    "document": {**_FILE, "file_name": "surat.pdf", "mime_type": "application/pdf"},
    "voice": {**_FILE, "duration": 3},
    "audio": {**_FILE, "duration": 3},
    "video": {**_FILE, "duration": 3, "width": 90, "height": 60},
    "video_note": {**_FILE, "duration": 3, "length": 90},
    "sticker": {
        **_FILE,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": -6.2, "longitude": 106.8},
    "contact": {"phone_number": "+62811000000", "first_name": "Warga"},
    "dice": {"emoji": "🎲", "value": 4},
}
_WITH_CAPTION = frozenset({"photo", "document", "voice", "audio", "video"})


def bot_user(token: str) -> Json:
    """The bot as a user."""
    bot_id = int(token.partition(":")[0])
    return {"id": bot_id, "is_bot": True, "first_name": "Suluh", "username": BOT_USERNAME}


def person(user_id: int, language_code: str) -> Json:
    """A citizen; without a language code, as some clients tell none."""
    user: Json = {"id": user_id, "is_bot": False, "first_name": "Warga"}
    return user | {"language_code": language_code} if language_code else user


def chat(chat_id: int, *, is_forum: bool = False) -> Json:
    """A private chat, or a supergroup where the id is negative."""
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "Warga"}
    group: Json = {"id": chat_id, "type": "supergroup", "title": "Warga"}
    return group | {"is_forum": True} if is_forum else group


def text_content(text: str) -> Json:
    """A text, with the commands and mentions that Telegram finds in it."""
    entities = [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in _MARKED.finditer(text)
    ]
    return {"text": text, "entities": entities} if entities else {"text": text}


def media_content(kind: str, caption: str = "") -> Json:
    """Content of a kind of `MEDIA`; only some kinds have a caption."""
    content: Json = {kind: MEDIA[kind]}
    if caption and kind in _WITH_CAPTION:
        content["caption"] = caption
    return content


def sent_content(message: SentMessage, token: str, *, is_forum: bool = False) -> Json:
    """A message of the bot, as the bot is told of it."""
    content: Json = {
        "message_id": message.message_id,
        "date": int(time.time()),
        "chat": chat(message.chat_id, is_forum=is_forum),
        "from": bot_user(token),
    }
    found = [
        {key: value for key, value in asdict(entity).items() if value or key != "url"}
        for entity in message.entities
    ]
    if message.document is None:
        content |= {"text": message.text} | ({"entities": found} if found else {})
    else:
        content["document"] = {**_FILE, "file_name": message.document.name}
        content |= {"caption": message.text} if message.text else {}
    if message.keyboard:
        rows = [[_button(button) for button in row] for row in message.keyboard]
        content["reply_markup"] = {"inline_keyboard": rows}
    if message.thread_id is not None:
        content |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.history:
        content["edit_date"] = int(time.time())
    return content


def member_content(token: str, chat_id: int, by: Json, old: str, new: str) -> Json:
    """A change of what the bot is in a chat."""
    bot = bot_user(token)
    return {
        "chat": chat(chat_id),
        "from": by,
        "date": int(time.time()),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }


def _member(user: Json, status: str) -> Json:
    member: Json = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    return member


def _button(button: KeyboardButton) -> Json:
    shown: Json = {"text": button.text}
    if button.url:
        shown["url"] = button.url
    elif button.data:
        shown["callback_data"] = button.data
    elif button.copy:
        shown["copy_text"] = {"text": button.copy}
    else:
        shown["switch_inline_query"] = ""
    return shown
