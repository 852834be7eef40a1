"""Looks whether the bot can answer on Telegram, and says what to do where it cannot."""

import asyncio
from collections.abc import Iterator

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.errors import MissingTokenError, TokenRefusedError
from bot.settings import BotSettings
from vectorstore.health import Health, HealthCheck

_SECONDS = 15.0


def check_bot(settings: BotSettings) -> Iterator[HealthCheck]:
    """Look at the Bot API and at the PPID that citizens are sent to."""
    yield asyncio.run(_check_bot_api(settings))
    if settings.ppid_name and settings.ppid_contact:
        yield HealthCheck("PPID", Health.GOOD, f"{settings.ppid_name}, {settings.ppid_contact}")
    else:
        mend = "Set SULUH_PPID_NAME and SULUH_PPID_CONTACT."
        found = "citizens without an answer are not told where to ask"
        yield HealthCheck("PPID", Health.WARNING, found, mend)


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
