"""The methods of the Bot API that the double offers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.bot_api_double import rules
from tests.bot_api_double.records import SentMessage
from tests.bot_api_double.rules import ApiError

if TYPE_CHECKING:
    from tests.bot_api_double.double import BotApiDouble

LONGEST_POLL = 50.0
MOST_UPDATES = 100
_POLL_STEP = 0.005

Parameters = dict[str, str]
Method = Callable[["BotApiDouble", Parameters], Awaitable[Any]]


async def get_me(double: BotApiDouble, parameters: Parameters) -> Any:
    """The bot itself."""
    return _bot(double) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


async def get_updates(double: BotApiDouble, parameters: Parameters) -> Any:
    """Long polling; an offset confirms all updates below it, a second caller ends the first."""
    if double.webhook_url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    deadline = time.monotonic() + min(float(parameters.get("timeout", "0")), LONGEST_POLL)
    offset = int(parameters.get("offset", "0"))
    allowed = json.loads(parameters.get("allowed_updates", "[]"))
    with double.changed:
        double.poll_generation += 1
        generation = double.poll_generation
        double.pending = [update for update in double.pending if update["update_id"] >= offset]
    while True:
        with double.changed:
            if double.poll_generation != generation:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            found = [u for u in double.pending if not allowed or any(kind in u for kind in allowed)]
        if found or time.monotonic() >= deadline:
            return found[: int(parameters.get("limit", str(MOST_UPDATES)))]
        await asyncio.sleep(_POLL_STEP)


async def send_message(double: BotApiDouble, parameters: Parameters) -> Any:
    """A message to a chat that the bot may write to."""
    chat_id = _open_chat(double, parameters)
    parse_mode = parameters.get("parse_mode", "")
    text, entities = rules.checked_text(parameters.get("text", ""), parse_mode)
    rules.check_keyboard(parameters.get("reply_markup", ""))
    reply_to = _reply_target(double, chat_id, parameters)
    with double.changed:
        message_id = double.take_message_id(chat_id)
        double.sent.append(
            SentMessage(
                message_id=message_id,
                chat_id=chat_id,
                raw=parameters["text"],
                text=text,
                entities=tuple(entities),
                parse_mode=parse_mode,
                reply_to=reply_to,
                parameters=parameters,
            )
        )
        double.changed.notify_all()
    return {
        "message_id": message_id,
        "date": int(time.time()),
        "chat": {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"},
        "from": _bot(double),
        "text": text,
    }


async def send_chat_action(double: BotApiDouble, parameters: Parameters) -> Any:
    """The typing notice."""
    _open_chat(double, parameters)
    if parameters.get("action") not in rules.CHAT_ACTIONS:
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    return True


async def set_my_commands(double: BotApiDouble, parameters: Parameters) -> Any:
    """The command list of a language."""
    rules.check_language(parameters)
    rules.check_commands(json.loads(parameters.get("commands", "[]")))
    return True


async def set_my_description(double: BotApiDouble, parameters: Parameters) -> Any:
    """What an empty chat shows."""
    rules.check_language(parameters)
    rules.check_length(parameters.get("description", ""), rules.MAX_DESCRIPTION, "bot description")
    return True


async def set_my_short_description(double: BotApiDouble, parameters: Parameters) -> Any:
    """What the bot's profile shows."""
    rules.check_language(parameters)
    rules.check_length(
        parameters.get("short_description", ""),
        rules.MAX_SHORT_DESCRIPTION,
        "bot short description",
    )
    return True


async def delete_webhook(double: BotApiDouble, parameters: Parameters) -> Any:
    """Back to polling."""
    double.webhook_url = ""
    return True


async def answer_callback_query(double: BotApiDouble, parameters: Parameters) -> Any:
    """No button of this double was ever pressed."""
    raise ApiError(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


async def leave(double: BotApiDouble, parameters: Parameters) -> Any:
    """Answer close and logOut."""
    return True


# Method names are not case-sensitive (https://core.telegram.org/bots/api#making-requests).
METHODS: dict[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "sendchataction": send_chat_action,
    "setmycommands": set_my_commands,
    "setmydescription": set_my_description,
    "setmyshortdescription": set_my_short_description,
    "deletewebhook": delete_webhook,
    "answercallbackquery": answer_callback_query,
    "close": leave,
    "logout": leave,
}


def _bot(double: BotApiDouble) -> dict[str, Any]:
    bot_id = int(double.token.partition(":")[0])
    return {"id": bot_id, "is_bot": True, "first_name": "Suluh", "username": "suluh_test_bot"}


def _open_chat(double: BotApiDouble, parameters: Parameters) -> int:
    chat_id = int(parameters.get("chat_id", "0"))
    if chat_id in double.blocked_chats:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    if chat_id not in double.known_chats:
        raise ApiError(400, "Bad Request: chat not found")
    return chat_id


def _reply_target(double: BotApiDouble, chat_id: int, parameters: Parameters) -> int | None:
    if "reply_parameters" not in parameters:
        return None
    reply: dict[str, Any] = json.loads(parameters["reply_parameters"])
    message_id = int(reply["message_id"])
    if (chat_id, message_id) in double.known_messages:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise ApiError(400, "Bad Request: message to be replied not found")
