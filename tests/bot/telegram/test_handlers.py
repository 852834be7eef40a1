"""What each kind of message gets, through the real application without a socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from bot.answering.models import Answer, AnswerStatus, Question
from bot.messages.catalogue import Catalogue
from bot.telegram.handlers import CitizenHandlers, TelegramApplication, where
from bot.telegram.typing_notice import typing_notice
from tests.bot.telegram.answers import answer
from tests.bot_api_double import CITIZEN, TOKEN

SECRET_WORDS = "nomor rahasia saya"


class FakeRequest(BaseRequest):
    """Stands for the network: takes every call and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.broken: set[str] = set()

    @property
    def read_timeout(self) -> float | None:
        """No limit."""
        return None

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Hold nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Reply as the Bot API does."""
        name = url.rpartition("/")[2]
        self.calls.append((name, dict(request_data.parameters) if request_data else {}))
        if name in self.broken:
            return 502, b"<html>Bad Gateway</html>"
        if name == "getMe":
            bot = {"id": 7, "is_bot": True, "first_name": "Suluh", "username": "suluh_bot"}
            return 200, json.dumps({"ok": True, "result": bot}).encode()
        if name == "sendMessage":
            chat = {"id": CITIZEN, "type": "private"}
            message = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
            return 200, json.dumps({"ok": True, "result": message}).encode()
        return 200, b'{"ok": true, "result": true}'

    def texts(self) -> list[str]:
        """The text of every message sent."""
        return [str(data["text"]) for name, data in self.calls if name == "sendMessage"]


@dataclass
class FakeAnswerer:
    """Gives the answer it was made with, or fails."""

    given: Answer = field(default_factory=answer)
    error: Exception | None = None
    asked: list[Question] = field(default_factory=list)

    async def answer(self, question: Question) -> Answer:
        """Answer or fail."""
        self.asked.append(question)
        await asyncio.sleep(0.01)
        if self.error is not None:
            raise self.error
        return self.given


@dataclass
class Chat:
    """An application with its fakes, and a citizen to write to it."""

    application: TelegramApplication
    request: FakeRequest
    answerer: FakeAnswerer

    async def receive(
        self, content: dict[str, Any], kind: str = "message", language: str = "id", chat: int = 0
    ) -> None:
        """Let one message come in and be handled."""
        chat_id = chat or CITIZEN
        user = {"id": 1, "is_bot": False, "first_name": "Warga", "language_code": language}
        message = {
            "message_id": 5,
            "date": 1,
            "chat": {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"},
            "from": user,
            **content,
        }
        update = Update.de_json({"update_id": 1, kind: message}, self.application.bot)
        await self.application.process_update(update)


@pytest.fixture
async def chat(catalogue: Catalogue) -> AsyncIterator[Chat]:
    """The handlers in an initialised application."""
    request, answerer = FakeRequest(), FakeAnswerer()
    application = (
        Application.builder().token(TOKEN).request(request).get_updates_request(FakeRequest())
    ).build()
    CitizenHandlers(answerer, catalogue).register(application)
    async with application:
        yield Chat(application, request, answerer)


def _command(text: str) -> dict[str, Any]:
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}


async def test_a_question_gets_a_cited_answer_as_a_reply(chat: Chat) -> None:
    """Typing is shown, the answer follows, tied to the question."""
    await chat.receive({"text": "Berapa lama PPID menjawab?"})
    assert chat.answerer.asked == [Question("Berapa lama PPID menjawab?")]
    names = [name for name, _ in chat.request.calls]
    assert names == ["getMe", "sendChatAction", "sendMessage"]
    sent = chat.request.calls[-1][1]
    assert '<a href="https://ppid.example.go.id/uu-14-2008">[1]</a>' in str(sent["text"])
    assert sent["reply_parameters"]["message_id"] == 5


async def test_a_question_is_asked_with_those_before_it_in_its_chat(chat: Chat) -> None:
    """Other chats know nothing of them, and /start begins anew."""
    for text in ("Apa itu keberatan?", "kalau ditolak?"):
        await chat.receive({"text": text})
    await chat.receive({"text": "berapa biayanya?"}, chat=CITIZEN + 1)
    await chat.receive(_command("/start"))
    await chat.receive({"text": "lalu?"})
    assert [asked.earlier for asked in chat.answerer.asked] == [
        (),
        ("Apa itu keberatan?",),
        (),
        (),
    ]


async def test_what_failed_is_not_built_on(chat: Chat) -> None:
    """After a fault the next question stands by itself."""
    chat.answerer.error = RuntimeError()
    await chat.receive({"text": "Apa itu keberatan?"})
    chat.answerer.error = None
    await chat.receive({"text": "lalu?"})
    assert chat.answerer.asked[-1].earlier == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/start", "telegram.start"),
        ("/bantuan", "telegram.help"),
        ("/help", "telegram.help"),
        ("/entah", "telegram.unknown_command"),
    ],
)
@pytest.mark.parametrize("language", ["id", "en-GB", "jv"])
async def test_a_command_is_answered_in_the_senders_language(
    chat: Chat, catalogue: Catalogue, text: str, key: str, language: str
) -> None:
    """English where Telegram is set to English, Indonesian for everyone else."""
    await chat.receive(_command(text), language=language)
    expected = catalogue.text(key, "en" if language == "en-GB" else "id")
    (sent,) = chat.request.texts()
    assert "".join(sent.split()) == "".join(expected.split())
    assert chat.answerer.asked == []


async def test_other_media_get_a_hint(chat: Chat, catalogue: Catalogue) -> None:
    """A voice message cannot be read."""
    voice = {"file_id": "a", "file_unique_id": "b", "duration": 3}
    await chat.receive({"voice": voice})
    assert chat.request.texts() == [catalogue.text("telegram.only_text", "id")]


@pytest.mark.parametrize("kind", ["edited_message", "channel_post"])
async def test_edited_messages_and_channels_are_ignored(chat: Chat, kind: str) -> None:
    """Only a new message is a question."""
    await chat.receive({"text": "Berapa lama?"}, kind=kind)
    assert chat.request.texts() == []


async def test_groups_are_ignored(chat: Chat) -> None:
    """Neither questions nor commands of a group are answered."""
    await chat.receive({"text": "Berapa lama?"}, chat=-100)
    await chat.receive(_command("/start"), chat=-100)
    assert chat.request.texts() == []


async def test_a_fault_in_answering_is_an_apology_and_a_line_without_the_question(
    chat: Chat, catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the class and the place, never what a citizen wrote."""
    caplog.set_level("DEBUG", logger="bot")
    chat.answerer.error = RuntimeError(SECRET_WORDS)
    await chat.receive({"text": SECRET_WORDS}, language="en")
    assert chat.request.texts() == [catalogue.text("answer.error_model", "en")]
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert any("RuntimeError at" in line for line in lines)
    assert not any(SECRET_WORDS in line for line in lines)


