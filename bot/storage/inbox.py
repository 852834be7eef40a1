"""Keeps each update of Telegram until it is answered, so that a killed bot loses none."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.errors import SealedTextError

# Telegram sends an update again within 24 hours at most; after a week without any its ids start
# anew at random (Bot API, "Update"), so that ids kept longer would swallow new messages.
IDS_KEPT_SECONDS = 2 * 86_400.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came in: JSON `content`, hashed `chat` (may be ""), unix seconds."""

    update_id: int
    chat: str
    received: float
    content: str


class Inbox:
    """Updates that wait for their answer, sealed, and the ids of those that have had it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.unreadable = 0
        """How many waiting updates could not be unsealed and were dropped."""

    def store(self, updates: Sequence[Incoming]) -> list[Incoming]:
        """Store all updates or none, and give those that were not seen before.

        Raises:
            StorageError: none was stored.
        """
        if not updates:
            return []
        sealed = [(update, self._database.key.seal(update.content)) for update in updates]
        with self._database.transaction():
            forget_ids(self._database, max(update.received for update in updates))
            return [update for update, content in sealed if self._insert(update, content)]

    def pending(self) -> list[Incoming]:
        """Give the unfinished updates in the order of their ids; unreadable ones are dropped."""
        rows = self._database.rows(
            "SELECT update_id, COALESCE(chat, ''), received, content FROM updates"
            " WHERE content IS NOT NULL ORDER BY update_id"
        )
        updates, unreadable = [], []
        for update_id, chat, received, sealed in rows:
            try:
                content = self._database.key.unseal(sealed)
            except SealedTextError:
                unreadable.append(update_id)
            else:
                updates.append(Incoming(update_id, chat, received, content))
        self._drop(unreadable)
        return updates

    def finish(self, update_id: int) -> None:
        """Erase what an update says and whose it was; its id stays for two days."""
        self._database.change(
            "UPDATE updates SET content = NULL, chat = NULL WHERE update_id = ?", (update_id,)
        )

    def depth(self) -> int:
        """Count the unfinished updates."""
        [(number,)] = self._database.rows("SELECT COUNT(*) FROM updates WHERE content IS NOT NULL")
        return int(number)

    def _insert(self, update: Incoming, sealed: bytes) -> bool:
        values = (update.update_id, update.chat, update.received, sealed)
        return bool(
            self._database.change(
                "INSERT INTO updates VALUES (?, NULLIF(?, ''), ?, ?) ON CONFLICT DO NOTHING", values
            )
        )

    def _drop(self, update_ids: Sequence[int]) -> None:
        for update_id in update_ids:
            self.finish(update_id)
        self.unreadable += len(update_ids)
        if update_ids:
            _log.error("%d stored messages cannot be read and were dropped", len(update_ids))


def forget_ids(database: Database, now: float) -> int:
    """Delete the ids of finished updates that Telegram cannot send again; gives their number."""
    return database.change(
        "DELETE FROM updates WHERE content IS NULL AND received < ?", (now - IDS_KEPT_SECONDS,)
    )
