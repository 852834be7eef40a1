"""The Telegram front end against the Bot API double, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.store import Storage
from tests.bot.telegram.answers import QUOTE, citation
from tests.bot_api_double import CITIZEN, GROUP, BotApiDouble
from tests.system.echo import TOPIC
from tests.system.echo_bot import ADMIN, messages, opened_storage, running, sent, until

pytestmark = pytest.mark.system


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    with opened_storage(tmp_path) as opened:
        yield opened


async def test_a_question_goes_in_and_a_cited_message_comes_out(
    double: BotApiDouble, storage: Storage
) -> None:
    """The whole way: typing, then text, linked number, source line and verbatim quote."""
    async with running(double, storage, pause=0.05):
        double.say("Berapa lama?")
        (message,) = await messages(double, 1)
    assert message.text.startswith("Tentang: Berapa lama? [1]")
    assert "[1] UU 14/2008 — Pasal 22, DPR RI, 30 April 2008" in message.text
    assert message.links() == [("[1]", citation().url), ("UU 14/2008", citation().url)]
    assert message.quotes() == [QUOTE]
    assert message.reply_to == 1
    assert '"is_disabled": true' in message.parameters["link_preview_options"]
    assert message.buttons()[0] == ("1. UU 14/2008", citation().url)
    assert [text for text, _ in message.buttons()[1:]] == [
        "👍 Membantu",
        "👎 Tidak membantu",
        "Tanya PPID",
    ]
    assert double.calls_of("sendChatAction")


async def test_without_staff_nobody_is_asked_for_a_rating(
    double: BotApiDouble, storage: Storage
) -> None:
    """Nobody would read it."""
    async with running(double, storage, admins=frozenset()):
        double.say("Berapa lama?")
        (message,) = await messages(double, 1)
    assert [text for text, _ in message.buttons()] == ["1. UU 14/2008", "Tanya PPID"]


async def test_telegram_takes_whatever_the_bot_does(double: BotApiDouble, storage: Storage) -> None:
    """Every command and button in private, a group, an inline query, a guest mention, staff."""
    commands = "/start /bantuan /sumber /bahasa /privasi /data_saya /hapus_data /batal /entah /baru"
    async with running(double, storage):
        double.say("satu")
        (message, *_) = await messages(double, 1)
        for command in commands.split():
            double.say(command, language_code="en")
        for button in ("👎 Tidak membantu", "Tanya PPID"):
            double.press(message, button)
        double.say("/laporan", ADMIN)
        double.say("/tanya tiga", GROUP, user=12, thread_id=7)
        inline = double.inline("Berapa lama PPID menjawab?", user=13)
        guest = double.guest("Berapa biayanya?", user=14)
        await until(double, lambda: inline in double.inline_answers)
        await until(double, lambda: guest in double.guest_answers)
        await until(double, lambda: len(double.callback_answers) == 2)
        greeting = await sent(double, lambda sent: sent.text == "Often asked:")
        double.press(greeting, TOPIC.label)
        await sent(double, lambda sent: sent.text.startswith(f"Tentang: {TOPIC.question}"))
        await sent(double, lambda sent: sent.chat_id == ADMIN)
        await sent(double, lambda sent: sent.thread_id == 7)
        await sent(double, lambda sent: sent.document is not None)
    assert [call.description for call in double.calls if call.status == 400] == []


async def test_a_citizens_data_go_out_and_then_are_gone(
    double: BotApiDouble, storage: Storage
) -> None:
    """As a file that holds the question; the button deletes all of it."""
    async with running(double, storage):
        double.say("pertanyaan yang saya sesali")
        await messages(double, 1)
        double.say("/data_saya")
        file = await sent(double, lambda sent: sent.document is not None)
        double.say("/hapus_data")
        asked = await sent(double, lambda sent: sent.text.startswith("Hapus semua"))
        double.press(asked, "Ya, hapus data saya")
        await sent(double, lambda sent: sent.text == "Data Anda sudah dihapus.")
    assert file.document is not None
    kept = json.loads(file.document.content)
    assert [one["question"] for one in kept["questions"]] == ["pertanyaan yang saya sesali"]
    chat = storage.key.hashed(CITIZEN)
    assert storage.questions.last(chat) is None
    assert storage.people.last_seen(chat) is None


async def test_an_update_that_telegram_sends_again_is_answered_once(
    double: BotApiDouble, storage: Storage
) -> None:
    """Also after a restart, as where its confirmation was lost."""
    with double.changed:
        double.say("satu")
        update = double.pending[-1]
    async with running(double, storage):
        await messages(double, 1)
    double.pending.append(update)
    async with running(double, storage):
        double.say("dua")
        await messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


async def test_commands_and_descriptions_are_set_for_both_languages(
    double: BotApiDouble, storage: Storage
) -> None:
    """The Indonesian ones hold for every other language too."""
    async with running(double, storage):
        double.say("/start")
        await messages(double, 1)
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        codes = [call.parameters.get("language_code", "") for call in double.calls_of(method)]
        assert list(dict.fromkeys(codes)) == ["", "id", "en"]
    assert '"bantuan"' in double.calls_of("setMyCommands")[0].parameters["commands"]


async def test_questions_of_a_chat_are_answered_in_order_and_chats_side_by_side(
    double: BotApiDouble, storage: Storage
) -> None:
    """The first question of the last chat does not wait for the last one of the first chat."""
    for chat in range(1, 11):
        for number in range(3):
            double.say(f"q{number}", chat_id=chat)
    async with running(double, storage, pause=0.2):
        await messages(double, 30)
    for chat in range(1, 11):
        texts = [message.text.split()[1] for message in double.sent if message.chat_id == chat]
        assert texts == ["q0", "q1", "q2"]
    order = [(message.chat_id, message.text.split()[1]) for message in double.sent]
    assert order.index((10, "q0")) < order.index((1, "q2"))


async def test_stopping_answers_what_was_fetched_and_confirms_it(
    double: BotApiDouble, storage: Storage
) -> None:
    """After a stop the next start finds nothing that was answered already."""
    async with running(double, storage, pause=0.3):
        double.say("satu")
        await until(double, lambda: bool(double.calls_of("sendChatAction")))
    assert len(double.sent) == 1
    async with running(double, storage):
        double.say("dua")
        await messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]
