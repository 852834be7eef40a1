"""One process holds the storage, and one thread does its work in order."""

import asyncio
import threading
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.storage.errors import StorageBusyError, StorageError, StorageFullError
from bot.storage.store import Storage
from tests.bot.storage.making import make_incoming


def test_a_second_bot_on_the_same_home_is_refused(tmp_path: Path) -> None:
    """In one clear sentence, until the first has closed."""
    with (
        closing(Storage.open(tmp_path)),
        pytest.raises(StorageBusyError, match="Another bot is running on the folder"),
    ):
        Storage.open(tmp_path)
    Storage.open(tmp_path).close()


def test_a_failed_start_leaves_the_home_to_the_next(tmp_path: Path) -> None:
    """Once the file is mended, the bot starts."""
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(b"")
    (tmp_path / "bot.key").write_bytes(b"short")
    with pytest.raises(StorageError):
        Storage.open(tmp_path)
    (tmp_path / "bot.key").unlink()
    Storage.open(tmp_path).close()


def test_files_are_for_their_owner_only_and_the_home_is_as_usable_as_before(tmp_path: Path) -> None:
    """Other programs keep their files in the same home."""
    tmp_path.chmod(0o755)
    (tmp_path / "bot.sqlite3").touch(0o644)
    with closing(Storage.open(tmp_path)) as storage:
        storage.inbox.store([make_incoming(1)])
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    names = ("bot.sqlite3", "bot.sqlite3-wal", "bot.sqlite3-shm", "bot.key", "bot.lock")
    assert modes == dict.fromkeys(names, 0o600)
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Whatever stands in its way."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageFullError, match="file/home"):
        Storage.open(tmp_path / "file" / "home")


async def test_work_of_many_tasks_is_done_in_order_by_one_thread(storage: Storage) -> None:
    """Results and errors come back to whoever asked."""
    done: list[int] = []

    def work(number: int) -> str:
        storage.inbox.store([make_incoming(number)])
        done.append(number)
        return threading.current_thread().name

    names = await asyncio.gather(*(storage.run(partial(work, n)) for n in range(200)))
    assert done == list(range(200))
    assert len(set(names)) == 1
    assert await storage.run(storage.inbox.depth) == 200
    with pytest.raises(StorageError):
        await storage.run(partial(storage.database.rows, "SELECT nothing"))


def test_a_storage_that_cannot_be_written_is_noticed(tmp_path: Path) -> None:
    """Before a message is taken in that would be lost."""
    with closing(Storage.open(tmp_path)) as storage:
        storage.touch()
        storage.touch()
        with (
            closing(Storage.open_to_read(tmp_path)) as readable,
            pytest.raises(StorageFullError, match="cannot be read or written"),
        ):
            readable.touch()
