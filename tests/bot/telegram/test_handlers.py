"""Which part takes which update, and in which order."""

from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.messages.catalogue import Catalogue
from bot.storage.errors import StorageFullError
from bot.telegram.gate import UPDATES_A_MINUTE
from bot.telegram.handlers import calls_off
from tests.bot.telegram.chats import (
    ADMIN,
    ANI,
    BOT_NAME,
    BUDI,
    GROUP,
    Citizen,
    Town,
    acquainted,
    open_town,
)

SECRET_WORDS = "nomor rahasia saya"
VOICE = {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}
PINNED = {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": ANI, "type": "private"}}}


async def test_other_media_get_a_hint(town: Town, ani: Citizen) -> None:
    """A voice message cannot be read; what Telegram itself reports is no message."""
    assert await ani.send("message", ani.message(VOICE)) == [town.text("telegram.only_text")]
    assert await ani.send("message", ani.message(PINNED)) == []


async def test_an_edited_question_is_asked_to_be_sent_anew(town: Town, ani: Citizen) -> None:
    """The old answer stands; a channel's posts are nothing to the bot."""
    edited = ani.message({"text": "Berapa lama?", "edit_date": 5})
    assert await ani.send("edited_message", edited) == [town.text("telegram.edited")]
    assert await ani.send("channel_post", ani.message({"text": "Berapa lama?"})) == []
    assert town.answerer.asked == []


async def test_a_group_hears_from_the_bot_only_when_it_is_addressed(town: Town) -> None:
    """By command, name, or reply; without a question it says how to ask."""
    member = Citizen(town, group=GROUP)
    mention = [{"type": "mention", "offset": 0, "length": len(BOT_NAME)}]
    for text in ("Berapa lama?", "/start", "/hapus_data", "/bahasa", "/ppid", "/sumber", "/batal"):
        assert await member.write(text) == [], text
    edited = member.message({"text": f"{BOT_NAME} berapa lama?", "entities": mention})
    assert await member.send("edited_message", edited) == []
    assert await member.send("message", member.message(VOICE)) == []
    assert town.answerer.asked == []
    assert await member.write("/tanya") == [town.text("telegram.group_how")]
    await member.write(f"{BOT_NAME} berapa lama?", entities=mention)
    assert [asked.text for asked in town.answerer.asked] == ["berapa lama?"]


async def test_blocked_people_and_groups_get_nothing_at_all(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """Not even for commands or buttons; and nothing of them is kept."""
    async with open_town(tmp_path, catalogue, blocked=[ANI, GROUP]) as town:
        for writer in (Citizen(town), Citizen(town, BUDI, group=GROUP)):
            for text in ("/start", "Berapa lama?", "/tanya berapa lama?", "/data_saya"):
                assert await writer.write(text) == []
            assert await writer.press_data("x:0") == []
        assert {name for name, _ in town.api.calls} <= {"getMe"}
        assert town.pending() == []
        assert town.storage.people.last_seen(town.services.hashed(ANI)) is None
        assert len(await Citizen(town, BUDI).write("/bantuan")) == 1


async def test_a_flood_ends_in_silence(town: Town) -> None:
    """Of whatever kind; other people are served."""
    ani = Citizen(town)
    for _ in range(UPDATES_A_MINUTE):
        await ani.begin("/batal")
    await town.settle()
    assert len(town.sent(ANI)) == UPDATES_A_MINUTE
    assert await ani.write("/bantuan") == []
    assert await ani.press_data("l:0:en") == []
    assert len(await Citizen(town, BUDI).write("/bantuan")) == 1


async def test_batal_stops_the_answer_under_way_and_those_that_wait(
    town: Town, ani: Citizen
) -> None:
    """It does not queue behind them; nothing of them is sent or kept; later questions are."""
    town.answerer.open.clear()
    await ani.begin("satu")
    await town.answerer.begun()
    await ani.begin("dua")
    await ani.begin("/batal")
    await town.settle()
    assert [sent["text"] for sent in town.sent(ANI)] == [town.text("telegram.called_off")]
    assert town.kept(ANI) == []
    assert town.pending() == []
    town.answerer.open.set()
    assert "10 hari kerja" in (await ani.write("tiga"))[0]
    assert [asked.text for asked in town.answerer.asked] == ["satu", "tiga"]


async def test_questions_of_a_chat_queue_in_order_and_others_do_not_wait(town: Town) -> None:
    """The second of a chat begins when the first was sent."""
    ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
    town.answerer.open.clear()
    for citizen, text in ((ani, "satu"), (ani, "dua"), (budi, "tiga")):
        await citizen.begin(text)
    await town.answerer.begun(2)
    assert [asked.text for asked in town.answerer.asked] == ["satu", "tiga"]
    town.answerer.open.set()
    await town.settle()
    assert [asked.text for asked in town.answerer.asked] == ["satu", "tiga", "dua"]
    assert [logged.question for logged in town.kept(ANI)] == ["satu", "dua"]


async def test_what_breaks_is_an_apology_and_a_line_without_the_text(
    town: Town, ani: Citizen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In private; a group is not told of faults."""

    def fail(*_: object) -> None:
        raise StorageFullError(Path("x"), SECRET_WORDS)

    monkeypatch.setattr(town.storage.people, "start_anew", fail)
    monkeypatch.setattr(town.storage.staff, "paused", _broken)
    assert await ani.write("/baru") == [town.text("telegram.failed")]
    assert await Citizen(town, group=GROUP).write("/tanya berapa lama?") == []
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert any("StorageFullError at" in line for line in lines)
    assert not any(SECRET_WORDS in line for line in lines)
    assert town.pending() == []
    assert [type(fault) for fault in town.faults] == [StorageFullError, RuntimeError]
    town.faults.clear()


def _broken() -> None:
    raise RuntimeError(SECRET_WORDS)


async def test_an_update_is_finished_only_when_its_handler_ended(town: Town, ani: Citizen) -> None:
    """Whoever is killed meanwhile finds it again."""
    town.answerer.open.clear()
    asked = await ani.begin("Berapa lama?")
    await town.answerer.begun()
    assert [pending.update_id for pending in town.pending()] == [asked.update_id]
    town.answerer.open.set()
    await town.settle()
    assert town.pending() == []


@pytest.mark.parametrize(
    ("content", "jumps"),
    [
        ({"message": {"text": "/batal"}}, True),
        ({"message": {"text": "/Cancel@suluh_test_bot now"}}, True),
        ({"message": {"text": "/"}}, False),
        ({"message": {"text": "batal"}}, False),
        ({"message": {"text": "/batalkan"}}, False),
        ({"edited_message": {"text": "/batal"}}, False),
        ({"message": {}}, False),
    ],
)
def test_only_batal_does_not_wait_for_its_turn(content: dict[str, Any], jumps: bool) -> None:
    """Everything else keeps the order of its chat."""
    frame = {"message_id": 1, "date": 1, "chat": {"id": ANI, "type": "private"}}
    update = {kind: {**frame, **message} for kind, message in content.items()}
    assert calls_off(Update.de_json({"update_id": 1, **update}, None)) is jumps


COMMANDS = "/start /bantuan /sumber /bahasa /privasi /data_saya /hapus_data /batal /baru /entah"


@pytest.mark.parametrize("text", [*COMMANDS.split(), "/ppid", "/ppid Anggaran 2025"])
async def test_a_command_whose_reply_failed_is_answered_after_the_next_start(
    tmp_path: Path, catalogue: Catalogue, text: str
) -> None:
    """Nothing that a citizen wrote is lost, and what was replied to is not replied to again."""
    async with open_town(tmp_path, catalogue) as before:
        before.api.broken |= {"sendMessage", "sendDocument"}
        await acquainted(Citizen(before)).write(text)
        assert [text in pending.content for pending in before.pending()] == [True]
    async with open_town(tmp_path, catalogue) as after:
        assert await after.intake.resume() == 1
        await after.settle()
        replies = after.sent(ANI) + after.api.calls_of("sendDocument")
        assert len(replies) == (2 if text == "/start" else 1)
        assert after.pending() == []


async def test_what_cannot_be_apologised_for_waits_for_the_next_start(
    town: Town, ani: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler failed, and its citizen heard nothing of it."""

    def fail(*_: object) -> None:
        raise StorageFullError(Path("x"), "disk is full")

    monkeypatch.setattr(town.storage.people, "start_anew", fail)
    town.api.broken.add("sendMessage")
    await ani.write("/baru")
    assert len(town.pending()) == 1
    town.faults.clear()


async def test_staff_are_answered_after_the_next_start_too(town: Town) -> None:
    """The command itself is done once."""
    admin = acquainted(Citizen(town, ADMIN))
    town.api.broken.add("sendMessage")
    await admin.write("/jeda Pemeliharaan")
    town.api.broken.clear()
    await admin.write("/lanjut")
    await town.intake.resume()
    await town.settle()
    assert town.sent(ADMIN)[-1]["text"] == town.text("staff.state_answering")
    assert town.storage.staff.paused() is None


async def test_the_purpose_of_a_request_is_not_answered_as_a_question(
    town: Town, ani: Citizen
) -> None:
    """What changed a draft but could not be shown changes it at the next start."""
    await ani.write("/ppid Anggaran 2025")
    await ani.press("Ubah tujuan")
    town.api.broken.add("sendMessage")
    await ani.write("Penelitian skripsi")
    town.api.broken.clear()
    await town.intake.resume()
    await town.settle()
    assert "Penelitian skripsi" in town.sent(ANI)[-1]["text"]
    assert town.answerer.asked == []
