"""Puts the Telegram application together."""

import logging
import os
import re
from typing import Any

from telegram import BotCommand, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, Defaults, ExtBot

from bot.errors import MissingTokenError, TokenRefusedError
from bot.messages.catalogue import LANGUAGES, NATIONAL_LANGUAGE, Catalogue
from bot.settings import DEFAULT_BOT_API_URL
from bot.telegram.handlers import (
    HELP_COMMANDS,
    START,
    Answerer,
    CitizenHandlers,
    TelegramApplication,
)
from bot.telegram.processing import PerChatProcessor
from bot.telegram.rate_limiting import AnswersFirstLimiter

CONNECT_SECONDS = 10.0
# Long, because a send without a reply in time is not repeated (see delivery).
READ_SECONDS = 20.0
# A burst of answers waits for a free connection rather than failing.
POOL_SECONDS = 30.0
CONNECTIONS = 64

_HELP_COMMAND = {"id": HELP_COMMANDS[0], "en": HELP_COMMANDS[1]}
# https://core.telegram.org/bots/api#authorizing-your-bot
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")

_log = logging.getLogger(__name__)


def build_application(
    token: str,
    answerer: Answerer,
    catalogue: Catalogue,
    bot_api_url: str = DEFAULT_BOT_API_URL,
) -> TelegramApplication:
    """Build the application that answers citizens; `polling.run_polling` runs it.

    Raises:
        MissingTokenError: the token is empty.
        TokenRefusedError: the token cannot be one.
    """
    token = token.strip()
    _check(token)
    # Makes python-telegram-bot give waiting times as timedelta, without a warning for each.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    url = bot_api_url.rstrip("/")

    async def announce(application: TelegramApplication) -> None:
        await _announce(application.bot, catalogue)

    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .rate_limiter(AnswersFirstLimiter())
        .concurrent_updates(PerChatProcessor())
        .connection_pool_size(CONNECTIONS)
        .connect_timeout(CONNECT_SECONDS)
        .read_timeout(READ_SECONDS)
        .pool_timeout(POOL_SECONDS)
        .get_updates_connect_timeout(CONNECT_SECONDS)
        .get_updates_read_timeout(READ_SECONDS)
        .post_init(announce)
        .build()
    )
    CitizenHandlers(answerer, catalogue).register(application)
    return application


def _check(token: str) -> None:
    if not token:
        raise MissingTokenError
    if not _TOKEN.fullmatch(token):
        raise TokenRefusedError


async def _announce(bot: ExtBot[Any], catalogue: Catalogue) -> None:
    """Tell Telegram the commands and descriptions; the bot works without."""
    try:
        for language in LANGUAGES:
            # The national texts are also what users of any further language see.
            codes = (None, language) if language == NATIONAL_LANGUAGE else (language,)
            for code in codes:
                await _announce_in(bot, catalogue, language, code)
    except TelegramError as error:
        _log.warning("commands and descriptions were not set: %s", type(error).__name__)


async def _announce_in(
    bot: ExtBot[Any], catalogue: Catalogue, language: str, language_code: str | None
) -> None:
    commands = [
        BotCommand(START, catalogue.text("telegram.command_start", language)),
        BotCommand(_HELP_COMMAND[language], catalogue.text("telegram.command_help", language)),
    ]
    await bot.set_my_commands(commands, language_code=language_code)
    await bot.set_my_description(
        catalogue.text("telegram.description", language), language_code=language_code
    )
    await bot.set_my_short_description(
        catalogue.text("telegram.short_description", language), language_code=language_code
    )
