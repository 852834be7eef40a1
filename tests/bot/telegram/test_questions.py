"""What becomes of a question: every one ends in one answer or apology, or in agreed silence."""

import asyncio
from pathlib import Path

import pytest

from bot.answering.models import AnswerStatus, Question
from bot.messages.catalogue import Catalogue
from bot.storage.errors import StorageFullError
from bot.telegram.limits import LimitRules
from bot.telegram.questions import OncePerChat
from tests.bot.telegram.answers import answer, citation
from tests.bot.telegram.chats import ANI, BUDI, GROUP, Citizen, Town, acquainted, open_town

HOUR = 3_600.0
SECRET_WORDS = "nomor rahasia saya"
NIK = "3174010101900001"


async def test_a_question_gets_a_cited_answer_as_a_reply(town: Town, ani: Citizen) -> None:
    """Typing is shown, the answer follows, tied to the question."""
    town.answerer.open.clear()
    asked = await ani.begin("Berapa lama PPID menjawab?")
    await town.api.called("sendChatAction")
    town.answerer.open.set()
    await town.settle()
    assert town.answerer.asked == [Question("Berapa lama PPID menjawab?")]
    (sent,) = town.sent(ANI)
    assert '<a href="https://ppid.example.go.id/uu-14-2008">[1]</a>' in sent["text"]
    assert asked.message is not None
    assert sent["reply_parameters"]["message_id"] == asked.message.message_id
    rating = ["👍 Membantu", "👎 Tidak membantu"]
    assert list(ani.buttons()) == ["1. UU 14/2008", *rating, "Tanya PPID"]


