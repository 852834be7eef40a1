"""The key hashes ids, seals texts, and is made once."""

from pathlib import Path

import pytest

from bot.storage.errors import SealedTextError, StorageKeyError
from bot.storage.keys import StorageKey


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """What was hashed and sealed before a restart is known after it."""
    path = tmp_path / "bot.key"
    first = StorageKey.load(path)
    again = StorageKey.load(path)
    assert again.hashed(4711) == first.hashed(4711)
    assert again.unseal(first.seal("Halo, “dunia”")) == "Halo, “dunia”"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["bot.key"]


def test_hashes_differ_by_id_and_by_key() -> None:
    """Without the key nobody can try all ids; 32 hex characters, groups' negative ids too."""
    one, other = StorageKey(b"1" * 32), StorageKey(b"2" * 32)
    hashes = {one.hashed(1), one.hashed(-1), one.hashed(2), other.hashed(1)}
    assert len(hashes) == 4
    assert all(len(hashed) == 32 and int(hashed, 16) >= 0 for hashed in hashes)


def test_what_another_key_sealed_cannot_be_read() -> None:
    """Nor what was changed since."""
    sealed = StorageKey(b"1" * 32).seal("rahasia")
    for wrong in (sealed, b"", b"gAAAA"):
        with pytest.raises(SealedTextError):
            StorageKey(b"2" * 32).unseal(wrong)


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    """A cut key would make every chat a stranger."""
    path = tmp_path / "bot.key"
    path.write_bytes(b"short")
    with pytest.raises(StorageKeyError, match=r"bot\.key is damaged"):
        StorageKey.load(path)
