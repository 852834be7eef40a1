"""A storage of its own for each test."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.store import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """Open a new storage."""
    with closing(Storage.open(tmp_path)) as opened:
        yield opened
