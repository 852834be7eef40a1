"""Drafts of requests to a PPID, and what a chat's next message is awaited for."""

from bot.storage.database import Database
from bot.storage.errors import SealedTextError


class Drafts:
    """One sealed draft a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, chat: str, text: str, at: float) -> None:
        """Keep a draft in place of the chat's last one."""
        self._database.change(
            "REPLACE INTO drafts VALUES (?, ?, ?)", (chat, at, self._database.key.seal(text))
        )

    def load(self, chat: str, since: float) -> str | None:
        """Give the chat's draft if it was saved since then and can be read."""
        row = self._database.row(
            "SELECT text FROM drafts WHERE chat = ? AND at >= ?", (chat, since)
        )
        try:
            return self._database.key.unseal(row[0]) if row else None
        except SealedTextError:
            return None

    def drop(self, chat: str) -> None:
        """Erase the chat's draft."""
        self._database.change("DELETE FROM drafts WHERE chat = ?", (chat,))

    def drop_older(self, before: float) -> None:
        """Erase the drafts that were last saved before a time."""
        self._database.change("DELETE FROM drafts WHERE at < ?", (before,))
