"""Why an answer did not help, in the citizen's own words."""

import pytest

from bot.reporting.report import read_report
from bot.reporting.text import report_text
from bot.storage.erasing import delete, export
from bot.telegram.reasons import LONGEST_REASON, MINUTES_AWAITED
from tests.bot.telegram.chats import ADMIN, ANI, NOW, Citizen, Town

NIK = "3201014505900001"


async def _asked_for_words(town: Town, ani: Citizen) -> int:
    """Have pressed "Alasan lain"; gives the id of the message that asks for the words."""
    await ani.write("Berapa lama?")
    await ani.press("👎 Tidak membantu")
    (prompt,) = await ani.press("Alasan lain")
    assert prompt == town.text(
        "telegram.feedback_write", minutes=MINUTES_AWAITED, limit=LONGEST_REASON
    )
    assert "force_reply" in town.sent(ANI)[-1]["reply_markup"]
    return 899 + len(town.sent(ANI))


def _reasons(town: Town) -> list[str]:
    return [rejected.reason for rejected in town.storage.feedback.rejected(0.0, 9)]


async def test_own_words_are_kept_shown_to_staff_exported_and_deleted(
    town: Town, ani: Citizen
) -> None:
    """They go the way of the listed reasons, and are no question."""
    prompt = await _asked_for_words(town, ani)
    assert await ani.reply("Pasalnya sudah dicabut", prompt) == [
        town.text("telegram.feedback_written")
    ]
    assert len(town.answerer.asked) == 1
    (report,) = await Citizen(town, ADMIN).write("/laporan")
    assert "alasan: Pasalnya sudah dicabut" in report
    printed = report_text(
        read_report(town.storage, 7, NOW, str.split), "id", town.services.catalogue
    )
    assert "alasan: Pasalnya sudah dicabut" in printed
    database, chat = town.storage.database, town.services.hashed(ANI)
    assert export(database, chat)["questions"][0]["reason"] == "Pasalnya sudah dicabut"
    delete(database, chat)
    assert _reasons(town) == []


async def test_only_a_reply_to_the_question_for_a_reason_is_one(town: Town, ani: Citizen) -> None:
    """Any other text is a question and gets its answer."""
    prompt = await _asked_for_words(town, ani)
    assert "10 hari kerja" in (await ani.write("Kalau ditolak?"))[0]
    assert "10 hari kerja" in (await ani.reply("Kalau ditolak?", prompt - 1))[0]
    assert _reasons(town) == [""]
    await ani.reply("Terlalu panjang", prompt)
    assert _reasons(town) == ["Terlalu panjang"]


async def test_a_reason_that_may_be_a_question_is_not_swallowed(town: Town, ani: Citizen) -> None:
    """The field for the reply takes a question too; its writer is told where it went."""
    prompt = await _asked_for_words(town, ani)
    (sent,) = await ani.reply("Lalu berapa biayanya?", prompt)
    assert sent.endswith(town.text("telegram.feedback_question"))


@pytest.mark.parametrize("command", ["/batal", "/bantuan", "/tanya berapa lama?", "/entah"])
async def test_a_command_ends_the_waiting(town: Town, ani: Citizen, command: str) -> None:
    """A late reply is a question then; calling off says that it ended something."""
    prompt = await _asked_for_words(town, ani)
    (sent,) = await ani.write(command)
    assert (sent == town.text("telegram.called_off")) == (command == "/batal")
    assert "10 hari kerja" in (await ani.reply("Kalau ditolak?", prompt))[0]
    assert _reasons(town) == [""]


async def test_the_waiting_ends_after_a_while(town: Town, ani: Citizen) -> None:
    """By when the reply was written."""
    prompt = await _asked_for_words(town, ani)
    town.clock.seconds += 60 * MINUTES_AWAITED + 1
    assert "10 hari kerja" in (await ani.reply("Kalau ditolak?", prompt))[0]
    assert _reasons(town) == [""]


async def test_personal_data_and_what_is_too_long_are_not_kept(town: Town, ani: Citizen) -> None:
    """A reply of nothing else is asked for again."""
    prompt = await _asked_for_words(town, ani)
    (again,) = await ani.reply(NIK, prompt)
    assert again.startswith("Apa yang kurang?")
    (sent,) = await ani.reply(f"NIK saya {NIK} ditolak. " + "kata " * 100, prompt + 1)
    assert sent.endswith(town.text("hand_over.left_out"))
    [reason] = _reasons(town)
    assert reason.startswith("NIK saya [NIK] ditolak.")
    assert len(reason) <= LONGEST_REASON


async def test_a_reason_that_was_not_confirmed_is_not_taken_for_a_question_later(
    town: Town, ani: Citizen
) -> None:
    """It waits for the next start, and then is the same reason again."""
    prompt = await _asked_for_words(town, ani)
    town.api.broken.add("sendMessage")
    await ani.reply("Sudah dicabut", prompt)
    town.api.broken.clear()
    town.clock.seconds += 3_600
    assert await town.intake.resume() == 1
    await town.settle()
    assert town.sent(ANI)[-1]["text"] == town.text("telegram.feedback_written")
    assert _reasons(town) == ["Sudah dicabut"]
    assert len(town.answerer.asked) == 1
