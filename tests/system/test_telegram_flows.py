"""Whole conversations against the Bot API double, over real HTTP: requests and staff."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.store import Storage
from tests.bot_api_double import CITIZEN, BotApiDouble, Fault, SentMessage
from tests.system.echo import UNANSWERED
from tests.system.echo_bot import ADMIN, opened_storage, running, sent, until
from tests.system.processes import ROOT

pytestmark = pytest.mark.system

OFFICES = ROOT / "deploy" / "ppid.example.toml"


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    with opened_storage(tmp_path) as opened:
        yield opened


async def _with(double: BotApiDouble, words: str, chat: int = CITIZEN) -> SentMessage:
    """Wait for the message with these words in a chat."""
    return await sent(double, lambda one: one.chat_id == chat and words in one.text)


async def test_an_unanswered_question_becomes_a_letter_to_the_right_ppid(
    double: BotApiDouble, storage: Storage
) -> None:
    """Question, no answer, draft, purpose, another way to receive it, letter with its dates."""
    async with running(double, storage, offices=OFFICES):
        double.say(UNANSWERED)
        double.press(await _with(double, "Maaf."), "Tanya PPID")
        draft = await _with(double, UNANSWERED)
        assert draft.text.startswith("Rancangan permohonan kepada PPID Dinas Contoh")
        double.press(draft, "Ubah tujuan")
        prompt = await _with(double, "Untuk apa")
        double.say("Penelitian skripsi, NIK 3201014505900001", reply_to=prompt)
        draft = await _with(double, "Penelitian skripsi")
        double.press(draft, "Ubah cara menerima")
        double.press(await _with(double, "Bagaimana Anda"), "Saya baca di tempat")
        draft = await sent(double, lambda one: "Penelitian" in one.text and "di tempat" in one.text)
        double.press(draft, "Selesai")
        letter = await _with(double, "Yth. ")
        explanation = await _with(double, "Ini belum permohonan resmi")
    assert letter.text.startswith("Yth. PPID Dinas Contoh")
    for words in (UNANSWERED, "Penelitian skripsi, NIK […]", "Dibaca di tempat"):
        assert words in letter.text
    assert "3201014505900001" not in "".join(one.text for one in double.sent)
    assert "10 hari kerja (Pasal 22 ayat (7))" in explanation.text
    assert explanation.buttons() == [("Salin e-mail PPID", "ppid@dinas.contoh.go.id")]
    assert storage.drafts.load(storage.key.hashed(CITIZEN), 0.0) is None
    assert [call.description for call in double.calls if call.status == 400] == []


async def test_staff_stop_the_answers_and_let_them_go_on(
    double: BotApiDouble, storage: Storage
) -> None:
    """Citizens read the message of staff meanwhile, also after a restart."""
    async with running(double, storage):
        double.say("/jeda Pemeliharaan sampai 15.00", ADMIN)
        await _with(double, "Bot dijeda", ADMIN)
    async with running(double, storage):
        double.say("satu")
        paused = await _with(double, "Pemeliharaan sampai 15.00")
        assert paused.text.startswith("Maaf, layanan ini sedang berhenti sementara")
        double.say("/status", ADMIN)
        await _with(double, "Bot dijeda sejak", ADMIN)
        double.say("/lanjut", ADMIN)
        await _with(double, "Bot menjawab lagi.", ADMIN)
        double.say("dua")
        await _with(double, "Tentang: dua")
    assert not any("Tentang: satu" in one.text for one in double.sent)
    assert [line.action for line in storage.staff.audit(0.0)] == ["pause", "resume"]


async def test_staff_read_why_an_answer_did_not_help(
    double: BotApiDouble, storage: Storage
) -> None:
    """In the citizen's own words, beside the question and what nobody answers yet."""
    async with running(double, storage):
        double.say("Berapa lama?")
        double.press(await _with(double, "Tentang: Berapa lama?"), "👎 Tidak membantu")
        double.press(await _with(double, "Apa yang kurang? Pilih"), "Alasan lain")
        prompt = await _with(double, "Balas pesan ini")
        assert '"force_reply": true' in prompt.parameters["reply_markup"]
        double.say("Pasalnya sudah dicabut", reply_to=prompt)
        await _with(double, "Alasan Anda sudah saya catat")
        double.say(UNANSWERED)
        await _with(double, "Maaf.")
        double.say("/laporan 1", ADMIN)
        report = await _with(double, "Laporan 1 hari terakhir", ADMIN)
    assert "alasan: Pasalnya sudah dicabut" in report.text
    assert f"1. {UNANSWERED} (1×" in report.text
    assert "Penilaian warga: 0 membantu, 1 tidak membantu" in report.text


async def test_a_command_whose_reply_was_lost_is_answered_by_the_next_bot(
    double: BotApiDouble, storage: Storage
) -> None:
    """The first bot could send it in no form."""
    double.fail("sendMessage", Fault.refusal(400, "Bad Request: chat not found"), times=2)
    async with running(double, storage):
        double.say("/bantuan")
        await until(double, lambda: len(double.calls_of("sendMessage")) == 2)
    assert double.sent == []
    assert storage.inbox.depth() == 1
    async with running(double, storage):
        await _with(double, "Cara bertanya")
    assert len(double.sent) == 1
    assert storage.inbox.depth() == 0
