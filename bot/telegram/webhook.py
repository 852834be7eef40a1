"""Runs the application behind a webhook: the Bot API delivers each update by HTTPS.

python-telegram-bot's own `run_webhook` brings a second web server (tornado), replies before
anything is stored, and does not notice when another program takes the messages away.
"""

import asyncio
import hmac
import logging
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.errors import (
    TokenRefusedError,
    WebhookRefusedError,
    WebhookSettingError,
    WebhookTakenOverError,
)
from bot.telegram.http_server import Address, serving
from bot.telegram.running import (
    ALLOWED_UPDATES,
    Intake,
    Receiving,
    Sleep,
    TelegramApplication,
    Tell,
    announce,
    connect,
    opened,
    run_until_signal,
    started,
    tell_nobody,
    until,
)
from bot.telegram.update_door import UpdateDoor
from bot.telegram.webhook_info import fault_class, host_of

# Whether https, and which port, the Bot API says itself; a Bot API server of one's own allows more.
_URL = re.compile(r"https?://[^/?#@\s]+(/[^?#\s]*)?")
# https://core.telegram.org/bots/api#setwebhook allows 1 to 256 of these characters and up to 100
# connections; what is shorter than 16 can be guessed.
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
MOST_CONNECTIONS = 40

LOOK_SECONDS = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the Bot API delivers updates, and by what it shows that it is the Bot API.

    `url` is the public address that leads to `address`. The path is drawn from the secret: without
    a configured secret each start has its own, and a second bot at the same address is noticed.
    """

    url: str
    address: Address
    secret: str = field(repr=False)
    max_connections: int = MOST_CONNECTIONS

    @classmethod
    def at(cls, url: str, address: Address, secret: str = "") -> Self:
        """Check what was configured; an empty secret is replaced by a random one.

        Raises:
            WebhookSettingError: the address or the secret cannot be used.
        """
        if not (_URL.fullmatch(url) and host_of(url)):
            raise WebhookSettingError("SULUH_WEBHOOK_URL", "an address like https://host")
        if secret and not _SECRET.fullmatch(secret):
            described = "16 to 256 letters, digits, _ or -"
            raise WebhookSettingError("SULUH_WEBHOOK_SECRET", described)
        return cls(url.rstrip("/"), address, secret or secrets.token_urlsafe(32))

    @property
    def path(self) -> str:
        """The path that this bot serves; nobody without the secret can tell it."""
        return f"/telegram/{hmac.digest(self.secret.encode(), b'path', 'sha256').hex()[:32]}"

    @property
    def target(self) -> str:
        """The address that the Bot API is given."""
        return self.url + self.path


def run_webhook(
    application: TelegramApplication,
    intake: Intake,
    webhook: Webhook,
    receiving: Receiving,
    routes: Sequence[BaseRoute] = (),
    tell: Tell = tell_nobody,
) -> None:
    """Answer until SIGTERM or SIGINT, then finish what was taken in; a second signal kills.

    `routes` are served at the same address; `tell` is told what ends the run, if not a signal. The
    webhook stays set at the end, so that the Bot API keeps the messages for the next start.

    Raises:
        TokenRefusedError: the Bot API does not know the token.
        WebhookRefusedError: the Bot API does not deliver to the address.
        WebhookTakenOverError: another program had the messages sent elsewhere.
        ListenError: nothing can listen at the local address.
        BotApiUnreachableError: the Bot API gave no usable reply at the start.
        StorageError: what the last run left could not be read.
    """
    run_until_signal(
        partial(
            serve,
            application,
            intake=intake,
            webhook=webhook,
            receiving=receiving,
            routes=routes,
            tell=tell,
        )
    )


async def serve(
    application: TelegramApplication,
    stop: asyncio.Event,
    sleep: Sleep = asyncio.sleep,
    *,
    intake: Intake,
    webhook: Webhook,
    receiving: Receiving,
    routes: Sequence[BaseRoute] = (),
    tell: Tell = tell_nobody,
) -> None:
    """Answer until `stop` is set, then finish what was taken in.

    Raises:
        BotError: as for `run_webhook`.
    """
    door = UpdateDoor(application.bot, intake, receiving, webhook.secret)
    site = Starlette(routes=[Route(webhook.path, door.take, methods=["POST"]), *routes])
    delivery = _Delivery(application, webhook, receiving, sleep)
    async with opened(application):
        await until(stop, _prepare(application, sleep))
        if stop.is_set():
            return
        async with started(application, intake, tell), serving(site, webhook.address):
            try:
                await until(stop, delivery.keep())
            finally:
                receiving.end()


async def _prepare(application: TelegramApplication, sleep: Sleep) -> None:
    async def call_nothing_more() -> None:
        """The webhook is set once somebody listens."""

    await connect(application, call_nothing_more, sleep)
    await announce(application)


class _Delivery:
    """Has the Bot API deliver to this bot, and looks whether it still does."""

    def __init__(
        self,
        application: TelegramApplication,
        webhook: Webhook,
        receiving: Receiving,
        sleep: Sleep,
    ) -> None:
        self._application = application
        self._bot: ExtBot[Any] = application.bot
        self._webhook = webhook
        self._receiving = receiving
        self._sleep = sleep
        self._last_fault = datetime.now(UTC)

    async def keep(self) -> None:
        """Set the webhook, then look after it until cancelled."""
        await connect(self._application, self._set, self._sleep)
        self._receiving.note()
        host = host_of(self._webhook.url)
        _log.info("ready: messages are delivered to %s", host, extra={"host": host})
        while True:
            await self._sleep(LOOK_SECONDS)
            await self._look()

    async def _set(self) -> None:
        try:
            await self._bot.set_webhook(
                self._webhook.target,
                secret_token=self._webhook.secret,
                max_connections=self._webhook.max_connections,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            raise WebhookRefusedError(fault_class(error.message)) from None

    async def _look(self) -> None:
        try:
            info = await self._bot.get_webhook_info()
        except InvalidToken:
            raise TokenRefusedError from None
        except TelegramError as error:
            _log.warning("the webhook could not be looked at: %s", type(error).__name__)
            return
        # Compared by the path alone: the Bot API may write the host in its own way.
        if not info.url.endswith(self._webhook.path):
            raise WebhookTakenOverError(host_of(info.url))
        self._receiving.note()
        self._tell_fault(info)

    def _tell_fault(self, info: WebhookInfo) -> None:
        if info.last_error_date is None or info.last_error_date <= self._last_fault:
            return
        self._last_fault = info.last_error_date
        fault = fault_class(info.last_error_message or "")
        _log.warning(
            "the Bot API could not deliver messages: %s; %d wait",
            fault,
            info.pending_update_count,
            extra={"fault": fault, "waiting": info.pending_update_count},
        )
