"""The SQLite file: opened safely, brought up to date, its errors told apart."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from bot.storage.errors import (
    StorageDamagedError,
    StorageError,
    StorageFailedError,
    StorageFullError,
    StorageKeyError,
    StorageMissingError,
    StorageNewerError,
)
from bot.storage.keys import OWNER_ONLY, StorageKey
from bot.storage.schema import MIGRATIONS

Value = str | int | float | bytes | None
Row = tuple[Any, ...]

# Only reports read beside the bot, and briefly; who waits longer waits for a fault.
_BUSY_SECONDS = 10
# Extended result codes carry the primary code in the lowest byte: sqlite.org/rescode.html.
_PRIMARY_CODE = 0xFF
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    }
)

_log = logging.getLogger(__name__)


class Database:
    """The tables and the key to their sealed columns; for one thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, key: StorageKey) -> None:
        self._connection = connection
        self._path = path
        self.key = key

    @classmethod
    def open(cls, path: Path, key: StorageKey, migrations: Sequence[str] = MIGRATIONS) -> Self:
        """Open the file, making it where there is none, and take the missing migrations.

        Raises:
            StorageError: it is damaged, of a newer release or of another key, or cannot be written.
        """
        with _told_apart(path):
            _make_private(path)
            connection = _connect(str(path))
        database = cls(connection, path, key)
        try:
            with _told_apart(path):
                version = database._checked_version(len(migrations))
                _prepare(connection)
                for number, script in enumerate(migrations[version:], start=version + 1):
                    _migrate(connection, script, number)
            database._check_key()
        except BaseException:
            connection.close()
            raise
        return database

    @classmethod
    def open_to_read(cls, path: Path, key: StorageKey) -> Self:
        """Open the file for reading only, also while a bot works on it.

        Raises:
            StorageError: there is none of this release, it is damaged, or cannot be read.
        """
        if not path.exists():
            raise StorageMissingError(path)
        with _told_apart(path):
            connection = _connect(f"{path.resolve().as_uri()}?mode=ro")
        database = cls(connection, path, key)
        try:
            with _told_apart(path):
                if database._checked_version(len(MIGRATIONS)) < len(MIGRATIONS):
                    raise StorageMissingError(path)
        except BaseException:
            connection.close()
            raise
        return database

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """Give all rows of a query.

        Raises:
            StorageError: it failed.
        """
        with _told_apart(self._path):
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Value] = ()) -> Row | None:
        """Give the first row of a query, if there is one; raises like `rows`."""
        return next(iter(self.rows(statement, values)), None)

    def change(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Carry a change out and give the number of rows changed; raises like `rows`."""
        with _told_apart(self._path):
            return self._connection.execute(statement, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Carry all changes within out, or none of them.

        Raises:
            StorageError: they failed.
        """
        self.change("BEGIN IMMEDIATE")
        try:
            yield
            self.change("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self._connection.in_transaction:
                self.change("ROLLBACK")
            raise

    def compact(self) -> None:
        """Write the file anew and empty its log, so that no byte of deleted rows is left.

        `secure_delete` alone leaves copies that SQLite made while it moved rows between pages.
        Some 7 seconds for a gigabyte, which need as much free space again; where that is missing,
        a warning is logged.

        Raises:
            StorageError: it failed otherwise; the rows are deleted all the same.
        """
        try:
            self.rows("VACUUM")
        except StorageFullError:
            _log.warning("too little space to write %s anew after a deletion", self._path.name)
        [(busy, _, _)] = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            _log.warning("a reader kept the log of %s from being emptied", self._path.name)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _checked_version(self, newest: int) -> int:
        [(version,)] = self._connection.execute("PRAGMA user_version")
        if version > newest:
            raise StorageNewerError(self._path)
        [(verdict,)] = self._connection.execute("PRAGMA quick_check(1)")
        if verdict != "ok":
            raise StorageDamagedError(self._path, " ".join(str(verdict).split()))
        return int(version)

    def _check_key(self) -> None:
        """Refuse another key: with it nobody's data could be found and deleted any more."""
        known = self.row("SELECT value FROM facts WHERE name = 'key'")
        if known is None:
            self.change("INSERT INTO facts VALUES ('key', ?)", (self.key.mark,))
        elif known[0] != self.key.mark:
            raise StorageKeyError(
                self._path.with_suffix(".key"), f"is not the one of {self._path.name}"
            )


def _make_private(path: Path) -> None:
    # SQLite gives the files beside it (-wal, -shm) the permissions of this one.
    if not path.exists():
        path.touch(OWNER_ONLY)
    path.chmod(OWNER_ONLY)


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(
        name,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        # It is opened in one thread and used in another, never in two at once.
        check_same_thread=False,
        uri=name.startswith("file:"),
    )


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")


def _migrate(connection: sqlite3.Connection, script: str, version: int) -> None:
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {version}; COMMIT"
        )
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _told_apart(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _named(error, path) from error
    except OSError as error:
        raise StorageFullError(path, error.strerror or "") from error


def _named(error: sqlite3.Error, path: Path) -> StorageError:
    # Errors of the module itself carry no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in _DAMAGED:
        return StorageDamagedError(path, str(error))
    if code in _UNWRITABLE:
        return StorageFullError(path, str(error))
    return StorageFailedError(path, str(error))
