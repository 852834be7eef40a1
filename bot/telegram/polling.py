"""Runs the application by long polling, from the first call to the last answer.

python-telegram-bot's own `run_polling` does not fit: it logs tracebacks of a refused token (with
the token in them), keeps fighting a second poller for ever, and stops fetching without a word when
a token is revoked. This loop reports each of these as one `BotError`.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.errors import BotApiUnreachableError, SecondPollerError, TokenRefusedError
from bot.telegram.handlers import TelegramApplication

# https://core.telegram.org/bots/api#getupdates: only what the handlers look at.
ALLOWED_UPDATES = ("message",)
LONG_POLL = timedelta(seconds=30)

START_ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
CONFIRM_SECONDS = 5.0
# A restarted bot meets its own last request, which the server has not dropped yet.
CONFLICTS_BEFORE_STOP = 3

Sleep = Callable[[float], Awaitable[None]]

_log = logging.getLogger(__name__)


def run_polling(application: TelegramApplication) -> None:
    """Answer until SIGTERM or SIGINT, then finish what was fetched; a second signal kills.

    Raises:
        TokenRefusedError: the Bot API does not know the token.
        SecondPollerError: another program fetches the same messages.
        BotApiUnreachableError: the Bot API gave no usable reply at the start.
    """
    asyncio.run(_run_until_signal(application))


async def _run_until_signal(application: TelegramApplication) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def stop_once() -> None:
        _log.info("stopping: answering what was fetched")
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows: Ctrl+C ends the program at once
        for number in signals:
            loop.add_signal_handler(number, stop_once)
    await serve(application, stop)


async def serve(
    application: TelegramApplication, stop: asyncio.Event, sleep: Sleep = asyncio.sleep
) -> None:
    """Answer until `stop` is set, then finish what was fetched.

    Raises:
        BotError: as for `run_polling`.
    """
    try:
        await _until(stop, _prepare(application, sleep))
        if stop.is_set():
            return
        await application.start()
        _log.info("ready: fetching messages")
        try:
            await _until(stop, _Poller(application, sleep).run())
        finally:
            await application.stop()
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # open even where the application never started


async def _until(stop: asyncio.Event, work: Awaitable[None]) -> None:
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def _prepare(application: TelegramApplication, sleep: Sleep) -> None:
    await _connect(application, sleep)
    if application.post_init is not None:
        await application.post_init(application)


async def _connect(application: TelegramApplication, sleep: Sleep) -> None:
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, START_ATTEMPTS + 1):
        try:
            await application.initialize()
            # getUpdates is refused while a webhook is set.
            await application.bot.delete_webhook()
        except InvalidToken:
            raise TokenRefusedError from None
        except TelegramError as error:
            _log.warning("no connection, attempt %d: %s", attempt, type(error).__name__)
        else:
            return
        if attempt < START_ATTEMPTS:
            await sleep(pause)
            pause *= 2
    url = application.bot.base_url.rpartition("/bot")[0]
    raise BotApiUnreachableError(url, START_ATTEMPTS)


class _Poller:
    """Fetches updates and hands them to the application."""

    def __init__(self, application: TelegramApplication, sleep: Sleep) -> None:
        self._bot: ExtBot[Any] = application.bot
        self._queue = application.update_queue
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
        except InvalidToken:
            raise TokenRefusedError from None
        except Conflict:
            await self._meet_conflict()
        except RetryAfter as error:
            await self._sleep(_seconds(error.retry_after))
        except TelegramError as error:
            await self._meet_outage(error)
        else:
            self._conflicts = 0
            self._pause = FIRST_PAUSE_SECONDS
            for update in updates:
                await self._queue.put(update)
                self._offset = update.update_id + 1

    async def _fetch(self, long_poll: timedelta) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._offset, timeout=long_poll, allowed_updates=ALLOWED_UPDATES
        )

    async def _meet_conflict(self) -> None:
        self._conflicts += 1
        if self._conflicts >= CONFLICTS_BEFORE_STOP:
            raise SecondPollerError from None
        await self._sleep(self._conflicts * FIRST_PAUSE_SECONDS)

    async def _meet_outage(self, error: TelegramError) -> None:
        if isinstance(error, TimedOut):
            _log.info("fetching messages timed out; trying again")
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


def _seconds(told: int | timedelta) -> float:
    return float(told) if isinstance(told, int) else told.total_seconds()
