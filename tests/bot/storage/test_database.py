"""The file is brought up to date as a whole, and what is wrong with it is told apart."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.errors import (
    StorageDamagedError,
    StorageFailedError,
    StorageFullError,
    StorageKeyError,
    StorageMissingError,
    StorageNewerError,
)
from bot.storage.keys import StorageKey
from bot.storage.schema import MIGRATIONS
from bot.storage.store import DATABASE_NAME, Storage
from tests.bot.storage.making import make_answer, make_incoming

KEY = StorageKey(b"1" * 32)


def test_missing_migrations_are_taken_each_as_a_whole(tmp_path: Path) -> None:
    """One that fails halfway leaves the file as the one before it did."""
    path = tmp_path / "bot.sqlite3"
    good, half = "CREATE TABLE people (chat TEXT)", "CREATE TABLE a (x); CREATE TABLE people (y)"
    Database.open(path, KEY, MIGRATIONS).close()
    with pytest.raises(StorageFailedError):
        Database.open(path, KEY, (*MIGRATIONS, half))
    newer = good.replace("people", "a")
    with closing(Database.open(path, KEY, (*MIGRATIONS, newer))) as database:
        assert database.rows("PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]
        assert database.rows("SELECT chat FROM a") == []


def test_what_an_older_release_kept_is_read(tmp_path: Path) -> None:
    """Questions, ratings and what staff did, without what it did not know."""
    path = tmp_path / DATABASE_NAME
    with closing(Database.open(path, KEY, MIGRATIONS[:1])) as before:
        before.change(
            "INSERT INTO questions VALUES (1, 'c', 5, 'q?', 'answered', 'id', 't', '[]', 1, 'b', 1)"
        )
        before.change("INSERT INTO feedback VALUES (1, 6, 0, 'usang')")
        before.change("INSERT INTO audit VALUES (1, 7, 'a', 'pause', 'x')")
    with closing(Storage(Database.open(path, KEY))) as after:
        logged = after.questions.get(1, "c")
        assert logged is not None
        assert (logged.publishers, logged.searched) == ((), "")
        assert [one.reason for one in after.feedback.rejected(0.0, 9)] == ["usang"]
        assert after.feedback.awaited("c", 0, 0.0) is None
        assert after.staff.paused() is not None
        assert after.staff.resume("a", 8.0, update_id=1)
        assert not after.staff.pause("", "a", 9.0, update_id=1)


def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    """An older release would not know what it must delete."""
    path = tmp_path / "bot.sqlite3"
    Database.open(path, KEY, (*MIGRATIONS, "CREATE TABLE later (x)")).close()
    before = path.read_bytes()
    with pytest.raises(StorageNewerError, match="newer release"):
        Database.open(path, KEY)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database", b"no database" * 1000])
def test_a_file_that_is_no_database_is_kept(tmp_path: Path, content: bytes) -> None:
    """The error names the file."""
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StorageDamagedError, match=r"bot\.sqlite3 is damaged .* kept"):
        Database.open(path, KEY)
    assert path.read_bytes() == content


def test_damage_in_the_middle_is_found_when_the_file_is_opened(tmp_path: Path) -> None:
    """Not weeks later, when somebody asks for that page."""
    with closing(Storage.open(tmp_path)) as storage:
        for number in range(50):
            storage.questions.add("", 0.0, make_answer(f"{number} {'x' * 3000}"), 0.1)
    path = tmp_path / "bot.sqlite3"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    for opens in (Storage.open, Storage.open_to_read):
        with pytest.raises(StorageDamagedError):
            opens(tmp_path)
    assert path.read_bytes() == content


def test_a_full_disk_is_told_and_loses_nothing_stored(storage: Storage) -> None:
    """All updates of a batch are stored or none, and the next batch is again."""
    storage.inbox.store([make_incoming(1)])
    [(pages,)] = storage.database.rows("PRAGMA page_count")
    storage.database.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageFullError, match="Free some space"):
        storage.inbox.store([make_incoming(number) for number in range(2, 2000)])
    storage.database.rows("PRAGMA max_page_count = 1000000")
    assert storage.inbox.depth() == 1
    assert storage.inbox.store([make_incoming(2)])


def _change_and_fail(storage: Storage) -> None:
    with storage.database.transaction():
        storage.people.see("a", 1.0)
        storage.database.rows("SELECT nothing")


def test_a_transaction_that_fails_changes_nothing(storage: Storage) -> None:
    """Whatever made it fail, and the next one is free to begin."""
    with pytest.raises(StorageFailedError):
        _change_and_fail(storage)
    with storage.database.transaction():
        storage.people.see("b", 1.0)
    assert storage.database.rows("SELECT chat FROM people") == [("b",)]


def test_compacting_removes_the_copies_that_moving_rows_left(tmp_path: Path) -> None:
    """SQLite overwrites deleted rows, not where they stood before their pages were divided."""
    path = tmp_path / "bot.sqlite3"
    table = "CREATE TABLE texts (name INTEGER PRIMARY KEY, text TEXT)"
    chance = random.Random(3)  # noqa: S311 - it only has to be the same each time
    with closing(Database.open(path, KEY, (*MIGRATIONS, table))) as database:
        with database.transaction():
            for _ in range(600):
                text = chance.choice(("gone ", "kept ")) * chance.randint(1, 120)
                database.change("REPLACE INTO texts VALUES (?, ?)", (chance.randint(0, 200), text))
            database.change("DELETE FROM texts WHERE text LIKE 'gone%'")
        database.compact()
        content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"gone" not in content
    assert b"kept" in content


def test_another_databases_key_is_refused(tmp_path: Path) -> None:
    """With it nobody's data could be found any more, let alone deleted."""
    Storage.open(tmp_path).close()
    key = tmp_path / "bot.key"
    right = key.read_bytes()
    key.write_bytes(b"2" * 32)
    with pytest.raises(StorageKeyError, match=r"is not the one of bot\.sqlite3"):
        Storage.open(tmp_path)
    key.unlink()
    with pytest.raises(StorageKeyError, match="missing"):
        Storage.open(tmp_path)
    assert not key.exists()
    key.write_bytes(right)
    Storage.open(tmp_path).close()


def test_a_report_reads_beside_a_running_bot_and_changes_nothing(tmp_path: Path) -> None:
    """And says so where no bot has run yet."""
    with pytest.raises(StorageMissingError):
        Storage.open_to_read(tmp_path)
    with closing(Storage.open(tmp_path)) as bot:
        bot.questions.add("", 5.0, make_answer(), 0.1)
        with closing(Storage.open_to_read(tmp_path)) as report:
            assert sum(report.questions.counts(0.0).values()) == 1
            with pytest.raises(StorageFullError, match="readonly"):
                report.people.see("a", 1.0)
