"""Everything kept about a chat: shown, deleted on request, deleted when its time is over."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.storage.database import Database
from bot.storage.errors import SealedTextError
from bot.storage.inbox import forget_ids

_SECONDS_A_DAY = 86_400.0


def export(database: Database, chat: str, handling: int | None = None) -> dict[str, Any]:
    """Give all that is kept about a chat; empty values where nothing is. Times are ISO, in UTC.

    `handling` is the update that asked for it: it is erased as soon as it is answered.

    Raises:
        StorageError: it cannot be read.
    """
    return {
        "person": _person(database, chat),
        "questions": _questions(database, chat),
        "draft": [
            {"saved": _iso(at), "text": _unsealed(database, sealed)}
            for at, sealed in database.rows("SELECT at, text FROM drafts WHERE chat = ?", (chat,))
        ],
        "unanswered_messages": [
            {"received": _iso(received), "message": _unsealed(database, sealed)}
            for received, sealed in database.rows(
                "SELECT received, content FROM updates WHERE content IS NOT NULL AND chat = ?"
                " AND update_id IS NOT ? ORDER BY update_id",
                (chat, handling),
            )
        ],
        "staff_actions": [
            {"at": _iso(at), "action": action, "detail": detail}
            for at, action, detail in database.rows(
                "SELECT at, action, detail FROM audit WHERE admin = ? ORDER BY number", (chat,)
            )
        ],
    }


def delete(database: Database, chat: str) -> int:
    """Delete all that is kept about a chat but the audit lines of staff; gives the rows deleted.

    No byte of it is left in the files afterwards; where the disk is too full for that, the next
    `purge` makes up for it. The ids of updates stay, without the chat.

    Raises:
        StorageError: nothing was deleted.
    """
    with database.transaction():
        deleted = sum(
            database.change(statement, (chat,))
            for statement in (
                "DELETE FROM feedback WHERE number IN"
                " (SELECT number FROM questions WHERE chat = ?)",
                "DELETE FROM questions WHERE chat = ?",
                "DELETE FROM drafts WHERE chat = ?",
                "DELETE FROM people WHERE chat = ?",
            )
        )
        waiting = database.change(
            "UPDATE updates SET content = NULL, chat = NULL WHERE content IS NOT NULL AND chat = ?",
            (chat,),
        )
    # The message that asks for the deletion waits itself: alone it is not worth a new file, and
    # asking again and again would keep the bot busy.
    if deleted:
        database.compact()
    return deleted + waiting


def purge(database: Database, now: float, days: int) -> int:
    """Delete what is older than so many days, and ids no longer needed; gives the rows deleted.

    It writes the file anew, which is worth it once a day.

    Raises:
        StorageError: nothing was deleted, or the files could not be written anew.
    """
    oldest = now - days * _SECONDS_A_DAY
    with database.transaction():
        deleted = sum(
            database.change(statement, (oldest,))
            for statement in (
                "DELETE FROM feedback WHERE number IN"
                " (SELECT number FROM questions WHERE asked < ?)",
                "DELETE FROM questions WHERE asked < ?",
                "DELETE FROM drafts WHERE at < ?",
                "DELETE FROM people WHERE seen < ?",
                "DELETE FROM updates WHERE received < ?",
            )
        )
        deleted += forget_ids(database, now)
    database.compact()
    return deleted


def _person(database: Database, chat: str) -> dict[str, Any] | None:
    row = database.row(
        "SELECT language, notice, notice_shown, seen FROM people WHERE chat = ?", (chat,)
    )
    if row is None:
        return None
    language, notice, shown, seen = row
    return {
        "language": language,
        "privacy_notice": notice,
        "privacy_notice_shown": _iso(shown) if shown is not None else None,
        "last_seen": _iso(seen),
    }


def _questions(database: Database, chat: str) -> list[dict[str, Any]]:
    rows = database.rows(
        "SELECT asked, question, searched, status, language, text, citations, publishers,"
        " helpful, reason, prompt IS NOT NULL"
        " FROM questions LEFT JOIN feedback USING (number) WHERE chat = ? ORDER BY number",
        (chat,),
    )
    return [
        {
            "asked": _iso(asked),
            "question": question,
            "searched_for": searched,
            "status": status,
            "language": language,
            "answer": text,
            "sources": json.loads(citations),
            "closest_publishers": json.loads(publishers),
            "helpful": None if helpful is None else bool(helpful),
            "reason": reason,
            "asked_for_reason": bool(prompted),
        }
        for (
            asked,
            question,
            searched,
            status,
            language,
            text,
            citations,
            publishers,
            helpful,
            reason,
            prompted,
        ) in rows
    ]


def _unsealed(database: Database, sealed: bytes) -> Any:
    """Give a sealed text, as the object it describes where it is JSON."""
    try:
        text = database.key.unseal(sealed)
    except SealedTextError:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
