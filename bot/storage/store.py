"""Everything the bot remembers, held by one process and used in one thread."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from filelock import BaseFileLock, FileLock, Timeout

from bot.storage.database import Database
from bot.storage.drafts import Drafts
from bot.storage.errors import StorageBusyError, StorageFullError, StorageMissingError
from bot.storage.feedback import Feedback
from bot.storage.inbox import Inbox
from bot.storage.keys import OWNER_ONLY, StorageKey
from bot.storage.people import People
from bot.storage.questions import QuestionLog
from bot.storage.staff import StaffRecords
from bot.storage.steps import StepLog

DATABASE_NAME = "bot.sqlite3"
KEY_NAME = "bot.key"
_LOCK_NAME = "bot.lock"

Result = TypeVar("Result")


class Storage:
    """The parts of a database; used through `run` once there is an event loop."""

    def __init__(self, database: Database, lock: BaseFileLock | None = None) -> None:
        self._lock = lock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storage")
        self.database = database
        self.key = database.key
        self.inbox = Inbox(database)
        self.steps = StepLog(database)
        self.questions = QuestionLog(database, self.steps)
        self.feedback = Feedback(database)
        self.people = People(database)
        self.drafts = Drafts(database)
        self.staff = StaffRecords(database)

    @classmethod
    def open(cls, home: Path) -> Self:
        """Open a home's database, making it where there is none; nobody else can until `close`.

        Raises:
            StorageError: another bot holds it, or it or its key cannot be used.
        """
        lock = _held(home)
        try:
            path, key_path = home / DATABASE_NAME, home / KEY_NAME
            # A new key would not fit a database that is there.
            key = StorageKey.read(key_path) if _is_filled(path) else StorageKey.load(key_path)
            return cls(Database.open(path, key), lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open_to_read(cls, home: Path) -> Self:
        """Open a home's database for reports, also while a bot holds it.

        Raises:
            StorageError: there is none of this release, or it or its key cannot be used.
        """
        path = home / DATABASE_NAME
        if not _is_filled(path):
            raise StorageMissingError(path)
        return cls(Database.open_to_read(path, StorageKey.read(home / KEY_NAME)))

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do the work in the one thread, after all that was given before; what it raises, too."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def touch(self) -> None:
        """Write a little, to see whether that can be done.

        Raises:
            StorageError: it cannot.
        """
        # SQLite writes nothing where a value stays the same.
        self.database.change(
            "INSERT OR REPLACE INTO facts VALUES ('written', ?)", (str(time.time()),)
        )

    def close(self) -> None:
        """Wait for what runs, then close the files and let another bot have them."""
        self._thread.shutdown()
        self.database.close()
        if self._lock is not None:
            self._lock.release()


def _held(home: Path) -> BaseFileLock:
    path = home / _LOCK_NAME
    # Whoever closes the storage may do so in another thread than the one that opened it.
    lock = FileLock(path, timeout=0, mode=OWNER_ONLY, thread_local=False)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StorageBusyError(home) from error
    except OSError as error:
        raise StorageFullError(path, error.strerror or "") from error
    return lock


def _is_filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
