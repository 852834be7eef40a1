"""The key of a database: hashes the ids of chats and seals what citizens wrote themselves."""

import base64
import hmac
import os
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.errors import SealedTextError, StorageFullError, StorageKeyError

KEY_BYTES = 32
_HASH_CHARACTERS = 32
OWNER_ONLY = 0o600


class StorageKey:
    """A secret from which one key for hashing and one for sealing are derived."""

    def __init__(self, secret: bytes) -> None:
        self._hashing = _derived(secret, b"suluh chat ids")
        self._sealing = Fernet(base64.urlsafe_b64encode(_derived(secret, b"suluh sealed texts")))
        self.mark = _derived(secret, b"suluh mark of the key").hex()[:_HASH_CHARACTERS]
        """Tells keys apart and gives nothing of them away."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key, making a new one where there is no file.

        Raises:
            StorageKeyError: the file holds no key.
            StorageFullError: it cannot be read or written.
        """
        try:
            if not path.exists():
                _write_new(path)
            return cls.read(path)
        except OSError as error:
            raise StorageFullError(path, error.strerror or "") from error

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the key that must be there already.

        Raises:
            StorageKeyError: it is not, or the file holds no key.
            StorageFullError: it cannot be read.
        """
        try:
            secret = path.read_bytes()
        except FileNotFoundError as error:
            raise StorageKeyError(path, "is missing although there is a database") from error
        except OSError as error:
            raise StorageFullError(path, error.strerror or "") from error
        if len(secret) != KEY_BYTES:
            raise StorageKeyError(path, "is damaged")
        return cls(secret)

    def hashed(self, number: int) -> str:
        """Hash the id of a user or chat into 32 hex characters, always the same ones."""
        return hmac.digest(self._hashing, str(number).encode(), "sha256").hex()[:_HASH_CHARACTERS]

    def seal(self, text: str) -> bytes:
        """Encrypt a text."""
        return self._sealing.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """Decrypt a text.

        Raises:
            SealedTextError: it was changed, or sealed with another key.
        """
        try:
            return self._sealing.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SealedTextError from error


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(secret)


def _write_new(path: Path) -> None:
    """Write a key that is there whole or not at all, whenever the machine stops."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    new = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(new, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
