"""Keeps order within a chat while chats run beside each other."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# Updates that wait for their chat's turn hold a place too, so this is far above the number of
# answers made at once: one citizen's burst must not fill it. The answerer bounds its own work.
MOST_UPDATES = 1_024

Finish = Callable[[int], Awaitable[None]]
Jumps = Callable[[Update], bool]


async def _nothing_to_finish(update_id: int) -> None:
    """Keep no record."""


def _none_jumps(update: Update) -> bool:
    return False


class PerChatProcessor(BaseUpdateProcessor):
    """Handles one update of a chat at a time, in the order they came.

    `finish` is told each update that was handled; one that was cut off by the program's end is
    not. `jumps` tells which updates do not wait for their turn: what calls off must not queue
    behind what it calls off.
    """

    __slots__ = ("_finish", "_jumps", "_kept", "_turns")

    def __init__(
        self,
        finish: Finish = _nothing_to_finish,
        jumps: Jumps = _none_jumps,
        max_concurrent_updates: int = MOST_UPDATES,
    ) -> None:
        super().__init__(max_concurrent_updates)
        self._finish = finish
        self._jumps = jumps
        self._turns: dict[int, _Turns] = {}
        self._kept: set[int] = set()

    @property
    def busy_chats(self) -> int:
        """How many chats have an update under way or waiting."""
        return len(self._turns)

    @property
    def waiting(self) -> int:
        """How many updates are under way or waiting."""
        return sum(turns.claims for turns in self._turns.values())

    def keep_pending(self, update_id: int) -> None:
        """Do not finish this update: its citizen got nothing, and it is for the next start."""
        self._kept.add(update_id)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the coroutine when it is the turn of its chat."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat = update.effective_chat
        if chat is None or self._jumps(update):
            await coroutine
        else:
            await self._in_turn(chat.id, coroutine)
        if update.update_id in self._kept:
            self._kept.discard(update.update_id)
        else:
            await self._finish(update.update_id)

    async def _in_turn(self, chat_id: int, coroutine: Awaitable[Any]) -> None:
        turns = self._turns.setdefault(chat_id, _Turns())
        turns.claims += 1
        try:
            async with turns.lock:
                await coroutine
        finally:
            turns.claims -= 1
            if not turns.claims:
                del self._turns[chat_id]

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Hold nothing."""


class _Turns:
    """A chat's lock and how many updates hold or await it."""

    __slots__ = ("claims", "lock")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.claims = 0
