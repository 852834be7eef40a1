"""What the system tests share: a Bot API server, and a home with the samples indexed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot_api_double import BotApiDouble
from tests.system.processes import SAMPLES, run_suluh


@pytest.fixture
def double() -> Iterator[BotApiDouble]:
    """Give a running Bot API server that refuses what Telegram refuses."""
    with BotApiDouble() as server:
        yield server


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the samples indexed; tests only read it."""
    folder = tmp_path_factory.mktemp("home")
    done = run_suluh(folder, "ingest", str(SAMPLES), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["failed"], report["published"]) == ([], True)
    assert report["new"] >= 14
    return folder


@pytest.fixture
def copied_home(home: Path, tmp_path: Path) -> Path:
    """Give a copy of the home that a test may change."""
    return shutil.copytree(home, tmp_path / "home")
