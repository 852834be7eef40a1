"""The methods of the Bot API that the double offers."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.bot_api_double import (
    methods_bot,
    methods_edits,
    methods_inline,
    methods_messages,
    methods_updates,
)
from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.records import Call
from tests.bot_api_double.world import World

Method = Callable[[World, Call], Awaitable[Any]]

# Method names are not case-sensitive (https://core.telegram.org/bots/api#making-requests).
METHODS: dict[str, Method] = {
    "getme": methods_bot.get_me,
    "setmycommands": methods_bot.set_my_commands,
    "getmycommands": methods_bot.get_my_commands,
    "deletemycommands": methods_bot.delete_my_commands,
    "setmydescription": methods_bot.set_my_description,
    "setmyshortdescription": methods_bot.set_my_short_description,
    "setmyname": methods_bot.set_my_name,
    "setchatmenubutton": methods_bot.set_chat_menu_button,
    "getchat": methods_bot.get_chat,
    "getchatmember": methods_bot.get_chat_member,
    "close": methods_bot.leave,
    "logout": methods_bot.leave,
    "getupdates": methods_updates.get_updates,
    "setwebhook": methods_updates.set_webhook,
    "deletewebhook": methods_updates.delete_webhook,
    "getwebhookinfo": methods_updates.get_webhook_info,
    "sendmessage": methods_messages.send_message,
    "senddocument": methods_messages.send_document,
    "sendmessagedraft": methods_messages.send_message_draft,
    "sendchataction": methods_messages.send_chat_action,
    "editmessagetext": methods_edits.edit_message_text,
    "editmessagereplymarkup": methods_edits.edit_message_reply_markup,
    "deletemessage": methods_edits.delete_message,
    "setmessagereaction": methods_edits.set_message_reaction,
    "answercallbackquery": methods_inline.answer_callback_query,
    "answerinlinequery": methods_inline.answer_inline_query,
    "answerguestquery": methods_inline.answer_guest_query,
}


async def carry_out(world: World, call: Call) -> Any:
    """Carry out one call, unless flood control stops it.

    Raises:
        ApiError: Telegram would refuse it.
    """
    method = METHODS.get(call.method.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    chat_id = call.parameters.get("chat_id", "")
    if chat_id.lstrip("-").isdigit():
        with world.changed:
            wait = world.flood.seconds_to_wait(call.method, int(chat_id))
        if wait:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    result = await method(world, call)
    call.carried_out = True
    return result
