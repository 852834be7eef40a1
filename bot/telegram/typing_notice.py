"""Shows "typing…" while an answer is made, and never gets in its way."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from telegram.constants import ChatAction
from telegram.error import TelegramError

# https://core.telegram.org/bots/api#sendchataction: the status is set for 5 seconds or less.
REPEAT_SECONDS = 4.0
# A call under way may end, which keeps its connection usable, but the answer waits no longer.
GRACE_SECONDS = 0.3

_log = logging.getLogger(__name__)


class ActionSender(Protocol):
    """The part of `telegram.Bot` that the notice needs."""

    async def send_chat_action(
        self, chat_id: int | str, action: str, message_thread_id: int | None = ...
    ) -> Any:
        """Show that something is being done."""


@asynccontextmanager
async def typing_notice(
    sender: ActionSender,
    chat_id: int,
    thread_id: int | None = None,
    repeat_seconds: float = REPEAT_SECONDS,
) -> AsyncIterator[None]:
    """Show the notice for as long as the block runs; its failures are only noted."""
    ended = asyncio.Event()
    task = asyncio.create_task(_repeat(sender, (chat_id, thread_id), ended, repeat_seconds))
    try:
        yield
    finally:
        ended.set()
        await asyncio.wait({task}, timeout=GRACE_SECONDS)
        task.cancel()
        (failure,) = await asyncio.gather(task, return_exceptions=True)
        if isinstance(failure, Exception):
            _log.warning("the typing notice failed: %s", type(failure).__name__)


async def _repeat(
    sender: ActionSender,
    place: tuple[int, int | None],
    ended: asyncio.Event,
    repeat_seconds: float,
) -> None:
    chat_id, thread_id = place
    while not ended.is_set():
        try:
            await sender.send_chat_action(chat_id, ChatAction.TYPING, thread_id)
        except TelegramError as error:
            _log.debug("the typing notice was not shown: %s", type(error).__name__)
        try:
            await asyncio.wait_for(ended.wait(), repeat_seconds)
        except TimeoutError:
            continue
