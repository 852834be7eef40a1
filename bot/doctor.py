"""Looks whether the bot can answer on Telegram, and says what to do where it cannot."""

import asyncio
from collections.abc import Iterator
from importlib.resources import as_file
from importlib.resources.abc import Traversable

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.answering.generating.chat_model import open_chat_model
from bot.answering.reader import shipped_file
from bot.errors import (
    ChatModelSettingError,
    MissingTokenError,
    ReaderFileError,
    TokenRefusedError,
)
from bot.settings import BotSettings
from vectorstore.health import Health, HealthCheck

_SECONDS = 15.0


def check_bot(settings: BotSettings) -> Iterator[HealthCheck]:
    """Look at the models, the Bot API, and the PPID that citizens are sent to."""
    yield check_reader(shipped_file()) if settings.reader else _reader_off()
    if settings.chat_model:
        yield check_chat_model(settings)
    yield asyncio.run(_check_bot_api(settings))
    if settings.ppid_name and settings.ppid_contact:
        yield HealthCheck("PPID", Health.GOOD, f"{settings.ppid_name}, {settings.ppid_contact}")
    else:
        mend = "Set SULUH_PPID_NAME and SULUH_PPID_CONTACT."
        found = "citizens without an answer are not told where to ask"
        yield HealthCheck("PPID", Health.WARNING, found, mend)


def check_reader(file: Traversable) -> HealthCheck:
    """Look whether the reader's file can be used."""
    from bot.answering.reader_adapter import read_adapter

    try:
        with as_file(file) as path:
            read_adapter(path)
            found = f"{path.name}, {path.stat().st_size / 1e6:.1f} MB"
    except ReaderFileError as error:
        mend = "Install Suluh again; until then words alone choose the answers."
        return HealthCheck("reader", Health.FAULT, str(error), mend)
    return HealthCheck("reader", Health.GOOD, found)


def check_chat_model(settings: BotSettings) -> HealthCheck:
    """Look whether the language model could be asked; it is not, for that would cost money."""
    part = "language model"
    try:
        open_chat_model(settings).close()
    except ChatModelSettingError as error:
        return HealthCheck(part, Health.FAULT, str(error), "Mend the SULUH_CHAT_* settings.")
    limited = settings.chat_tokens_a_day or settings.chat_cost_a_day
    found = f"{settings.chat_model} is installed and set; it was not asked"
    if limited:
        return HealthCheck(part, Health.GOOD, found)
    mend = "Set SULUH_CHAT_TOKENS_A_DAY, or SULUH_CHAT_COST_A_DAY with the prices."
    return HealthCheck(part, Health.WARNING, f"{found}, and nothing limits its use", mend)


def _reader_off() -> HealthCheck:
    found = "switched off: words alone choose the answers"
    return HealthCheck("reader", Health.WARNING, found, "Set SULUH_READER=true.")


async def _check_bot_api(settings: BotSettings) -> HealthCheck:
    part, url = "Bot API", settings.bot_api_url.rstrip("/")
    token = settings.telegram_token.get_secret_value().strip()
    if not token:
        mend = "Put the token of @BotFather into SULUH_TELEGRAM_TOKEN."
        return HealthCheck(part, Health.WARNING, str(MissingTokenError()), mend)
    try:
        async with asyncio.timeout(_SECONDS), Bot(token, base_url=f"{url}/bot") as bot:
            return HealthCheck(part, Health.GOOD, f"{url} knows the bot as @{bot.username}")
    except InvalidToken:
        return HealthCheck(part, Health.FAULT, str(TokenRefusedError()), "Set the right token.")
    except (TelegramError, TimeoutError) as error:
        found = f"{url} gives no usable reply ({type(error).__name__})"
        return HealthCheck(part, Health.FAULT, found, "Check the network and SULUH_BOT_API_URL.")
