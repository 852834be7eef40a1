"""What polling and the webhook share: signals, the first calls, an orderly end."""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Protocol

from telegram import Update
from telegram.constants import UpdateType
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application

from bot.errors import BotApiUnreachableError, BotError, TokenRefusedError

# https://core.telegram.org/bots/api#getupdates: only what the handlers look at.
ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.INLINE_QUERY,
    UpdateType.GUEST_MESSAGE,
)

START_ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A long poll and its read timeout, or two looks at the webhook, fit in.
RECEIVING_SECONDS = 150.0

Sleep = Callable[[float], Awaitable[None]]
Tell = Callable[[BotError], Awaitable[None]]
TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class Intake(Protocol):
    """What keeps updates safe before anything is done with them."""

    async def accept(self, updates: Sequence[Update]) -> int:
        """Store and queue the updates that are new; gives their number."""

    async def resume(self) -> int:
        """Queue what was stored and not finished before the last stop; gives its number."""


async def tell_nobody(error: BotError) -> None:
    """Have nobody to tell."""


class Receiving:
    """Whether updates can come in, as far as the Bot API's last replies tell."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, seconds: float = RECEIVING_SECONDS
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._last: float | None = None
        self._ended = False

    def note(self) -> None:
        """Note that updates could come in just now."""
        self._last = self._clock()

    def end(self) -> None:
        """Note that no more updates are taken."""
        self._ended = True

    async def fault(self) -> str:
        """Say why no updates come in; empty where they do."""
        if self._ended:
            return "stopping"
        if self._last is None:
            return "not started yet"
        silent = self._clock() - self._last
        return f"nothing from the Bot API for {silent:.0f} s" if silent > self._seconds else ""


def run_until_signal(serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Serve until SIGTERM or SIGINT sets the event, and to the end of `serve`; a second one kills.

    Raises:
        BotError: as `serve` does.
    """
    asyncio.run(_run_until_signal(serve))


async def _run_until_signal(serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def stop_once() -> None:
        _log.info("stopping: answering what was taken in")
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows: Ctrl+C ends the program at once
        for number in signals:
            loop.add_signal_handler(number, stop_once)
    await serve(stop)


async def until(stop: asyncio.Event, work: Awaitable[None]) -> None:
    """Do the work until it ends or `stop` is set, which cancels it."""
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


@asynccontextmanager
async def opened(application: TelegramApplication) -> AsyncIterator[None]:
    """Close the application's connections at the end."""
    try:
        yield
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # open even where the application never started


async def connect(
    application: TelegramApplication, first_call: Callable[[], Awaitable[None]], sleep: Sleep
) -> None:
    """Initialise the application and make the first call, a few times where there is no reply.

    Raises:
        TokenRefusedError: the Bot API does not know the token.
        BotApiUnreachableError: it gave no usable reply.
    """
    pause = FIRST_PAUSE_SECONDS
    for attempt in range(1, START_ATTEMPTS + 1):
        wait = pause
        try:
            await application.initialize()
            await first_call()
        except InvalidToken:
            raise TokenRefusedError from None
        except TelegramError as error:
            _log.warning("no connection, attempt %d: %s", attempt, type(error).__name__)
            if isinstance(error, RetryAfter):
                wait = min(seconds_of(error.retry_after), LONGEST_PAUSE_SECONDS)
        else:
            return
        if attempt < START_ATTEMPTS:
            await sleep(wait)
            pause *= 2
    url = application.bot.base_url.rpartition("/bot")[0]
    raise BotApiUnreachableError(url, START_ATTEMPTS)


async def announce(application: TelegramApplication) -> None:
    """Do what the application wants done once it is connected."""
    if application.post_init is not None:
        await application.post_init(application)


@asynccontextmanager
async def started(
    application: TelegramApplication, intake: Intake, tell: Tell
) -> AsyncIterator[None]:
    """Handle what is queued, first what the last run left; at the end finish all that is queued.

    What ends the run is told while the connection still stands.
    """
    await application.start()
    try:
        await intake.resume()
        yield
    except BotError as error:
        await tell(error)
        raise
    finally:
        await application.stop()


def seconds_of(told: int | timedelta) -> float:
    """Give a waiting time of the Bot API in seconds."""
    return float(told) if isinstance(told, int) else told.total_seconds()
