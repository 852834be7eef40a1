"""Methods that change what was sent: edits, deletions, reactions."""

from dataclasses import replace
from typing import Any

from telegram.constants import ReactionEmoji

from tests.bot_api_double import rules
from tests.bot_api_double.errors import bad_request
from tests.bot_api_double.keyboards import Markup, check_keyboard
from tests.bot_api_double.parameters import decoded, integer, open_chat
from tests.bot_api_double.records import Call, GuestAnswer, SentMessage
from tests.bot_api_double.world import World

# What a bot may set (https://core.telegram.org/bots/api#setmessagereaction).
MOST_REACTIONS = 1
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_REACTIONS = frozenset(emoji.value for emoji in ReactionEmoji)


async def edit_message_text(world: World, call: Call) -> Any:
    """Another text, with the keyboard given or none."""
    parameters = call.parameters
    if "inline_message_id" in parameters:
        return _edit_guest_answer(world, call)
    message = _own_message(world, call)
    raw = parameters.get("text", "")
    text, entities = rules.checked_text(raw, parameters.get("parse_mode", ""))
    if message.document is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(
        world,
        message,
        raw=raw,
        text=text,
        entities=tuple(entities),
        parse_mode=parameters.get("parse_mode", ""),
        parameters=parameters,
        keyboard=_inline_keyboard(parameters).keyboard,
    )


async def edit_message_reply_markup(world: World, call: Call) -> Any:
    """Another keyboard, or none."""
    message = _own_message(world, call)
    return _change(world, message, keyboard=_inline_keyboard(call.parameters).keyboard)


async def delete_message(world: World, call: Call) -> Any:
    """A message is taken back; those of others only in private chats."""
    chat_id = open_chat(world, call.parameters)
    message_id = integer(call.parameters, "message_id")
    if world.content(chat_id, message_id) is None:
        raise bad_request("message to delete not found")
    if chat_id < 0 and world.message(chat_id, message_id) is None:
        raise bad_request("message can't be deleted")
    world.erase(chat_id, message_id)
    return True


async def set_message_reaction(world: World, call: Call) -> Any:
    """A reaction of the bot to anybody's message; an empty list takes it back."""
    chat_id = open_chat(world, call.parameters)
    message_id = integer(call.parameters, "message_id")
    if world.content(chat_id, message_id) is None:
        raise bad_request("message to react not found")
    reactions = decoded(call.parameters, "reaction", [])
    if not isinstance(reactions, list) or not all(isinstance(one, dict) for one in reactions):
        raise bad_request("can't parse reaction types JSON object")
    if len(reactions) > MOST_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = tuple(str(one.get("emoji", "")) for one in reactions)
    if not set(emojis) <= _REACTIONS:
        raise bad_request("REACTION_INVALID")
    with world.changed:
        world.reactions[chat_id, message_id] = emojis
        world.changed.notify_all()
    return True


def _own_message(world: World, call: Call) -> SentMessage:
    parameters = call.parameters
    if "message_id" not in parameters:
        raise bad_request("message identifier is not specified")
    chat_id = open_chat(world, parameters)
    message_id = integer(parameters, "message_id")
    if world.content(chat_id, message_id) is None:
        raise bad_request("message to edit not found")
    message = world.message(chat_id, message_id)
    # A person's message, or one that asks for a reply.
    if message is None or message.asks is not None:
        raise bad_request("message can't be edited")
    return message


def _inline_keyboard(parameters: dict[str, str]) -> Markup:
    markup = check_keyboard(parameters.get("reply_markup", ""))
    if markup.asks is not None:
        raise bad_request("inline keyboard expected")
    return markup


def _change(world: World, message: SentMessage, **changes: Any) -> Any:
    changed = replace(message, **changes)
    if _shown(changed) == _shown(message):
        raise bad_request(NOT_MODIFIED)
    return world.told(
        world.change(message, **changes, history=(*message.history, replace(message, history=())))
    )


def _shown(message: SentMessage) -> tuple[Any, ...]:
    return message.text, message.entities, message.keyboard


def _edit_guest_answer(world: World, call: Call) -> bool:
    wanted = call.parameters["inline_message_id"]
    with world.changed:
        answers = {one.inline_message_id: key for key, one in world.guest_answers.items()}
        if wanted not in answers:
            raise bad_request("MESSAGE_ID_INVALID")
        answer: GuestAnswer = world.guest_answers[answers[wanted]]
        text, entities = rules.checked_text(
            call.parameters.get("text", ""), call.parameters.get("parse_mode", "")
        )
        keyboard = _inline_keyboard(call.parameters).keyboard
        result = replace(answer.result, text=text, entities=tuple(entities), keyboard=keyboard)
        if result == answer.result:
            raise bad_request(NOT_MODIFIED)
        world.guest_answers[answers[wanted]] = replace(
            answer, result=result, history=(*answer.history, answer.result)
        )
        world.changed.notify_all()
    return True
