"""Stores each update before anything is done with it, so that a killed bot loses none."""

import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.storage.inbox import Incoming
from bot.storage.store import Storage

Clock = Callable[[], float]
Put = Callable[[object], Awaitable[None]]

_log = logging.getLogger(__name__)


class Intake:
    """Takes updates in: stored once each, then queued for the handlers."""

    def __init__(
        self,
        storage: Storage,
        bot: ExtBot[Any],
        put: Put,
        clock: Clock = time.time,
    ) -> None:
        self._storage = storage
        self._bot = bot
        self._put = put
        self._clock = clock

    async def accept(self, updates: Sequence[Update]) -> int:
        """Store and queue those that are new; gives their number.

        Raises:
            StorageError: they could not be stored, and none was queued.
        """
        arrived = {update.update_id: update for update in updates}
        incoming = [self._incoming(update) for update in arrived.values()]
        new = await self._storage.run(partial(self._storage.inbox.store, incoming))
        for stored in new:
            await self._put(arrived[stored.update_id])
        return len(new)

    async def resume(self) -> int:
        """Queue what was stored and not finished before the last stop; gives its number.

        Raises:
            StorageError: it could not be read.
        """
        pending = await self._storage.run(self._storage.inbox.pending)
        for stored in pending:
            update = self._read(stored)
            if update is None:
                finish = partial(self._storage.inbox.finish, stored.update_id)
                await self._storage.run(finish)
            else:
                await self._put(update)
        if pending:
            _log.info("%d messages from before the last stop are answered now", len(pending))
        return len(pending)

    def _read(self, stored: Incoming) -> Update | None:
        """Read what an older release may have stored; one that is not understood stops no other."""
        try:
            return Update.de_json(json.loads(stored.content), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            _log.error("a stored message cannot be read and is dropped: %s", type(error).__name__)
            return None

    def _incoming(self, update: Update) -> Incoming:
        chat = update.effective_chat or update.effective_user
        hashed = self._storage.key.hashed(chat.id) if chat else ""
        return Incoming(update.update_id, hashed, self._clock(), update.to_json())
