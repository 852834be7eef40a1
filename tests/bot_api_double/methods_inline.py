"""Methods that answer queries: pressed buttons, inline queries and guest questions."""

import time
from typing import Any

from tests.bot_api_double import rules
from tests.bot_api_double.errors import bad_request
from tests.bot_api_double.inline_results import (
    MAX_OFFSET_BYTES,
    checked_button,
    checked_result,
    checked_results,
)
from tests.bot_api_double.parameters import decoded, flag, integer
from tests.bot_api_double.records import Call, CallbackAnswer, GuestAnswer, InlineAnswer
from tests.bot_api_double.world import World

# https://core.telegram.org/bots/api#answerinlinequery
DEFAULT_CACHE_SECONDS = 300


async def answer_callback_query(world: World, call: Call) -> Any:
    """The end of a button's waiting, with a notice or without."""
    text = call.parameters.get("text", "")
    rules.check_alert(text)
    query_id = call.parameters.get("callback_query_id", "")
    with world.changed:
        world.close_query("callback", query_id)
        world.callback_answers[query_id] = CallbackAnswer(
            text, flag(call.parameters, "show_alert"), time.monotonic()
        )
        world.changed.notify_all()
    return True


async def answer_inline_query(world: World, call: Call) -> Any:
    """Results to choose from."""
    parameters = call.parameters
    results = checked_results(decoded(parameters, "results", None))
    button = ("", "")
    if "button" in parameters:
        button = checked_button(decoded(parameters, "button", None))
    cache_time = integer(parameters, "cache_time", DEFAULT_CACHE_SECONDS)
    if cache_time < 0:
        raise bad_request("invalid cache_time specified")
    if len(parameters.get("next_offset", "").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query_id = parameters.get("inline_query_id", "")
    with world.changed:
        world.close_query("inline", query_id)
        world.inline_answers[query_id] = InlineAnswer(
            results=results,
            cache_time=cache_time,
            is_personal=flag(parameters, "is_personal"),
            button=button[0],
            start_parameter=button[1],
            next_offset=parameters.get("next_offset", ""),
            at=time.monotonic(),
        )
        world.changed.notify_all()
    return True


async def answer_guest_query(world: World, call: Call) -> Any:
    """The one message that the bot may send to a chat that it is no member of."""
    result = checked_result(decoded(call.parameters, "result", None))
    query_id = call.parameters.get("guest_query_id", "")
    with world.changed:
        world.close_query("guest", query_id)
        answer = GuestAnswer(f"guest-message-{query_id}", result, time.monotonic())
        world.guest_answers[query_id] = answer
        world.changed.notify_all()
    return {"inline_message_id": answer.inline_message_id}
