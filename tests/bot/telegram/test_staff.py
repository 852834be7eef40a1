"""What staff can do in their private chat with the bot, and that nobody else can."""

from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, CommandHandler

from bot.answering.models import Answer, AnswerStatus, Question
from bot.messages.catalogue import Catalogue
from bot.reporting.report import MOST_GROUPS, MOST_REJECTED
from bot.storage.staff import AuditLine, Pause, StaffAction
from bot.storage.store import Storage
from bot.telegram.staff import LONGEST_REASON, BotStatus, StaffHandlers
from tests.bot.telegram.scripted_api import TOKEN, ScriptedApi
from tests.fakes import Clock
from vectorstore.keyword_index import Analyser

ADMIN, CITIZEN = 11, 4001
NOW, DAY = 1_795_636_800.0, 86_400.0
STATUS = BotStatus("b7", 3 * DAY, 2, 7_300.0, "0.1.0")


@dataclass
class Desk:
    """Staff's commands in an application, and somebody who writes to it."""

    application: Application[Any, Any, Any, Any, Any, Any]
    api: ScriptedApi
    storage: Storage
    staff: StaffHandlers
    clock: Clock
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def update(self, text: str, sender: int = ADMIN, chat: int = 0) -> Update:
        """Make a message as it comes in."""
        message = {
            "message_id": 5,
            "date": 1,
            "chat": {"id": chat or sender, "type": "supergroup" if chat else "private"},
            "from": {"id": sender, "is_bot": False, "first_name": "Sari"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
        }
        made = Update.de_json(
            {"update_id": next(self.numbers), "message": message}, self.application.bot
        )
        assert made is not None
        return made

    async def write(self, text: str) -> list[str]:
        """Let an admin write, and give the replies."""
        before = len(self.api.calls_of("sendMessage"))
        await self.application.process_update(self.update(text))
        return [str(sent["text"]) for sent in self.api.calls_of("sendMessage")[before:]]

    def log(
        self,
        question: str,
        asked: float = NOW,
        status: AnswerStatus = AnswerStatus.UNANSWERABLE_NOTHING_FOUND,
    ) -> int:
        """Keep a question as the bot does."""
        answer = Answer(Question(question), status, "id", "x")
        return self.storage.questions.add("hash4001", asked, answer, 0.1)


def _sent(parameters: dict[str, Any]) -> dict[str, Any]:
    chat = {"id": ADMIN, "type": "private"}
    return {"message_id": 1, "date": 1, "chat": chat, "text": parameters["text"]}


async def _indonesian(update: Update) -> str:
    return "id"


@pytest.fixture
async def desk(catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Desk]:
    """Staff's commands over an empty database."""
    api, clock = ScriptedApi(sendMessage=_sent), Clock()
    clock.seconds = NOW
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(TOKEN).request(api).get_updates_request(api).build()
    )
    with closing(Storage.open(tmp_path)) as storage:
        staff = StaffHandlers(
            admins=frozenset({ADMIN}),
            storage=storage,
            catalogue=catalogue,
            look=lambda: STATUS,
            language=_indonesian,
            stems=Analyser.load().stems,
            clock=clock,
        )
        for name, handle in staff.handlers().items():
            application.add_handler(CommandHandler(name, handle))
        async with application:
            yield Desk(application, api, storage, staff, clock)


async def test_only_staff_in_their_private_chat_are_staff(desk: Desk) -> None:
    """By numeric id; in a group everybody would read the reply."""
    assert desk.staff.is_admin(desk.update("/status"))
    assert not desk.staff.is_admin(desk.update("/status", sender=CITIZEN))
    assert not desk.staff.is_admin(desk.update("/status", chat=-100))
    assert set(desk.staff.handlers()) == {"status", "laporan", "jeda", "lanjut"}


async def test_status_tells_of_build_queue_uptime_and_the_last_day(desk: Desk) -> None:
    """In one message."""
    desk.log("Jam buka?", NOW - 2 * DAY)
    desk.log("Jam buka?")
    desk.log("Jam buka?", status=AnswerStatus.ERROR_INDEX)
    (text,) = await desk.write("/status")
    assert text.splitlines() == [
        "Bot menjawab pertanyaan warga.",
        "",
        "Indeks: b7, dibuat 3 hari yang lalu",
        "Pesan dalam antrean: 2",
        "Berjalan selama: 2 jam",
        "Versi: 0.1.0",
        "24 jam terakhir: 2 pertanyaan, 1 gagal karena gangguan",
    ]


