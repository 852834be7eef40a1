"""Answers where the bot is no member: inline queries and guest mentions."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Update
from telegram.ext import ContextTypes

from bot.answering.models import AnswerStatus
from bot.messages.catalogue import Catalogue
from bot.telegram.inline import CACHE_SECONDS, InlineHandlers
from bot.telegram.keyboards import LONGEST_LABEL
from bot.telegram.limits import LimitRules
from tests.bot.telegram.answers import answer, citation
from tests.bot.telegram.chats import ANI, BOT_NAME, BUDI, GROUP, Citizen, Town, open_town
from tests.bot_api_double import checked_text

QUESTION = "Berapa lama PPID menjawab?"


async def _query(town: Town, *texts: str, sender: int = ANI) -> list[dict[str, Any]]:
    """Type, each text before the last has rested; gives the replies."""
    handlers = InlineHandlers(town.services, rests_seconds=0.001)
    context = cast(ContextTypes.DEFAULT_TYPE, SimpleNamespace(bot=town.application.bot))
    person = Citizen(town, sender).person()
    await asyncio.gather(
        *(
            handlers.query(_update(town, number, person, text), context)
            for number, text in enumerate(texts)
        )
    )
    return town.api.calls_of("answerInlineQuery")


def _update(town: Town, number: int, person: dict[str, Any], text: str) -> Update:
    query = {"id": str(number), "from": person, "query": text, "offset": ""}
    return Update.de_json({"update_id": number, "inline_query": query}, town.application.bot)


async def test_a_query_gets_one_answer_to_share(town: Town) -> None:
    """Telegram may keep it for others, so nothing of it is personal, and it is not kept here."""
    [reply] = await _query(town, QUESTION)
    [result] = reply["results"]
    text, _ = checked_text(result["input_message_content"]["message_text"])
    assert text.startswith("PPID menjawab dalam 10 hari kerja. [1]")
    assert result["title"] == f"Jawaban: {QUESTION}"
    assert "reply_markup" not in result
    assert reply["cache_time"] == CACHE_SECONDS
    assert reply["button"]["text"] == town.text("telegram.inline_ask")
    assert town.storage.questions.counts(0.0) == {}


async def test_only_the_query_that_rests_is_answered(town: Town) -> None:
    """One arrives with every few keys pressed; those of other people are their own."""
    replies = await _query(town, "Berapa lama", "Berapa lama PPID", QUESTION)
    assert [asked.text for asked in town.answerer.asked] == [QUESTION]
    assert len(replies) == 1
    assert len(await _query(town, QUESTION, sender=BUDI)) == 2


@pytest.mark.parametrize(("text", "key"), [("", "inline_ask"), ("berapa", "inline_none")])
async def test_what_is_too_short_to_be_a_question_is_not_answered(
    town: Town, text: str, key: str
) -> None:
    """The button leads to the private chat."""
    [reply] = await _query(town, text)
    assert reply["results"] == []
    assert reply["button"]["text"] == town.text(f"telegram.{key}")
    assert reply["button"]["start_parameter"] == "inline"
    assert town.answerer.asked == []


async def test_an_answer_without_a_source_is_not_offered(town: Town) -> None:
    """Nobody shares that there is none."""
    town.answerer.given = answer("Maaf.", (), AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    [reply] = await _query(town, QUESTION)
    assert reply["results"] == []


async def test_what_one_person_may_not_ask_is_not_kept_for_others(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """The limit is a person's own, and Telegram shows what it keeps to everybody."""
    async with open_town(tmp_path, catalogue, limits=LimitRules(a_minute=1)) as town:
        await _query(town, QUESTION)
        refused = (await _query(town, QUESTION))[1]
        assert (refused["results"], refused["cache_time"]) == ([], 0)
        assert len((await _query(town, QUESTION, sender=BUDI))[2]["results"]) == 1


async def test_a_paused_bot_gives_no_inline_answers(town: Town) -> None:
    """Nor guest answers."""
    town.storage.staff.pause("", "x", 0.0)
    [reply] = await _query(town, QUESTION)
    assert reply["results"] == []
    await _mention(town)
    assert town.answerer.asked == []


async def test_a_long_answer_is_shared_as_its_first_message(town: Town) -> None:
    """Whatever it holds, Telegram takes it; personal data do not stand in its title."""
    sources = tuple(citation(n, quote="Kata & <kata>. " * 200) for n in range(1, 9))
    town.answerer.given = replace(answer(), text="Satu. [1]", citations=sources)
    [reply] = await _query(town, f"NIK 3174010101900001 apakah {'sangat ' * 30}perlu?")
    [result] = reply["results"]
    assert checked_text(result["input_message_content"]["message_text"])[0].startswith("Satu.")
    assert len(result["title"]) <= LONGEST_LABEL
    assert "3174" not in json.dumps(reply)


async def test_a_query_that_waited_too_long_harms_nothing(town: Town) -> None:
    """Telegram refuses late replies."""
    town.api.broken.add("answerInlineQuery")
    assert len(await _query(town, QUESTION)) == 0


async def _mention(town: Town, text: str = f"{BOT_NAME} {QUESTION}") -> list[dict[str, Any]]:
    mention = {"type": "mention", "offset": 0, "length": len(BOT_NAME)}
    member = Citizen(town, group=GROUP)
    content = {"text": text, "entities": [mention], "guest_query_id": "g1"}
    await member.send("guest_message", member.message(content))
    return town.api.calls_of("answerGuestQuery")


async def test_a_guest_mention_gets_one_answer_and_nothing_is_kept(town: Town) -> None:
    """Also one that says that there is none; the bot's name is no part of the question."""
    [reply] = await _mention(town)
    assert reply["guest_query_id"] == "g1"
    assert "10 hari kerja" in reply["result"]["input_message_content"]["message_text"]
    assert [asked.text for asked in town.answerer.asked] == [QUESTION]
    assert town.storage.questions.counts(0.0) == {}


async def test_a_guest_mention_without_a_question_gets_nothing(town: Town) -> None:
    """There is nothing to answer."""
    assert await _mention(town, BOT_NAME) == []
