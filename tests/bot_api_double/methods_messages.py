"""Methods that send: messages, files, drafts, the typing notice."""

import time
from dataclasses import dataclass
from typing import Any

from tests.bot_api_double import rules
from tests.bot_api_double.entities import Entity
from tests.bot_api_double.errors import ApiError, bad_request
from tests.bot_api_double.keyboards import check_keyboard
from tests.bot_api_double.parameters import (
    GENERAL_THREAD,
    integer,
    open_chat,
    reply_target,
    thread_of,
)
from tests.bot_api_double.records import Call, Draft, SentMessage, Upload
from tests.bot_api_double.world import World

# https://core.telegram.org/bots/api#sending-files
LARGEST_UPLOAD = 50_000_000


@dataclass(frozen=True, slots=True)
class _Content:
    raw: str
    text: str
    entities: list[Entity]
    document: Upload | None = None


async def send_message(world: World, call: Call) -> Any:
    """A message to a chat that the bot may write to."""
    raw = call.parameters.get("text", "")
    chat_id = open_chat(world, call.parameters)
    text, entities = rules.checked_text(raw, call.parameters.get("parse_mode", ""))
    return _send(world, call, chat_id, _Content(raw, text, entities))


async def send_document(world: World, call: Call) -> Any:
    """A file, uploaded or named by the id of one that was."""
    raw = call.parameters.get("caption", "")
    chat_id = open_chat(world, call.parameters)
    text, entities = rules.checked_caption(raw, call.parameters.get("parse_mode", ""))
    document = _document(world, call)
    return _send(world, call, chat_id, _Content(raw, text, entities, document))


async def send_message_draft(world: World, call: Call) -> Any:
    """A partial text, in private chats alone; it is gone after 30 seconds."""
    chat_id = open_chat(world, call.parameters)
    if chat_id < 0:
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    draft_id = integer(call.parameters, "draft_id")
    if draft_id == 0:
        raise bad_request("draft_id must be non-zero")
    thread_of(world, chat_id, call.parameters)
    raw = call.parameters.get("text", "")
    text = rules.checked_draft(raw, call.parameters.get("parse_mode", ""))
    with world.changed:
        world.drafts.append(Draft(chat_id, draft_id, text, time.monotonic()))
        world.changed.notify_all()
    return True


async def send_chat_action(world: World, call: Call) -> Any:
    """The typing notice."""
    chat_id = open_chat(world, call.parameters)
    if integer(call.parameters, "message_thread_id") != GENERAL_THREAD:
        thread_of(world, chat_id, call.parameters)
    if call.parameters.get("action") not in rules.CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _send(world: World, call: Call, chat_id: int, content: _Content) -> Any:
    parameters = call.parameters
    markup = check_keyboard(parameters.get("reply_markup", ""))
    reply_to = reply_target(world, chat_id, parameters)
    message = SentMessage(
        message_id=world.take_message_id(),
        chat_id=chat_id,
        raw=content.raw,
        text=content.text,
        entities=tuple(content.entities),
        parse_mode=parameters.get("parse_mode", ""),
        reply_to=reply_to,
        parameters=parameters,
        thread_id=thread_of(world, chat_id, parameters, reply_to),
        keyboard=markup.keyboard,
        asks=markup.asks,
        document=content.document,
        at=time.monotonic(),
    )
    world.keep(message)
    return world.told(message)


def _document(world: World, call: Call) -> Upload:
    named = call.parameters.get("document", "")
    key = named.removeprefix("attach://") if named.startswith("attach://") else "document"
    upload = call.uploads.get(key)
    if upload is None and named and not named.startswith("attach://"):
        raise bad_request("wrong file identifier/HTTP URL specified")
    if upload is None:
        raise bad_request("there is no document in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    return upload
