"""Reads the parameters of a call, and refuses what does not fit the chats that the double knows."""

import json
from typing import Any

from tests.bot_api_double.errors import ApiError, bad_request
from tests.bot_api_double.world import World

# The General topic has no thread of its own; only a typing notice may name it.
GENERAL_THREAD = 1

Parameters = dict[str, str]


def integer(parameters: Parameters, name: str, default: int = 0) -> int:
    """Read a whole number.

    Raises:
        ApiError: it is none.
    """
    try:
        return int(parameters.get(name, str(default)))
    except ValueError as error:
        raise bad_request(f"invalid {name} specified") from error


def flag(parameters: Parameters, name: str) -> bool:
    """Read a boolean, false where it is left out."""
    return parameters.get(name, "").lower() in {"true", "1", "yes"}


def decoded(parameters: Parameters, name: str, default: Any) -> Any:
    """Read a JSON object.

    Raises:
        ApiError: it is none.
    """
    if name not in parameters:
        return default
    try:
        return json.loads(parameters[name])
    except ValueError as error:
        raise bad_request(f"can't parse {name} JSON object") from error


def open_chat(world: World, parameters: Parameters) -> int:
    """Give the chat of a call.

    Raises:
        ApiError: the bot may not write to it.
    """
    if not parameters.get("chat_id"):
        raise bad_request("chat_id is empty")
    try:
        chat_id = int(parameters["chat_id"])
    except ValueError as error:
        raise bad_request("chat not found") from error
    if chat_id in world.blocked_chats:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    membership = world.memberships.get(chat_id)
    if membership == "kicked":
        raise ApiError(403, "Forbidden: bot was kicked from the supergroup chat")
    if membership == "left":
        raise ApiError(403, "Forbidden: bot is not a member of the supergroup chat")
    if chat_id not in world.known_chats:
        raise bad_request("chat not found")
    return chat_id


def reply_target(world: World, chat_id: int, parameters: Parameters) -> int | None:
    """Give the message that is replied to.

    Raises:
        ApiError: there is no such message, and it may not be sent without.
    """
    reply = decoded(parameters, "reply_parameters", None)
    if reply is None:
        return None
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters: message_id expected")
    message_id: int = reply["message_id"]
    if world.content(chat_id, message_id) is not None:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def thread_of(
    world: World, chat_id: int, parameters: Parameters, reply_to: int | None = None
) -> int | None:
    """Give the topic that a message goes to: as named, or that of the message replied to.

    Raises:
        ApiError: the chat has no such topic.
    """
    if "message_thread_id" in parameters:
        thread = integer(parameters, "message_thread_id")
        if (chat_id, thread) not in world.threads:
            raise bad_request("message thread not found")
        return thread
    replied = world.content(chat_id, reply_to) if reply_to is not None else None
    if replied is None or not replied.get("is_topic_message"):
        return None
    found: int = replied["message_thread_id"]
    return found
