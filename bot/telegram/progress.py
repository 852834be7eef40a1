"""Shows that an answer is being made, and never gets in its way.

In a private chat a draft shows what is being done once it takes long; a draft is plain text, and
is gone when the answer is sent. Elsewhere a message is edited, and deleted at the end.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from telegram.error import TelegramError

from bot.telegram.services import Place

# Most answers take less; a notice for them would only flicker.
QUIET_SECONDS = 2.5
# https://core.telegram.org/bots/api#sendmessagedraft: a draft lives for 30 seconds. Edits count as
# messages of the chat, of which Telegram takes about one a second.
SHORTEST_PAUSE_SECONDS = 1.0
GRACE_SECONDS = 0.3

_log = logging.getLogger(__name__)


class ProgressSender(Protocol):
    """The part of `telegram.Bot` that progress needs."""

    async def send_message_draft(
        self, chat_id: int, draft_id: int, text: str, *, parse_mode: Any = ...
    ) -> Any:
        """Show a draft in a private chat."""

    async def send_message(
        self,
        chat_id: int | str,
        text: str,
        *,
        parse_mode: Any = ...,
        message_thread_id: int | None = ...,
    ) -> Any:
        """Send a message."""

    async def edit_message_text(
        self, text: str, *, chat_id: int, message_id: int, parse_mode: Any = ...
    ) -> Any:
        """Change a message."""

    async def delete_message(self, chat_id: int | str, message_id: int) -> Any:
        """Take a message back."""


@dataclass(slots=True)
class Progress:
    """What is to be seen while an answer is made: the latest text wins."""

    text: str

    def show(self, text: str) -> None:
        """Show this from the next step on; an empty text changes nothing."""
        self.text = text or self.text


@asynccontextmanager
async def shown_progress(
    sender: ProgressSender,
    place: Place,
    draft_id: int,
    texts: tuple[str, str],
    quiet_seconds: float = QUIET_SECONDS,
    pause_seconds: float = SHORTEST_PAUSE_SECONDS,
) -> AsyncIterator[Progress]:
    """Show progress for as long as the block runs; its failures are only noted.

    `texts` are what stands there first, and what after a while (`Progress.show` says better).
    """
    progress = Progress("")
    ended = asyncio.Event()
    show = _shower(sender, place, draft_id)
    pauses = (quiet_seconds, pause_seconds)
    task = asyncio.create_task(_repeat(show, progress, texts, ended, pauses))
    try:
        yield progress
    finally:
        ended.set()
        await asyncio.wait({task}, timeout=GRACE_SECONDS)
        task.cancel()
        await show.end()


async def _repeat(
    show: "_Shower",
    progress: Progress,
    texts: tuple[str, str],
    ended: asyncio.Event,
    pauses: tuple[float, float],
) -> None:
    quiet_seconds, pause_seconds = pauses
    if await _waited(ended, quiet_seconds):
        return
    began = time.monotonic()
    seen = ""
    while True:
        waiting = texts[0] if time.monotonic() - began < quiet_seconds else texts[1]
        text = progress.text or waiting
        if text != seen:
            seen = text
            try:
                await show(text)
            except TelegramError as error:
                _log.info("progress was not shown: %s", type(error).__name__)
        if await _waited(ended, pause_seconds):
            return


async def _waited(ended: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await ended.wait()
    except TimeoutError:
        return False
    return True


class _Shower(Protocol):
    async def __call__(self, text: str) -> None: ...
    async def end(self) -> None: ...


def _shower(sender: ProgressSender, place: Place, draft_id: int) -> _Shower:
    if place.is_private:
        return _Draft(sender, place.chat_id, draft_id)
    return _EditedMessage(sender, place)


class _Draft:
    def __init__(self, sender: ProgressSender, chat_id: int, draft_id: int) -> None:
        self._sender = sender
        self._chat_id = chat_id
        # Zero is refused (https://core.telegram.org/bots/api#sendmessagedraft).
        self._draft_id = draft_id or 1

    async def __call__(self, text: str) -> None:
        # Without a parse mode of its own a draft would be read in the bot's usual one, as HTML.
        await self._sender.send_message_draft(self._chat_id, self._draft_id, text, parse_mode=None)

    async def end(self) -> None:
        """The answer takes its place."""


class _EditedMessage:
    def __init__(self, sender: ProgressSender, place: Place) -> None:
        self._sender = sender
        self._place = place
        self._message_id = 0

    async def __call__(self, text: str) -> None:
        chat_id = self._place.chat_id
        if self._message_id:
            await self._sender.edit_message_text(
                text, chat_id=chat_id, message_id=self._message_id, parse_mode=None
            )
        else:
            sent = await self._sender.send_message(
                chat_id, text, parse_mode=None, message_thread_id=self._place.thread_id
            )
            self._message_id = sent.message_id

    async def end(self) -> None:
        if not self._message_id:
            return
        try:
            await self._sender.delete_message(self._place.chat_id, self._message_id)
        except TelegramError as error:
            _log.info("a notice was not taken back: %s", type(error).__name__)
