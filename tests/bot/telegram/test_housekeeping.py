"""What is too old is deleted, and a backlog is told."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.messages.catalogue import Catalogue
from bot.storage.database import Database
from bot.storage.errors import StorageFullError
from bot.storage.inbox import Incoming
from bot.storage.store import Storage
from bot.telegram.alerts import Alerts
from bot.telegram.hand_over import SECONDS_DRAFTS_KEPT
from bot.telegram.housekeeping import BACKLOG, SECONDS_BETWEEN_LOOKS, keep_house
from bot.telegram.rendering import RenderedMessage
from tests.bot.telegram.answers import answer
from tests.bot.telegram.chats import ADMIN, NOW
from tests.fakes import Clock

DAY = 86_400.0
CHAT = "hash4001"


@dataclass
class House:
    """A storage that is looked after for some time."""

    storage: Storage
    catalogue: Catalogue
    clock: Clock
    alerts: list[str] = field(default_factory=list)
    build_fault: str = ""

    async def pass_time(self, seconds: float) -> None:
        """Keep house for so long, which takes no time."""
        end = self.clock.seconds + seconds

        async def sleep(pause: float) -> None:
            assert pause == SECONDS_BETWEEN_LOOKS
            self.clock.seconds += pause
            if self.clock.seconds > end:
                raise asyncio.CancelledError

        async def tell(admin: int, messages: list[RenderedMessage]) -> None:
            self.alerts.extend(message.plain for message in messages)

        alerts = Alerts(frozenset({ADMIN}), tell, self.catalogue, self.clock)
        with pytest.raises(asyncio.CancelledError):
            await keep_house(self.storage, alerts, 30, lambda: self.build_fault, sleep, self.clock)
        await alerts.close()

    def ask(self, asked: float) -> int:
        """Keep a question."""
        return self.storage.questions.add(CHAT, asked, answer(), 0.1)


@pytest.fixture
def house(tmp_path: Path, catalogue: Catalogue) -> Iterator[House]:
    """An empty storage."""
    clock = Clock()
    clock.seconds = NOW
    with closing(Storage.open(tmp_path)) as storage:
        yield House(storage, catalogue, clock)


async def test_what_is_older_than_its_retention_is_deleted_at_once_and_daily(house: House) -> None:
    """A bot that is started after a long time does not wait for a day."""
    old, ageing, new = house.ask(NOW - 31 * DAY), house.ask(NOW - 29.5 * DAY), house.ask(NOW)

    def kept(number: int) -> bool:
        return house.storage.questions.get(number, CHAT) is not None

    await house.pass_time(0.4 * DAY)
    assert [kept(old), kept(ageing), kept(new)] == [False, True, True]
    await house.pass_time(1.1 * DAY)
    assert [kept(ageing), kept(new)] == [False, True]


async def test_a_purge_is_made_once_a_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes the file anew."""
    purged: list[float] = []

    def note(database: Database, now: float, days: int) -> int:
        purged.append(now - NOW)
        return 0

    monkeypatch.setattr("bot.telegram.housekeeping.purge", note)
    await house.pass_time(2.5 * DAY)
    assert purged == [0.0, DAY, 2 * DAY]


async def test_drafts_are_erased_when_their_half_hour_is_over(house: House) -> None:
    """The citizen was told so."""
    house.storage.drafts.save(CHAT, "{}", NOW)
    await house.pass_time(SECONDS_DRAFTS_KEPT - 1)
    assert house.storage.drafts.load(CHAT, 0.0) == "{}"
    await house.pass_time(2 * SECONDS_BETWEEN_LOOKS)
    assert house.storage.drafts.load(CHAT, 0.0) is None


async def test_a_backlog_is_told(house: House) -> None:
    """With its length, and not when it is usual."""
    house.storage.inbox.store([Incoming(n, "", NOW, "{}") for n in range(BACKLOG)])
    await house.pass_time(0)
    assert house.alerts == []
    house.storage.inbox.store([Incoming(BACKLOG, "", NOW, "{}")])
    await house.pass_time(0)
    assert str(BACKLOG + 1) in house.alerts[0]


async def test_a_build_that_does_not_serve_is_told_while_that_lasts(house: House) -> None:
    """With the error's name, and as seldom as other faults."""
    await house.pass_time(600)
    assert house.alerts == []
    house.build_fault = "BuildDamagedError"
    await house.pass_time(20 * 60)
    assert len(house.alerts) == 2
    assert all("BuildDamagedError" in alert for alert in house.alerts)
    assert house.alerts[0].startswith("Perhatian: indeks yang terbit tidak dapat dibuka")
    house.build_fault = ""
    await house.pass_time(600)
    assert len(house.alerts) == 2


async def test_a_failing_storage_is_told_and_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next look purges, once there is room again."""

    def fail(*_: object) -> int:
        raise StorageFullError(Path("x"), "disk is full")

    number = house.ask(NOW - 31 * DAY)
    with monkeypatch.context() as patched:
        patched.setattr("bot.telegram.housekeeping.purge", fail)
        await house.pass_time(0)
    assert "StorageFullError" in house.alerts[0]
    await house.pass_time(0)
    assert house.storage.questions.get(number, CHAT) is None
