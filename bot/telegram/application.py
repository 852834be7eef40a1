"""Puts python-telegram-bot's application together: the connection, its limits, its order."""

import os
import re

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, Defaults
from telegram.request import HTTPXRequest

from bot.errors import MissingTokenError, TokenRefusedError
from bot.settings import DEFAULT_BOT_API_URL
from bot.telegram.measured_request import MeasuredRequest
from bot.telegram.metrics import Metrics
from bot.telegram.processing import PerChatProcessor
from bot.telegram.rate_limiting import AnswersFirstLimiter
from bot.telegram.running import TelegramApplication

CONNECT_SECONDS = 10.0
# Long, because a send without a reply in time is not repeated (see delivery).
READ_SECONDS = 20.0
# A burst of answers waits for a free connection rather than failing.
POOL_SECONDS = 30.0
CONNECTIONS = 64

# https://core.telegram.org/bots/api#authorizing-your-bot
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


def build_application(
    token: str,
    processor: PerChatProcessor,
    metrics: Metrics,
    bot_api_url: str = DEFAULT_BOT_API_URL,
) -> TelegramApplication:
    """Build the application; `polling.run_polling` or `webhook.run_webhook` runs it.

    Raises:
        MissingTokenError: the token is empty.
        TokenRefusedError: the token cannot be one.
    """
    token = token.strip()
    if not token:
        raise MissingTokenError
    if not _TOKEN.fullmatch(token):
        raise TokenRefusedError
    # Makes python-telegram-bot give waiting times as timedelta, without a warning for each.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    url = bot_api_url.rstrip("/")
    return (
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
        .concurrent_updates(processor)
        .request(_request(metrics, CONNECTIONS))
        .get_updates_request(_request(metrics, 1))
        .build()
    )


def _request(metrics: Metrics, connections: int) -> HTTPXRequest:
    return MeasuredRequest(
        metrics,
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        pool_timeout=POOL_SECONDS,
    )
