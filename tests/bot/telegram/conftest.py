"""Fixtures of the Telegram tests."""

import pytest

from bot.messages.catalogue import Catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The sentences that ship with the package."""
    return Catalogue.load()


@pytest.fixture(autouse=True)
def waiting_times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read python-telegram-bot's waiting times the way `build_application` makes it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
