"""The doctor tells whether answers can be given, and how to mend it where they cannot."""

from pathlib import Path

import pytest

from bot.answering.reader import shipped_file
from bot.doctor import check_reader
from vectorstore.health import Health

# It reads the file with torch's own loader, which takes a while to import.
pytestmark = pytest.mark.integration


def test_the_reader_that_ships_is_good() -> None:
    """Its file is told with its size."""
    found = check_reader(shipped_file())
    assert found.health is Health.GOOD
    assert "MB" in found.found


def test_a_damaged_reader_is_a_fault_with_its_mend(tmp_path: Path) -> None:
    """Answers go on without it, which staff must know."""
    damaged = tmp_path / "reader.safetensors"
    damaged.write_bytes(b"no such thing")
    found = check_reader(damaged)
    assert found.health is Health.FAULT
    assert "Install Suluh again" in found.mend
