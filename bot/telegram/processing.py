"""Keeps order within a chat while chats run beside each other."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# Updates that wait for their chat's turn hold a place too, so this is far above the number of
# answers made at once: one citizen's burst must not fill it. The answerer bounds its own work.
MOST_UPDATES = 1_024


class PerChatProcessor(BaseUpdateProcessor):
    """Handles one update of a chat at a time, in the order they came."""

    __slots__ = ("_turns",)

    def __init__(self, max_concurrent_updates: int = MOST_UPDATES) -> None:
        super().__init__(max_concurrent_updates)
        self._turns: dict[int, _Turns] = {}

    @property
    def busy_chats(self) -> int:
        """How many chats have an update under way or waiting."""
        return len(self._turns)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the coroutine when it is the turn of its chat."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        turns = self._turns.setdefault(chat.id, _Turns())
        turns.claims += 1
        try:
            async with turns.lock:
                await coroutine
        finally:
            turns.claims -= 1
            if not turns.claims:
                del self._turns[chat.id]

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
