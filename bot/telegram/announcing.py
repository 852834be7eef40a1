"""Tells Telegram what the bot is called to do: commands and descriptions, in each language."""

import logging
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.messages.catalogue import LANGUAGES, NATIONAL_LANGUAGE, Catalogue
from bot.telegram.groups import ASK_COMMANDS
from bot.telegram.handlers import (
    CALL_OFF_COMMANDS,
    DELETE_DATA_COMMANDS,
    HAND_OVER_COMMAND,
    HELP_COMMANDS,
    LANGUAGE_COMMANDS,
    MY_DATA_COMMANDS,
    NEW_COMMANDS,
    PRIVACY_COMMANDS,
    SOURCES_COMMANDS,
    START,
)

# Each command's names in the order of LANGUAGES, and the message that describes it.
_PRIVATE = (
    ((START, START), "start"),
    (HELP_COMMANDS, "help"),
    (SOURCES_COMMANDS, "sources"),
    ((HAND_OVER_COMMAND, HAND_OVER_COMMAND), "ppid"),
    (NEW_COMMANDS, "new"),
    (CALL_OFF_COMMANDS, "call_off"),
    (LANGUAGE_COMMANDS, "language"),
    (PRIVACY_COMMANDS, "privacy"),
    (MY_DATA_COMMANDS, "my_data"),
    (DELETE_DATA_COMMANDS, "delete_data"),
)
_GROUP = ((ASK_COMMANDS, "ask"),)

_log = logging.getLogger(__name__)


async def announce(bot: ExtBot[Any], catalogue: Catalogue) -> None:
    """Set commands and descriptions; the bot works without."""
    try:
        for language in LANGUAGES:
            # The national texts are also what users of any further language see.
            codes = (None, language) if language == NATIONAL_LANGUAGE else (language,)
            for code in codes:
                await _announce_in(bot, catalogue, language, code)
    except TelegramError as error:
        _log.warning("commands and descriptions were not set: %s", type(error).__name__)


async def _announce_in(
    bot: ExtBot[Any], catalogue: Catalogue, language: str, code: str | None
) -> None:
    scopes: tuple[tuple[BotCommandScope, tuple[tuple[tuple[str, ...], str], ...]], ...] = (
        (BotCommandScopeDefault(), _PRIVATE),
        (BotCommandScopeAllPrivateChats(), _PRIVATE),
        (BotCommandScopeAllGroupChats(), _GROUP),
    )
    for scope, commands in scopes:
        described = _described(commands, catalogue, language)
        await bot.set_my_commands(described, scope=scope, language_code=code)
    description = catalogue.text("telegram.description", language)
    await bot.set_my_description(description, language_code=code)
    short = catalogue.text("telegram.short_description", language)
    await bot.set_my_short_description(short, language_code=code)


def _described(
    commands: tuple[tuple[tuple[str, ...], str], ...], catalogue: Catalogue, language: str
) -> list[BotCommand]:
    place = LANGUAGES.index(language)
    return [
        BotCommand(names[place], catalogue.text(f"telegram.command_{key}", language))
        for names, key in commands
    ]
