"""Calls methods of the double directly, without HTTP."""

import json
from typing import Any

import pytest

from tests.bot_api_double.citizens import CITIZEN, GROUP
from tests.bot_api_double.double import BotApiDouble
from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.methods import carry_out
from tests.bot_api_double.records import Call, SentMessage
from tests.bot_api_double.world import World

BUTTONS = {"inline_keyboard": [[{"text": "Lihat", "callback_data": "q:1"}]]}


def acquainted() -> BotApiDouble:
    """Give a double that no server serves; a citizen (message 1) and a group (2) know the bot."""
    double = BotApiDouble()
    double.say("halo")
    double.say("/tanya halo", GROUP, user=CITIZEN)
    return double


async def call(world: World, method: str, **parameters: Any) -> Any:
    """Carry out one call; objects are encoded as a library would.

    Raises:
        ApiError: the double refuses it.
    """
    encoded = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }
    return await carry_out(world, Call(method, encoded))


async def sent(world: World, chat_id: int, text: str = "x", **parameters: Any) -> SentMessage:
    """Send a message and give it as it was recorded."""
    await call(world, "sendMessage", chat_id=chat_id, text=text, **parameters)
    return world.sent[-1]


async def refused(world: World, method: str, **parameters: Any) -> str:
    """Carry out a call that must be refused; gives the reason that is told."""
    with pytest.raises(ApiError) as caught:
        await call(world, method, **parameters)
    kind, _, reason = caught.value.description.partition(": ")
    assert kind in {"Bad Request", "Forbidden"}
    return reason
