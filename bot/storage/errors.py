"""The errors of the bot's database; bot/errors.py draws them in its tree."""

from pathlib import Path

from bot.errors import BotError


class StorageError(BotError):
    """The bot's database cannot be used; the text holds nothing of what is stored."""


class StorageMissingError(StorageError):
    """There is nothing to read yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no bot database {path} of this release yet, so nothing could be read; start "
            "the bot once, which makes it, or set SULUH_HOME to the bot's folder."
        )


class StorageBusyError(StorageError):
    """Another bot process holds the database."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"Another bot is running on the folder {home}, so this one did not start and nothing "
            "was changed; stop the other one, or set SULUH_HOME to another folder."
        )


class StorageDamagedError(StorageError):
    """The file is no database, or SQLite finds it damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The bot's database {path} is damaged ({reason}); the file was kept as it is and the "
            "articles are not affected. Stop the bot, move the file away with those beside it "
            "(-wal, -shm), and put a backup in its place or start with an empty one."
        )


class StorageNewerError(StorageError):
    """A newer release wrote the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The bot's database {path} was written by a newer release, so it was not opened and "
            "nothing was changed; install that release again, or move the file away to start "
            "with an empty one."
        )


class StorageFullError(StorageError):
    """The disk is full, read-only or failing."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The file {path} cannot be read or written ({reason}), so the last change was not "
            "stored; what was stored before is kept. Free some space, or mend the folder's "
            "permissions."
        )


class StorageFailedError(StorageError):
    """SQLite failed in a way that none of the other errors names."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The bot's database {path} failed ({reason}), so the last change was not stored; what "
            "was stored before is kept. Start the bot again, and report this if it comes back."
        )


class StorageKeyError(StorageError):
    """The key is missing, damaged, or of another database."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(
            f"The key file {path} {fault}, so the database was not opened and nothing was "
            "changed; put the right key from a backup in its place, or move the key and the "
            "database away together to start with empty ones."
        )


class SealedTextError(StorageError):
    """A sealed text cannot be read with this key."""

    def __init__(self) -> None:
        super().__init__(
            "A sealed text in the bot's database cannot be read with the bot's key; it was skipped."
        )
