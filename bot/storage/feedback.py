"""How citizens rate answers."""

from dataclasses import dataclass

from bot.storage.citations import read_citations
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Rejected:
    """An answer found not helpful: masked question and reason, the titles cited, unix seconds.

    `searched` is that of `LoggedQuestion`.
    """

    question: str
    reason: str
    titles: tuple[str, ...]
    asked: float
    searched: str = ""


class Feedback:
    """One rating an answer, given by the chat that got it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def vote(self, number: int, chat: str, helpful: bool, at: float) -> bool:
        """Rate an answer, the last time counts; False where it is not the chat's own."""
        changed = self._database.change(
            "INSERT INTO feedback (number, at, helpful)"
            " SELECT number, ?, ? FROM questions WHERE number = ? AND chat = ?"
            " ON CONFLICT (number) DO UPDATE SET at = excluded.at, helpful = excluded.helpful,"
            " reason = CASE WHEN excluded.helpful THEN '' ELSE reason END",
            (at, helpful, number, chat),
        )
        return bool(changed)

    def add_reason(self, number: int, chat: str, reason: str) -> bool:
        """Say why an answer was not helpful, masked; False where the chat did not find it so."""
        changed = self._database.change(
            "UPDATE feedback SET reason = ? WHERE NOT helpful"
            " AND number = (SELECT number FROM questions WHERE number = ? AND chat = ?)",
            (reason, number, chat),
        )
        return bool(changed)

    def await_reason(self, number: int, chat: str, prompt: int, at: float) -> None:
        """Note which message asked why an answer was not helpful; the last one of a chat counts."""
        self.await_no_reason(chat)
        self._database.change(
            "UPDATE feedback SET prompt = ?, prompted = ? WHERE NOT helpful"
            " AND number = (SELECT number FROM questions WHERE number = ? AND chat = ?)",
            (prompt, at, number, chat),
        )

    def awaited(self, chat: str, prompt: int, since: float) -> int | None:
        """Give the answer that a reply to `prompt` is about, if it was asked since then."""
        row = self._database.row(
            "SELECT number FROM feedback JOIN questions USING (number)"
            " WHERE chat = ? AND NOT helpful AND prompt = ? AND prompted >= ?",
            (chat, prompt, since),
        )
        return int(row[0]) if row else None

    def await_no_reason(self, chat: str) -> bool:
        """Take no more message of the chat for a reason; tells whether one was awaited."""
        changed = self._database.change(
            "UPDATE feedback SET prompt = NULL, prompted = NULL WHERE prompt IS NOT NULL"
            " AND number IN (SELECT number FROM questions WHERE chat = ?)",
            (chat,),
        )
        return bool(changed)

    def rejected(self, since: float, most: int) -> list[Rejected]:
        """Give the answers found not helpful since then, the last rated first."""
        rows = self._database.rows(
            "SELECT question, reason, citations, asked, searched"
            " FROM feedback JOIN questions USING (number)"
            " WHERE at >= ? AND NOT helpful ORDER BY at DESC, number DESC LIMIT ?",
            (since, most),
        )
        return [
            Rejected(question, reason, _titles(citations), asked, searched)
            for question, reason, citations, asked, searched in rows
        ]

    def counts(self, since: float) -> tuple[int, int]:
        """Count the ratings given since then: helpful, not helpful."""
        [(helpful, all_of_them)] = self._database.rows(
            "SELECT COALESCE(SUM(helpful), 0), COUNT(*) FROM feedback WHERE at >= ?", (since,)
        )
        return int(helpful), int(all_of_them - helpful)


def _titles(citations: str) -> tuple[str, ...]:
    titles = (one.title or one.article_id for one in read_citations(citations))
    return tuple(dict.fromkeys(titles))
