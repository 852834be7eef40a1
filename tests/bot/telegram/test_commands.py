"""What the commands of citizens do."""

from dataclasses import replace
from html import unescape

import pytest

from bot.answering.models import AnswerStatus
from bot.answering.topics import Topic
from tests.bot.telegram.answers import QUOTE, answer
from tests.bot.telegram.chats import ADMIN, ANI, BUDI, TOPICS, Citizen, Town, acquainted


def _same(sent: str, expected: str) -> bool:
    return "".join(unescape(sent).split()) == "".join(expected.split())


async def test_start_says_what_is_kept_and_offers_topics(town: Town) -> None:
    """The greeting is the privacy notice too, so none follows the first question."""
    ani = Citizen(town)
    greeting, topics = await ani.write("/start")
    assert _same(greeting, town.text("telegram.start", days=30))
    assert "30 hari" in greeting
    assert topics == town.text("telegram.topics")
    assert [topic.label for topic in TOPICS] == list(ani.buttons())
    assert len(await ani.write("Berapa lama?")) == 1


async def test_start_without_topics_is_the_greeting_alone(town: Town, ani: Citizen) -> None:
    """Where no build can be read there is nothing to offer."""
    town.topics.clear()
    assert len(await ani.write("/start")) == 1


@pytest.mark.parametrize("command", ["/start", "/start inline", "/baru", "/new"])
async def test_start_and_baru_forget_the_conversation(
    town: Town, ani: Citizen, command: str
) -> None:
    """What was asked before is not built on; it stays kept."""
    await ani.write("Apa itu keberatan?")
    await ani.write(command)
    await ani.write("Kalau ditolak?")
    assert [asked.earlier for asked in town.answerer.asked] == [(), ()]
    assert town.storage.questions.last(town.services.hashed(ANI)) is not None


async def test_baru_drops_the_draft_of_a_request(town: Town, ani: Citizen) -> None:
    """The next message is a question again, not what the draft waited for."""
    await ani.write("/ppid")
    assert await ani.write("/baru") == [town.text("telegram.new")]
    await ani.write("Berapa lama?")
    assert [asked.text for asked in town.answerer.asked] == ["Berapa lama?"]


@pytest.mark.parametrize("language", ["id", "en-GB", "jv"])
async def test_a_command_is_answered_in_the_senders_language(town: Town, language: str) -> None:
    """English where Telegram is set to English, Indonesian for everyone else."""
    citizen, words = Citizen(town, language=language), "en" if language == "en-GB" else "id"
    for command, key in (
        ("/bantuan", "telegram.help"),
        ("/help", "telegram.help"),
        ("/sumber", "telegram.no_sources"),
        ("/batal", "telegram.nothing_to_call_off"),
        ("/entah", "telegram.unknown_command"),
        ("/tanya", "telegram.help"),
        ("/status", "telegram.unknown_command"),
        ("/jeda", "telegram.unknown_command"),
    ):
        (sent,) = await citizen.write(command)
        assert _same(sent, town.text(key, words)), command
    assert town.answerer.asked == []


async def test_staff_have_their_own_commands(town: Town) -> None:
    """Which for everyone else are unknown."""
    (status,) = await Citizen(town, ADMIN).write("/status")
    assert "b1" in status


async def test_tanya_works_in_a_private_chat_too(town: Town, ani: Citizen) -> None:
    """Who learnt it in a group need not unlearn it."""
    await ani.write("/tanya berapa lama?")
    assert town.answerer.asked[0].text == "berapa lama?"


async def test_sumber_shows_the_last_sources_with_their_quotes(town: Town, ani: Citizen) -> None:
    """Also after an answer that has none; never those of another chat."""
    await ani.write("Berapa lama?")
    town.answerer.given = answer("Maaf.", (), AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    await ani.write("Siapa juara?")
    (sources,) = await ani.write("/sumber")
    assert "UU 14/2008" in sources
    assert QUOTE in sources
    assert await Citizen(town, BUDI).write("/sumber") == [town.text("telegram.no_sources")]


async def test_a_chosen_language_sticks_until_it_is_lifted(town: Town, ani: Citizen) -> None:
    """It holds for commands and answers; afterwards the language follows the message again."""
    assert await ani.write("/bahasa") == [town.text("telegram.language_choose")]
    assert await ani.press("English") == [town.text("telegram.language_chosen", "en")]
    await ani.write("Berapa lama?")
    (heading,) = await ani.write("/bahasa")
    assert heading == town.text("telegram.language_choose", "en")
    follow = town.text("telegram.language_follow", "en")
    assert await ani.press(follow) == [town.text("telegram.language_following", "en")]
    await ani.write("Berapa lama?")
    assert [asked.language for asked in town.answerer.asked] == ["en", None]


async def test_an_unknown_language_is_not_chosen(town: Town, ani: Citizen) -> None:
    """Whatever a client sends."""
    assert await ani.press_data("l:0:xx") == []
    assert town.storage.people.language(town.services.hashed(ANI)) is None


async def test_a_topic_button_asks_its_question(town: Town, ani: Citizen) -> None:
    """The question is shown, then answered, and the next one may build on it."""
    await ani.write("/start")
    shown, answered = await ani.press("Biaya permohonan")
    assert shown == f"“{TOPICS[0].question}”"
    assert "10 hari kerja" in answered
    await ani.write("Kalau ditolak?")
    assert town.answerer.asked[1].earlier == (TOPICS[0].question,)


async def test_the_button_of_a_topic_that_is_gone_says_so(town: Town, ani: Citizen) -> None:
    """A new build has other topics, and the old button must not mean one of them."""
    await ani.write("/start")
    town.topics[:] = [Topic("Lain", "Apa itu keberatan?")]
    assert await ani.press("Biaya permohonan") == [town.text("telegram.topic_gone")]
    assert town.answerer.asked == []


async def test_a_greeting_that_could_not_be_sent_counts_as_no_notice(town: Town) -> None:
    """Nobody is said to have read what did not arrive."""
    town.api.broken.add("sendMessage")
    await Citizen(town).write("/start")
    town.api.broken.clear()
    notice, _ = await Citizen(town).write("Berapa lama?")
    assert _same(notice, town.text("privacy.notice", days=30))


async def test_answers_come_in_the_language_chosen_by_one_person_only(town: Town) -> None:
    """Another chat keeps its own."""
    ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
    await ani.press_data("l:0:en")
    town.answerer.given = replace(town.answerer.given, text="x [1]")
    assert "Sources" in (await ani.write("Berapa lama?"))[0]
    assert "Sumber" in (await budi.write("Berapa lama?"))[0]