async def test_an_unanswerable_question_gets_its_own_words_and_the_way_to_the_ppid(
    town: Town, ani: Citizen
) -> None:
    """There is nothing to rate."""
    town.answerer.given = answer("Maaf, tidak ada.", (), AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    assert await ani.write("Siapa juara?") == ["Maaf, tidak ada."]
    assert list(ani.buttons()) == ["Tanya PPID"]


async def test_a_follow_up_is_asked_with_the_questions_before_it(town: Town) -> None:
    """Of its own chat only."""
    ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
    await ani.write("Apa itu keberatan?")
    await ani.write("Kalau ditolak?")
    await budi.write("Berapa biayanya?")
    assert [asked.earlier for asked in town.answerer.asked] == [(), ("Apa itu keberatan?",), ()]


async def test_a_conversation_rests_after_half_an_hour(town: Town, ani: Citizen) -> None:
    """Then the citizen is told, once; somebody who comes back the next day is not."""
    note = town.text("telegram.rested", minutes=30)
    await ani.write("Apa itu keberatan?")
    town.clock.seconds += 1_799
    assert note not in (await ani.write("Kalau ditolak?"))[0]
    town.clock.seconds += 1_801
    assert note in (await ani.write("Berapa lama?"))[0]
    assert note not in (await ani.write("Lalu?"))[0]
    town.clock.seconds += 25 * HOUR
    assert note not in (await ani.write("Berapa biayanya?"))[0]
    earlier = [asked.earlier for asked in town.answerer.asked]
    assert earlier == [(), ("Apa itu keberatan?",), (), ("Berapa lama?",), ()]


async def test_what_failed_is_not_built_on(town: Town, ani: Citizen) -> None:
    """After a fault the next question stands by itself."""
    town.answerer.error = RuntimeError()
    await ani.write("Apa itu keberatan?")
    town.answerer.error = None
    await ani.write("Lalu?")
    assert town.answerer.asked[-1].earlier == ()


async def test_the_notice_comes_before_anything_is_kept_and_once_a_version(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever never pressed start is told with the first question."""
    ani = Citizen(town)
    town.answerer.open.clear()
    await ani.begin("Berapa lama?")
    await town.answerer.begun()
    notice = town.text("privacy.notice", days=30)
    [shown] = town.sent(ANI)
    assert shown["text"] == notice
    assert "reply_parameters" not in shown
    assert town.kept(ANI) == []
    town.answerer.open.set()
    await town.settle()
    assert len(town.kept(ANI)) == 1
    assert len(await ani.write("Kalau ditolak?")) == 1
    monkeypatch.setattr("bot.telegram.questions.NOTICE_VERSION", "2099-01")
    assert (await ani.write("Berapa biayanya?"))[0] == notice


async def test_a_notice_that_could_not_be_sent_is_shown_with_the_next_question(
    town: Town,
) -> None:
    """Nobody is said to have read what did not arrive."""
    ani = Citizen(town)
    town.api.broken.add("sendMessage")
    await ani.write("Berapa lama?")
    town.api.broken.clear()
    assert (await ani.write("Berapa lama?"))[0] == town.text("privacy.notice", days=30)


async def test_personal_data_are_masked_before_they_are_kept(town: Town, ani: Citizen) -> None:
    """And the citizen is told."""
    (sent,) = await ani.write(f"Apakah NIK {NIK} terdaftar?")
    assert town.text("telegram.masked") in sent
    assert [logged.question for logged in town.kept(ANI)] == ["Apakah NIK [NIK] terdaftar?"]


async def test_a_limited_person_is_told_once_and_then_gets_silence(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """Others are not limited, and waiting helps."""
    async with open_town(tmp_path, catalogue, limits=LimitRules(a_minute=2)) as town:
        ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
        for _ in range(2):
            await ani.write("Berapa lama?")
        assert await ani.write("Lagi?") == [town.text("telegram.limited_a_minute", seconds=60)]
        assert await ani.write("Lagi?") == []
        assert len(await budi.write("Berapa lama?")) == 1
        town.clock.seconds += 61
        assert len(await ani.write("Berapa lama?")) == 1
        assert len(town.answerer.asked) == 4


async def test_a_paused_bot_says_so_with_the_words_of_staff(town: Town, ani: Citizen) -> None:
    """Commands work all the same, and so do questions after the pause."""
    town.storage.staff.pause("Sampai besok.", "x", 0.0)
    (sent,) = await ani.write("Berapa lama?")
    assert sent == town.text("telegram.paused", reason="Sampai besok.")
    assert len(await ani.write("/bantuan")) == 1
    assert town.answerer.asked == []
    assert town.kept(ANI) == []
    town.storage.staff.resume("x", 1.0)
    assert "10 hari kerja" in (await ani.write("Berapa lama?"))[0]


async def test_late_questions_get_one_apology_a_chat(town: Town, ani: Citizen) -> None:
    """Ten apologies for ten questions would help nobody."""
    budi, old = Citizen(town, BUDI), {"date": int(town.clock.seconds - HOUR - 1)}
    assert await ani.write("Berapa lama?", **old) == [town.text("telegram.late")]
    assert await ani.write("Berapa biayanya?", **old) == []
    assert await budi.write("Berapa lama?", **old) == [town.text("telegram.late")]
    assert len(await ani.write("Berapa lama?")) == 1
    assert len(town.answerer.asked) == 1


def test_a_chat_is_told_anew_after_a_while() -> None:
    """And who was told long ago is forgotten."""
    once = OncePerChat(10.0)
    assert [once.first(1, 0.0), once.first(1, 9.0), once.first(1, 10.0)] == [True, False, True]


async def test_a_fault_in_answering_is_an_apology_and_a_line_without_the_question(
    town: Town, ani: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the class and the place, never what a citizen wrote; staff hear of a series."""
    caplog.set_level("DEBUG")
    town.answerer.error = RuntimeError(SECRET_WORDS)
    for _ in range(5):
        (sent,) = await ani.write(f"{SECRET_WORDS} {NIK}")
        assert sent.startswith(town.text("answer.error_model"))
    assert {logged.question for logged in town.kept(ANI)} == {f"{SECRET_WORDS} [NIK]"}
    await asyncio.sleep(0)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert any("RuntimeError at" in line for line in lines)
    assert SECRET_WORDS not in "".join(lines)
    (alert,) = town.alerts
    assert "error_model" in alert
    assert SECRET_WORDS not in alert


def _full_disk(*_: object) -> None:
    raise StorageFullError(Path("bot.sqlite3"), "disk is full")


@pytest.mark.parametrize(
    ("part", "work"), [("questions", "add"), ("people", "see"), ("people", "shown_notice")]
)
async def test_an_answer_that_cannot_be_kept_is_given_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch, part: str, work: str
) -> None:
    """Whatever of the storage fails; staff hear of it."""
    ani = Citizen(town)
    monkeypatch.setattr(getattr(town.storage, part), work, _full_disk)
    assert "10 hari kerja" in (await ani.write("Berapa lama?"))[-1]
    await asyncio.sleep(0)
    assert "StorageFullError" in town.alerts[0]


async def test_an_answer_that_was_not_kept_offers_nothing_that_needs_it(
    town: Town, ani: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rating of it could not be kept either."""
    monkeypatch.setattr(town.storage.questions, "add", _full_disk)
    await ani.write("Berapa lama?")
    assert list(ani.buttons()) == ["1. UU 14/2008"]


async def test_a_question_whose_answer_could_not_be_sent_waits_for_the_next_start(
    town: Town, ani: Citizen
) -> None:
    """All others are finished."""
    await ani.write("Berapa lama?")
    town.api.broken.add("sendMessage")
    await ani.write("Berapa biayanya?")
    assert ["Berapa biayanya?" in pending.content for pending in town.pending()] == [True]


async def test_an_answer_in_a_group_is_a_reply_in_its_thread_without_personal_features(
    town: Town,
) -> None:
    """Only addresses to open, no notice, nothing of earlier questions; kept as nobody's."""
    ani = Citizen(town, group=GROUP, thread=77)
    town.answerer.given = answer(citations=(citation(quote="Kata. " * 700),))
    await ani.write("/tanya berapa lama?")
    await ani.write("/tanya kalau ditolak?")
    first, *_ = town.sent(GROUP)
    assert first["message_thread_id"] == 77
    assert "message_id" in first["reply_parameters"]
    assert list(ani.buttons()) == ["1. UU 14/2008"]
    assert [asked.earlier for asked in town.answerer.asked] == [(), ()]
    assert town.kept(GROUP) == town.kept(ANI) == []
    assert sum(town.storage.questions.counts(0.0).values()) == 2


async def test_a_group_has_a_limit_of_its_own(tmp_path: Path, catalogue: Catalogue) -> None:
    """However many members ask."""
    async with open_town(tmp_path, catalogue, limits=LimitRules(group_a_minute=1)) as town:
        await Citizen(town, ANI, group=GROUP).write("/tanya berapa lama?")
        (sent,) = await Citizen(town, BUDI, group=GROUP).write("/tanya berapa lama?")
        assert sent == town.text("telegram.limited_group", seconds=60)


async def test_a_failing_typing_notice_does_not_harm_the_answer(town: Town, ani: Citizen) -> None:
    """The notice is a courtesy."""
    town.api.broken.add("sendChatAction")
    assert len(await ani.write("Berapa lama?")) == 1
