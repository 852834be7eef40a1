"""Methods about the bot itself and about chats."""

import json
from typing import Any

from tests.bot_api_double import rules
from tests.bot_api_double.errors import bad_request
from tests.bot_api_double.parameters import Parameters, decoded, integer, open_chat
from tests.bot_api_double.records import Call
from tests.bot_api_double.updates import bot_user, chat, person
from tests.bot_api_double.world import World


async def get_me(world: World, call: Call) -> Any:
    """The bot itself."""
    return bot_user(world.token) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }


async def set_my_commands(world: World, call: Call) -> Any:
    """The command list of a scope and language."""
    key = _scope(world, call.parameters)
    commands = decoded(call.parameters, "commands", [])
    rules.check_commands(commands)
    with world.changed:
        world.commands[key] = [(one["command"], one["description"]) for one in commands]
    return True


async def get_my_commands(world: World, call: Call) -> Any:
    """The commands that were set for exactly this scope and language."""
    commands = world.commands.get(_scope(world, call.parameters), [])
    return [{"command": name, "description": described} for name, described in commands]


async def delete_my_commands(world: World, call: Call) -> Any:
    """No commands of its own for this scope and language."""
    with world.changed:
        world.commands.pop(_scope(world, call.parameters), None)
    return True


async def set_my_description(world: World, call: Call) -> Any:
    """What an empty chat shows."""
    return _set_text(world, call.parameters, "description", rules.MAX_DESCRIPTION)


async def set_my_short_description(world: World, call: Call) -> Any:
    """What the bot's profile shows."""
    return _set_text(world, call.parameters, "short_description", rules.MAX_SHORT_DESCRIPTION)


async def set_my_name(world: World, call: Call) -> Any:
    """What the bot is called."""
    return _set_text(world, call.parameters, "name", rules.MAX_NAME)


async def set_chat_menu_button(world: World, call: Call) -> Any:
    """The button beside the text field, of one private chat or of all."""
    button = decoded(call.parameters, "menu_button", {"type": "default"})
    rules.check_menu_button(button)
    chat_id = open_chat(world, call.parameters) if "chat_id" in call.parameters else None
    if chat_id is not None and chat_id < 0:
        raise bad_request("chat not found")
    with world.changed:
        world.menu_buttons[chat_id] = button
    return True


async def get_chat(world: World, call: Call) -> Any:
    """What a chat is."""
    chat_id = open_chat(world, call.parameters)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    return chat(chat_id, is_forum=world.is_forum(chat_id)) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }


async def get_chat_member(world: World, call: Call) -> Any:
    """What a user is in a chat; everybody who is not the bot is a plain member."""
    chat_id = open_chat(world, call.parameters)
    user_id = integer(call.parameters, "user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    bot = bot_user(world.token)
    if user_id == bot["id"]:
        return {"user": bot, "status": world.memberships.get(chat_id, "member")}
    return {"user": person(user_id, ""), "status": "member"}


async def leave(world: World, call: Call) -> Any:
    """Answer close and logOut."""
    return True


def _scope(world: World, parameters: Parameters) -> tuple[str, str]:
    rules.check_language(parameters)
    scope = decoded(parameters, "scope", {"type": "default"})
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in rules.COMMAND_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind in rules.SCOPES_OF_A_CHAT:
        chat_id = open_chat(world, {"chat_id": str(scope.get("chat_id", ""))})
        kind = json.dumps({**scope, "chat_id": chat_id}, sort_keys=True)
    return kind, parameters.get("language_code", "")


def _set_text(world: World, parameters: Parameters, name: str, longest: int) -> bool:
    rules.check_language(parameters)
    text = parameters.get(name, "")
    rules.check_length(text, longest, f"bot {name.replace('_', ' ')}")
    with world.changed:
        world.profile[name, parameters.get("language_code", "")] = text
    return True
