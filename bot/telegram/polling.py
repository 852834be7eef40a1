"""Runs the application by long polling, from the first call to the last answer.

python-telegram-bot's own `run_polling` does not fit: it logs tracebacks of a refused token (with
the token in them), keeps fighting a second poller for ever, and stops fetching without a word when
a token is revoked. This loop reports each of these as one `BotError`.
"""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.errors import SecondPollerError, TokenRefusedError, WebhookTakenOverError
from bot.storage.errors import StorageError
from bot.telegram.running import (
    ALLOWED_UPDATES,
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    Intake,
    Receiving,
    Sleep,
    TelegramApplication,
    Tell,
    announce,
    connect,
    opened,
    run_until_signal,
    seconds_of,
    started,
    tell_nobody,
    until,
)
from bot.telegram.webhook_info import webhook_host

LONG_POLL = timedelta(seconds=30)

CONFIRM_SECONDS = 5.0
# A restarted bot meets its own last request, which the server has not dropped yet.
CONFLICTS_BEFORE_STOP = 3

_log = logging.getLogger(__name__)


def run_polling(
    application: TelegramApplication,
    intake: Intake,
    receiving: Receiving,
    beside: AbstractAsyncContextManager[Any] | None = None,
    tell: Tell = tell_nobody,
) -> None:
    """Answer until SIGTERM or SIGINT, then finish what was fetched; a second signal kills.

    `beside` is entered first and left last: the server of the health checks, say. `tell` is told
    what ends the run, if not a signal.

    Raises:
        TokenRefusedError: the Bot API does not know the token.
        SecondPollerError: another program fetches the same messages.
        WebhookTakenOverError: another program has them sent to itself.
        BotApiUnreachableError: the Bot API gave no usable reply at the start.
        StorageError: what the last run left could not be read.
    """
    run_until_signal(
        partial(serve, application, intake=intake, receiving=receiving, beside=beside, tell=tell)
    )


async def serve(
    application: TelegramApplication,
    stop: asyncio.Event,
    sleep: Sleep = asyncio.sleep,
    *,
    intake: Intake,
    receiving: Receiving,
    beside: AbstractAsyncContextManager[Any] | None = None,
    tell: Tell = tell_nobody,
) -> None:
    """Answer until `stop` is set, then finish what was fetched.

    Raises:
        BotError: as for `run_polling`.
    """
    async with beside or nullcontext(), opened(application):
        await until(stop, _prepare(application, sleep))
        if stop.is_set():
            return
        async with started(application, intake, tell):
            _log.info("ready: fetching messages")
            try:
                await until(stop, _Poller(application.bot, intake, receiving, sleep).run())
            finally:
                receiving.end()


async def _prepare(application: TelegramApplication, sleep: Sleep) -> None:
    async def end_webhook() -> None:
        # getUpdates is refused while a webhook is set.
        if host := await webhook_host(application.bot):
            _log.warning(
                "a webhook at %s was set for this bot and is removed; what ran there is cut off",
                host,
                extra={"host": host},
            )
        await application.bot.delete_webhook()

    await connect(application, end_webhook, sleep)
    await announce(application)


class _Poller:
    """Fetches updates and has them taken in."""

    def __init__(
        self, bot: ExtBot[Any], intake: Intake, receiving: Receiving, sleep: Sleep
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._receiving = receiving
        self._sleep = sleep
        self._offset = 0
        self._conflicts = 0
        self._pause = FIRST_PAUSE_SECONDS

    async def run(self) -> None:
        """Fetch until cancelled; then confirm what was fetched, so that it does not come again."""
        try:
            while True:
                await self._step()
        finally:
            await self._confirm()

    async def _step(self) -> None:
        try:
            updates = await self._fetch(LONG_POLL)
            await self._take(updates)
        except InvalidToken:
            raise TokenRefusedError from None
        except Conflict:
            await self._meet_conflict()
        except RetryAfter as error:
            await self._sleep(seconds_of(error.retry_after))
        except (TelegramError, StorageError) as error:
            await self._meet_outage(error)
        else:
            self._conflicts = 0
            self._pause = FIRST_PAUSE_SECONDS
            self._receiving.note()

    async def _fetch(self, long_poll: timedelta) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._offset, timeout=long_poll, allowed_updates=ALLOWED_UPDATES
        )

    async def _take(self, updates: tuple[Update, ...]) -> None:
        """Take updates in; what cannot be stored is not confirmed and so comes again."""
        if not updates:
            return
        taking = asyncio.ensure_future(self._intake.accept(updates))
        try:
            await asyncio.shield(taking)
        finally:
            await taking  # to the end, also where the program is to stop meanwhile
            self._offset = updates[-1].update_id + 1

    async def _meet_conflict(self) -> None:
        self._conflicts += 1
        if self._conflicts >= CONFLICTS_BEFORE_STOP:
            if host := await webhook_host(self._bot):
                raise WebhookTakenOverError(host) from None
            raise SecondPollerError from None
        await self._sleep(self._conflicts * FIRST_PAUSE_SECONDS)

    async def _meet_outage(self, error: Exception) -> None:
        if isinstance(error, TimedOut):
            _log.info("fetching messages timed out; trying again")
        elif isinstance(error, StorageError):
            _log.error("messages cannot be stored, fetching again: %s", type(error).__name__)
        else:
            _log.warning("fetching messages failed, trying again: %s", type(error).__name__)
        await self._sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    async def _confirm(self) -> None:
        if not self._offset:
            return
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._fetch(timedelta(0))
        except (TelegramError, TimeoutError) as error:
            _log.warning("fetched messages may come again: %s", type(error).__name__)
