"""Fixtures of the Telegram tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages.catalogue import Catalogue
from tests.bot.telegram.chats import Citizen, Town, acquainted, open_town


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The sentences that ship with the package."""
    return Catalogue.load()


@pytest.fixture(autouse=True)
def waiting_times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read python-telegram-bot's waiting times the way `build_application` makes it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def town(tmp_path: Path, catalogue: Catalogue) -> AsyncIterator[Town]:
    """A running bot that nobody wrote to yet."""
    async with open_town(tmp_path, catalogue) as opened:
        yield opened


@pytest.fixture
def ani(town: Town) -> Citizen:
    """A citizen who knows already what is kept."""
    return acquainted(Citizen(town))