async def test_a_pause_has_a_message_for_citizens_and_an_audit_line_until_it_ends(
    desk: Desk,
) -> None:
    """The admin sees what citizens will read, markup as it was typed, and who did it is hashed."""
    reason = "Pemeliharaan <server>\nsampai 15.00"
    (text,) = await desk.write(f"/jeda {reason}")
    assert "Pemeliharaan &lt;server&gt;\nsampai 15.00" in text
    assert desk.storage.staff.paused() == Pause(reason, NOW)
    desk.clock.seconds += 7_200
    (status,) = await desk.write("/status")
    assert status.startswith("Bot dijeda sejak 2 jam yang lalu.")
    await desk.write("/lanjut")
    assert desk.storage.staff.paused() is None
    who = desk.storage.key.hashed(ADMIN)
    assert desk.storage.staff.audit(0.0) == [
        AuditLine(NOW, who, StaffAction.PAUSE, reason),
        AuditLine(NOW + 7_200, who, StaffAction.RESUME, ""),
    ]


async def test_a_command_that_is_handled_again_is_done_once(desk: Desk) -> None:
    """Its reply could not be sent, so it waited; what staff did since holds."""
    pause = desk.update("/jeda Pemeliharaan")
    await desk.application.process_update(pause)
    await desk.write("/lanjut")
    await desk.application.process_update(pause)
    assert desk.api.calls_of("sendMessage")[-1]["text"] == "Bot menjawab pertanyaan warga."
    assert desk.storage.staff.paused() is None
    assert [line.action for line in desk.storage.staff.audit(0.0)] == ["pause", "resume"]


async def test_a_pause_outlives_a_restart(desk: Desk, tmp_path: Path) -> None:
    """Nobody starts it again unawares."""
    await desk.write("/jeda")
    desk.storage.close()
    with closing(Storage.open(tmp_path)) as after:
        assert after.staff.paused() == Pause("", NOW)


async def test_a_pause_needs_no_message_but_takes_none_too_long(desk: Desk) -> None:
    """What cannot be done is said, and changes nothing."""
    assert await desk.write("/lanjut") == ["Bot tidak sedang dijeda, jadi tidak ada yang berubah."]
    (refused,) = await desk.write("/jeda " + "x" * (LONGEST_REASON + 1))
    assert refused.startswith("Bot belum dijeda")
    assert desk.storage.staff.audit(0.0) == []
    (paused,) = await desk.write("/jeda")
    assert "Silakan kirim lagi nanti." in paused


async def test_a_report_is_on_as_many_days_as_asked_for(desk: Desk) -> None:
    """A week, where no number is given."""
    desk.log("Jam buka?")
    desk.log("Siapa kepala dinas?", NOW - 40 * DAY)
    (week,) = await desk.write("/laporan")
    assert week.startswith("Laporan 7 hari terakhir\n\nPertanyaan: 1\n")
    (longer,) = await desk.write("/laporan 50")
    assert "Siapa kepala dinas?" in longer
    for wrong in ("0", "367", "-1", "seminggu", "7 8", "9" * 5_000, "٣"):
        assert await desk.write(f"/laporan {wrong}") == [
            "Tuliskan jumlah hari dari 1 sampai 366, misalnya: /laporan 30"
        ]


async def test_a_long_report_is_split_and_none_of_it_lost(desk: Desk) -> None:
    """As every other message; markup in a question stays text."""
    for number in range(40):
        logged = desk.log(f"{number} {'kata' * number} <b>& " * 9)
        desk.storage.feedback.vote(logged, "hash4001", helpful=False, at=NOW)
        desk.storage.feedback.add_reason(logged, "hash4001", "wrong")
    messages = await desk.write("/laporan")
    assert len(messages) > 1
    assert sum(message.count("(1×, terakhir") for message in messages) == MOST_GROUPS
    assert sum(message.count("alasan:") for message in messages) == MOST_REJECTED
    assert not any("<b>" in message or "hash4001" in message for message in messages)


async def test_a_fault_of_the_database_is_told_without_its_text(desk: Desk) -> None:
    """And nothing is changed."""
    desk.storage.database.close()
    (text,) = await desk.write("/jeda")
    assert text.startswith("Perintah ini gagal karena gangguan basis data (StorageFailedError).")
    assert "sqlite" not in text.lower()
