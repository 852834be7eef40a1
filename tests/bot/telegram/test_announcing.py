"""What Telegram shows of the bot before anybody writes to it."""

import pytest
from telegram.ext import ExtBot

from bot.messages.catalogue import Catalogue
from bot.telegram.announcing import announce
from tests.bot.telegram.scripted_api import TOKEN
from tests.bot.telegram.strict_api import StrictApi
from tests.bot_api_double.rules import (
    MAX_DESCRIPTION,
    MAX_SHORT_DESCRIPTION,
    check_commands,
    check_length,
)


async def _announced(catalogue: Catalogue, broken: str = "") -> StrictApi:
    api = StrictApi()
    api.broken.add(broken)
    await announce(ExtBot(TOKEN, request=api, get_updates_request=api), catalogue)
    return api


async def test_commands_are_set_for_each_language_and_scope(catalogue: Catalogue) -> None:
    """Indonesian holds for every further language; groups are offered only how to ask."""
    api = await _announced(catalogue)
    names = {
        (call["scope"]["type"], call.get("language_code", "")): [
            command["command"] for command in call["commands"]
        ]
        for call in api.calls_of("setMyCommands")
    }
    scopes = ("default", "all_private_chats", "all_group_chats")
    assert set(names) == {(scope, code) for scope in scopes for code in ("", "id", "en")}
    assert names["all_group_chats", ""] == ["tanya"]
    assert names["all_group_chats", "en"] == ["ask"]
    for name in ("start", "bantuan", "sumber", "ppid", "baru", "batal", "bahasa", "privasi"):
        assert name in names["all_private_chats", ""]
    assert {"data_saya", "hapus_data"} < set(names["default", "id"])
    assert {"help", "privacy", "my_data", "delete_data"} < set(names["default", "en"])


async def test_telegram_takes_what_is_announced(catalogue: Catalogue) -> None:
    """Names, descriptions and their lengths."""
    api = await _announced(catalogue)
    for call in api.calls_of("setMyCommands"):
        check_commands(call["commands"])
    for call in api.calls_of("setMyDescription"):
        check_length(call["description"], MAX_DESCRIPTION, "description")
    for call in api.calls_of("setMyShortDescription"):
        check_length(call["short_description"], MAX_SHORT_DESCRIPTION, "short description")


async def test_the_bot_starts_where_it_cannot_be_announced(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    """It works without."""
    await _announced(catalogue, broken="setMyCommands")
    assert "were not set" in caplog.text
