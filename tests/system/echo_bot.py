"""Runs the front end over an echo, against the Bot API double."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from bot.settings import BotSettings
from bot.storage.store import Storage
from bot.telegram import polling
from bot.telegram.front_end import FrontEnd, build_front_end
from bot.telegram.privacy import NOTICE_VERSION
from bot.telegram.running import Sleep
from tests.bot_api_double import CITIZEN, TOKEN, BotApiDouble, SentMessage
from tests.system.echo import echo_answering

ADMIN = 11
WAIT_SECONDS = 15.0


@contextmanager
def opened_storage(home: Path) -> Iterator[Storage]:
    """Open a storage whose citizens have seen the privacy notice."""
    with closing(Storage.open(home)) as storage:
        for chat in (*range(1, 11), CITIZEN):
            storage.people.shown_notice(storage.key.hashed(chat), NOTICE_VERSION, time.time())
        yield storage


def front_end(
    storage: Storage,
    url: str,
    pause: float = 0.0,
    token: str = TOKEN,
    admins: frozenset[int] = frozenset({ADMIN}),
    offices: Path | None = None,
) -> FrontEnd:
    """Build the front end; each answer takes `pause` seconds."""
    settings = BotSettings.model_validate(
        {"telegram_token": token, "bot_api_url": url, "admins": admins, "offices": offices}
    )
    return build_front_end(settings, storage, echo_answering(pause))


async def serve(
    built: FrontEnd, stop: asyncio.Event | None = None, sleep: Sleep = asyncio.sleep
) -> None:
    """Serve until `stop` is set, or for ever."""
    await polling.serve(
        built.application,
        stop or asyncio.Event(),
        sleep,
        intake=built.intake,
        receiving=built.receiving,
        tell=built.tell,
    )


@asynccontextmanager
async def running(
    double: BotApiDouble,
    storage: Storage,
    pause: float = 0.0,
    admins: frozenset[int] = frozenset({ADMIN}),
    offices: Path | None = None,
) -> AsyncIterator[None]:
    """Serve beside the block, and stop in order at its end."""
    stop = asyncio.Event()
    built = front_end(storage, double.url, pause, admins=admins, offices=offices)
    task = asyncio.create_task(serve(built, stop, no_wait))
    try:
        yield
    finally:
        stop.set()
        await task


async def messages(double: BotApiDouble, count: int) -> list[SentMessage]:
    """Wait until so many messages were sent; gives all of them."""
    return await asyncio.to_thread(double.wait_for_messages, count, WAIT_SECONDS)


async def until(double: BotApiDouble, condition: Callable[[], bool]) -> None:
    """Wait until a condition on the double holds."""
    await asyncio.to_thread(double.wait_until, condition, WAIT_SECONDS)


async def sent(double: BotApiDouble, fits: Callable[[SentMessage], bool]) -> SentMessage:
    """Wait for a message."""
    await until(double, lambda: any(map(fits, double.sent)))
    return next(filter(fits, double.sent))


async def no_wait(seconds: float) -> None:
    """Wait for a moment only."""
    await asyncio.sleep(min(seconds, 0.01))
