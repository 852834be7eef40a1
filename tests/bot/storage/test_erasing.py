"""A chat sees all that is kept about it, and what is deleted is gone from the disk."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.storage.erasing import delete, export, purge
from bot.storage.inbox import IDS_KEPT_SECONDS, Incoming
from bot.storage.store import Storage
from tests.bot.storage.making import ANI, BUDI, make_answer, make_citation, make_incoming

DAY = 86_400.0
_PARTS = ("question", "searched", "reason", "notice", "draft")


def _fill(storage: Storage, chat: str, mark: str, at: float = 10.0, update_id: int = 1) -> None:
    """Keep something of a chat in every table."""
    answer = make_answer(f"{mark}-question", citations=(make_citation(),))
    number = storage.questions.add(chat, at, replace(answer, searched=f"{mark}-searched"), 0.1)
    storage.feedback.vote(number, chat, helpful=False, at=at)
    storage.feedback.add_reason(number, chat, f"{mark}-reason")
    storage.people.shown_notice(chat, f"{mark}-notice", at)
    storage.drafts.save(chat, json.dumps({"what": f"{mark}-draft"}), at)
    storage.inbox.store([Incoming(update_id, chat, at, f"{mark}-content")])


def _column(storage: Storage, query: str, *values: str) -> list[bytes]:
    return [row[0] for row in storage.database.rows(query, values)]


def _bytes(home: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(home.glob("bot.sqlite3*")))


def test_the_export_shows_everything_kept_about_the_chat(storage: Storage) -> None:
    """Readable, of nobody else, and without the message that asks for it."""
    _fill(storage, ANI, "ani")
    _fill(storage, BUDI, "budi", update_id=2)
    storage.inbox.store([make_incoming(3)])
    kept = export(storage.database, ANI, handling=3)
    text = json.dumps(kept)
    assert all(f"ani-{part}" in text for part in _PARTS)
    assert "budi" not in text
    assert kept["draft"] == [{"saved": "1970-01-01T00:00:10+00:00", "text": {"what": "ani-draft"}}]
    assert [one["message"] for one in kept["unanswered_messages"]] == ["ani-content"]
    assert kept["questions"][0]["sources"][0]["title"] == "Judul"
    assert kept["questions"][0]["helpful"] is False


def test_of_an_unknown_chat_nothing_is_kept(storage: Storage) -> None:
    """The one message that asks is no knowledge of the person."""
    storage.inbox.store([make_incoming(3)])
    assert not any(export(storage.database, ANI, handling=3).values())


def test_deleted_data_are_in_no_byte_of_the_files(tmp_path: Path) -> None:
    """Neither where SQLite moved rows about, nor in its log, nor sealed; others keep theirs."""
    with closing(Storage.open(tmp_path)) as storage:
        # Rows of others around it make SQLite split pages and copy rows between them.
        for number in range(40):
            _fill(storage, ANI, "ani", update_id=2 * number)
            _fill(storage, BUDI, "budi" * number, update_id=2 * number + 1)
        sealed = _column(storage, "SELECT text FROM drafts WHERE chat = ?", ANI)
        sealed += _column(storage, "SELECT content FROM updates WHERE chat = ?", ANI)
        before = _bytes(tmp_path)
        kept = (b"ani-question", b"ani-searched", b"ani-reason")
        assert all(mark in before for mark in (*kept, *sealed))
        # 40 questions, ratings and messages, one person, one draft.
        assert delete(storage.database, ANI) == 122
        assert not any(export(storage.database, ANI).values())
        assert delete(storage.database, ANI) == 0
        open_bytes = _bytes(tmp_path)
        assert len(export(storage.database, BUDI)["questions"]) == 40
    for content in (open_bytes, _bytes(tmp_path)):
        assert not any(mark in content for mark in (b"ani-", ANI.encode(), *sealed))
        assert b"budi-question" in content


def test_what_is_finished_or_dropped_is_overwritten_at_once(tmp_path: Path) -> None:
    """Not only when the file is written anew."""
    with closing(Storage.open(tmp_path)) as storage:
        _fill(storage, ANI, "ani")
        sealed = _column(storage, "SELECT text FROM drafts")
        sealed += _column(storage, "SELECT content FROM updates")
        storage.inbox.finish(1)
        storage.drafts.drop(ANI)
    assert not any(mark in _bytes(tmp_path) for mark in sealed)


def test_a_deleted_message_is_not_taken_in_again(storage: Storage) -> None:
    """Telegram may send it once more."""
    storage.inbox.store([make_incoming(1)])
    delete(storage.database, ANI)
    assert storage.inbox.pending() == []
    assert storage.inbox.store([make_incoming(1)]) == []


def test_what_is_older_than_the_retention_is_deleted_from_the_disk(tmp_path: Path) -> None:
    """In every table, and what waits unanswered for so long too; what staff did stays."""
    with closing(Storage.open(tmp_path)) as storage:
        _fill(storage, ANI, "ani", at=0.0)
        _fill(storage, BUDI, "budi", at=2 * DAY, update_id=2)
        storage.staff.pause("Sebentar.", "admin", 0.0)
        assert purge(storage.database, 30 * DAY, days=30) == 0
        assert purge(storage.database, 31 * DAY, days=30) == 5
        assert not any(export(storage.database, ANI).values())
        assert all(
            export(storage.database, BUDI)[part] for part in ("person", "questions", "draft")
        )
        assert storage.staff.paused()
        assert b"ani-" not in _bytes(tmp_path)


def test_ids_of_finished_messages_go_after_two_days(storage: Storage) -> None:
    """However long the retention is."""
    storage.inbox.store([make_incoming(1), make_incoming(2)])
    storage.inbox.finish(1)
    assert purge(storage.database, IDS_KEPT_SECONDS, days=30) == 0
    assert purge(storage.database, IDS_KEPT_SECONDS + 1, days=30) == 1
    assert storage.inbox.depth() == 1