async def test_a_failing_typing_notice_does_not_harm_the_answer(chat: Chat) -> None:
    """The notice is a courtesy."""
    chat.request.broken.add("sendChatAction")
    await chat.receive({"text": "Berapa lama?"})
    assert len(chat.request.texts()) == 1


async def test_the_typing_notice_is_repeated_until_the_answer_is_there() -> None:
    """Telegram shows it for five seconds only."""
    shown: list[int | str] = []

    class Sender:
        async def send_chat_action(self, chat_id: int | str, action: str) -> None:
            shown.append(chat_id)

    async with typing_notice(Sender(), CITIZEN, repeat_seconds=0.01):
        await asyncio.sleep(0.05)
    count = len(shown)
    await asyncio.sleep(0.03)
    assert 3 <= count <= 6
    assert len(shown) == count


async def test_an_unanswerable_question_gets_its_own_words(chat: Chat) -> None:
    """The answer's text is sent as it is, with nothing added."""
    chat.answerer.given = answer("Maaf, tidak ada.", (), AnswerStatus.UNANSWERABLE_NOTHING_FOUND)
    await chat.receive({"text": "Siapa juara?"})
    assert chat.request.texts() == ["Maaf, tidak ada."]


def test_a_fault_is_named_without_its_text() -> None:
    """Class, file and line are enough to find it."""
    with pytest.raises(KeyError) as caught:
        dict[str, str]()[SECRET_WORDS]
    assert where(caught.value).startswith("KeyError at")
    assert SECRET_WORDS not in where(caught.value)
