"""What is remembered of a person: language, the privacy notice shown, when last seen."""

from typing import Any

from bot.storage.database import Database


class People:
    """One row a private chat, by its hashed id; every change notes when the person was seen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def language(self, chat: str) -> str | None:
        """Give the chosen language."""
        language: str | None = self._value("SELECT language FROM people WHERE chat = ?", chat)
        return language

    def choose_language(self, chat: str, language: str | None, at: float) -> None:
        """Stick to a language, or with None follow the messages again."""
        self.see(chat, at)
        self._database.change("UPDATE people SET language = ? WHERE chat = ?", (language, chat))

    def notice(self, chat: str) -> str | None:
        """Give the version of the privacy notice that was shown last."""
        version: str | None = self._value("SELECT notice FROM people WHERE chat = ?", chat)
        return version

    def shown_notice(self, chat: str, version: str, at: float) -> None:
        """Note which privacy notice was shown, and when."""
        self.see(chat, at)
        self._database.change(
            "UPDATE people SET notice = ?, notice_shown = ? WHERE chat = ?", (version, at, chat)
        )

    def start_anew(self, chat: str, at: float) -> None:
        """Let earlier questions no longer count."""
        self.see(chat, at)
        # By number, not by time: clocks of messages are whole seconds, and of another machine.
        self._database.change(
            "UPDATE people SET started_after = COALESCE("
            "(SELECT MAX(number) FROM questions WHERE questions.chat = people.chat), 0)"
            " WHERE chat = ?",
            (chat,),
        )

    def last_seen(self, chat: str) -> float | None:
        """Give when the person was last here, in unix seconds."""
        seen: float | None = self._value("SELECT seen FROM people WHERE chat = ?", chat)
        return seen

    def see(self, chat: str, at: float) -> None:
        """Note that the person was here."""
        self._database.change(
            "INSERT INTO people (chat, seen) VALUES (?, ?)"
            " ON CONFLICT (chat) DO UPDATE SET seen = MAX(seen, excluded.seen)",
            (chat, at),
        )

    def _value(self, query: str, chat: str) -> Any:
        row = self._database.row(query, (chat,))
        return row[0] if row else None
