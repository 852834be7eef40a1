"""Staff are told of faults: seldom, without citizens' data, and never at the bot's expense."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.messages.catalogue import LANGUAGES, Catalogue
from bot.telegram.alerts import SECONDS_BETWEEN, SEVERAL, AlertKind, Alerts
from bot.telegram.rendering import RenderedMessage
from tests.fakes import Clock

ADMINS = frozenset({11, 12})


@dataclass
class Outbox:
    """Keeps what is sent; may fail or never end."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    error: Exception | None = None
    hangs: bool = False

    async def send(self, admin: int, messages: list[RenderedMessage]) -> None:
        """Send, fail or hang."""
        if self.hangs:
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error
        self.sent += [(admin, message.plain) for message in messages]


@dataclass
class Bell:
    """Alerts over an outbox and a clock that stands still."""

    outbox: Outbox
    clock: Clock
    alerts: Alerts

    async def told(self) -> list[str]:
        """Give what the first admin was told so far."""
        await self.alerts.close()
        return [text for admin, text in self.outbox.sent if admin == min(ADMINS)]


@pytest.fixture
def bell(catalogue: Catalogue) -> Bell:
    """Alerts to two admins."""
    outbox, clock = Outbox(), Clock()
    return Bell(outbox, clock, Alerts(ADMINS, outbox.send, catalogue, clock))


async def test_a_fault_is_told_once_in_a_quarter_of_an_hour_with_its_number(bell: Bell) -> None:
    """Each kind for itself, to every admin."""
    for _ in range(1_000):
        await bell.alerts.report(AlertKind.STORAGE, "StorageFullError")
    await bell.alerts.report(AlertKind.BUILD)
    assert len(await bell.told()) == 2
    assert {admin for admin, _ in bell.outbox.sent} == ADMINS
    bell.clock.seconds += SECONDS_BETWEEN
    await bell.alerts.report(AlertKind.STORAGE, "StorageFullError")
    first, _, again = await bell.told()
    assert "Terjadi: 1 kali dalam kurang dari dua menit\nRincian: StorageFullError" in first
    assert "Terjadi: 1000 kali dalam 15 menit" in again


@pytest.mark.parametrize("kind", [AlertKind.ANSWER_ERRORS, AlertKind.BOT_API])
async def test_a_few_failed_answers_or_calls_are_no_fault(bell: Bell, kind: AlertKind) -> None:
    """Several in a quarter of an hour are."""
    for _ in range(SEVERAL - 1):
        await bell.alerts.report(kind, "error_timeout")
    bell.clock.seconds += SECONDS_BETWEEN
    await bell.alerts.report(kind, "error_timeout")
    assert await bell.told() == []
    for _ in range(SEVERAL - 1):
        await bell.alerts.report(kind, "error_timeout")
    assert len(await bell.told()) == 1


@pytest.mark.parametrize(
    "detail",
    ["Berapa gaji Budi?", "3201234567890123", "+62 812 3456 789", "a@b.id", "error\nKTP", "x" * 70],
)
async def test_what_could_quote_a_citizen_is_left_out(bell: Bell, detail: str) -> None:
    """Only names and short numbers are passed on."""
    await bell.alerts.report(AlertKind.STORAGE, detail)
    (told,) = await bell.told()
    assert told.endswith("Rincian: -")


async def test_an_alert_that_cannot_be_sent_harms_nothing(
    bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    """`report` does not wait for the Bot API, and what fails is logged without its text."""
    bell.outbox.error = RuntimeError("nomor rahasia")
    await bell.alerts.report(AlertKind.STORAGE)
    await bell.alerts.close()
    assert "RuntimeError" in caplog.text
    assert "rahasia" not in caplog.text
    bell.outbox.hangs = True
    async with asyncio.timeout(5):
        await bell.alerts.report(AlertKind.BACKLOG, "250")
        await bell.alerts.close(seconds=0.01)


async def test_every_kind_has_its_sentence(catalogue: Catalogue) -> None:
    """In both languages."""
    outbox = Outbox()
    for language in LANGUAGES:
        alerts = Alerts(frozenset({11}), outbox.send, catalogue, Clock(), language)
        for kind in AlertKind:
            for _ in range(SEVERAL):
                await alerts.report(kind)
        await alerts.close()
    assert len({text for _, text in outbox.sent}) == len(LANGUAGES) * len(AlertKind)
