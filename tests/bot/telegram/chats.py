"""The whole front end inside the test's process: real handlers and storage, a scripted Bot API."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes

from bot.answering.topics import Topic
from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.letter import LetterForm
from bot.hand_over.offices import open_offices
from bot.hand_over.rules import Rules
from bot.messages.catalogue import Catalogue
from bot.storage.inbox import Incoming
from bot.storage.questions import LoggedQuestion
from bot.storage.store import Storage
from bot.telegram.alerts import Alerts
from bot.telegram.gate import Gate
from bot.telegram.hand_over import HandOverHandlers, RequestForms
from bot.telegram.handlers import Handlers, calls_off
from bot.telegram.intake import Intake
from bot.telegram.limits import LimitRules, Limits
from bot.telegram.metrics import Metrics
from bot.telegram.privacy import NOTICE_VERSION
from bot.telegram.processing import PerChatProcessor
from bot.telegram.rendering import RenderedMessage
from bot.telegram.running import TelegramApplication
from bot.telegram.services import ChatRules, Services
from bot.telegram.staff import BotStatus, StaffHandlers
from tests.bot.telegram.fake_answerer import FakeAnswerer
from tests.bot.telegram.scripted_api import TOKEN, Parameters
from tests.bot.telegram.strict_api import StrictApi
from tests.fakes import Clock

# 25 November 2026, in the morning of Jakarta.
NOW = 1_795_572_000.0
ANI, BUDI, ADMIN, GROUP = 4001, 4002, 11, -1001
BOT_NAME = "@suluh_test_bot"
TOPICS = (Topic("Biaya permohonan", "Berapa biaya permohonan informasi?"),)


@dataclass
class Town:
    """A running bot, and what comes in from the people who write to it."""

    application: TelegramApplication
    api: StrictApi
    answerer: FakeAnswerer
    services: Services
    intake: Intake
    clock: Clock
    topics: list[Topic]
    alerts: list[str]
    faults: list[Exception | None]
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def storage(self) -> Storage:
        """What is kept."""
        return self.services.storage

    async def begin(self, **content: Any) -> Update:
        """Let an update come in, without waiting for what becomes of it."""
        update = Update.de_json({"update_id": next(self._numbers), **content}, self.application.bot)
        await self.intake.accept([update])
        return update

    async def settle(self) -> None:
        """Wait until all that came in was handled."""
        async with asyncio.timeout(10):
            await self.application.update_queue.join()

    async def receive(self, **content: Any) -> None:
        """Let an update come in and be handled."""
        await self.begin(**content)
        await self.settle()

    def number(self) -> int:
        """Give a number for a message."""
        return next(self._numbers)

    def sent(self, chat: int) -> list[Parameters]:
        """Give all messages sent to a chat."""
        return [call for call in self.api.calls_of("sendMessage") if call["chat_id"] == chat]

    def kept(self, chat: int) -> list[LoggedQuestion]:
        """Give the questions kept of a chat, at most three."""
        return self.storage.questions.conversation(self.services.hashed(chat), 0.0)

    def pending(self) -> list[Incoming]:
        """Give the updates that were not finished."""
        return self.storage.inbox.pending()

    def text(self, key: str, language: str = "id", **values: object) -> str:
        """Give a sentence of the catalogue."""
        return self.services.catalogue.text(key, language, **values)


@dataclass
class Citizen:
    """Somebody in a chat, private unless told otherwise; gives back what the bot sent there."""

    town: Town
    me: int = ANI
    language: str = "id"
    group: int = 0
    thread: int = 0

    @property
    def chat(self) -> int:
        """Where it is written."""
        return self.group or self.me

    def message(self, content: dict[str, Any]) -> dict[str, Any]:
        """Make a message as Telegram sends it."""
        if content.get("text", "").startswith("/"):
            length = len(content["text"].split()[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if self.thread:
            content |= {"message_thread_id": self.thread, "is_topic_message": True}
        return {
            "message_id": self.town.number(),
            "date": int(self.town.clock.seconds),
            "chat": {"id": self.chat, "type": "supergroup" if self.group else "private"},
            "from": self.person(),
            **content,
        }

    def person(self) -> dict[str, Any]:
        """Describe the account."""
        return {
            "id": self.me,
            "is_bot": False,
            "first_name": "Warga",
            "language_code": self.language,
        }

    async def begin(self, text: str) -> Update:
        """Write, without waiting for what becomes of it."""
        return await self.town.begin(message=self.message({"text": text}))

    async def write(self, text: str, **content: Any) -> list[str]:
        """Write, and read what comes back."""
        return await self.send("message", self.message({"text": text, **content}))

    async def reply(self, text: str, to: int) -> list[str]:
        """Write a reply to a message of the bot."""
        bot = {"id": self.town.application.bot.id, "is_bot": True, "first_name": "Suluh"}
        chat = {"id": self.chat, "type": "private"}
        replied = {"message_id": to, "date": 1, "chat": chat, "from": bot, "text": "x"}
        return await self.write(text, reply_to_message=replied)

    async def send(self, kind: str, content: dict[str, Any]) -> list[str]:
        """Let any update come in."""
        before = len(self.town.sent(self.chat))
        await self.town.receive(**{kind: content})
        return [str(sent["text"]) for sent in self.town.sent(self.chat)[before:]]

    async def press(self, label: str) -> list[str]:
        """Press the last button with this label."""
        return await self.press_data(self.buttons()[label]["callback_data"])

    async def press_data(self, data: str) -> list[str]:
        """Send what a button would."""
        message = self.message({"text": "x"})
        pressed = {"id": "1", "from": self.person(), "chat_instance": "1", "data": data}
        return await self.send("callback_query", {**pressed, "message": message})

    def buttons(self) -> dict[str, dict[str, Any]]:
        """Give all buttons in the chat by label, the last ones where several have the same."""
        return {
            button["text"]: button
            for sent in self.town.sent(self.chat)
            for row in sent.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        }


def acquainted(citizen: Citizen) -> Citizen:
    """Have a citizen seen the privacy notice."""
    town = citizen.town
    chat = town.services.hashed(citizen.me)
    town.storage.people.shown_notice(chat, NOTICE_VERSION, 0.0)
    return citizen


@asynccontextmanager
async def open_town(
    home: Path,
    catalogue: Catalogue,
    *,
    rules: ChatRules | None = None,
    limits: LimitRules | None = None,
    blocked: Sequence[int] = (),
    admins: frozenset[int] = frozenset({ADMIN}),
) -> AsyncIterator[Town]:
    """Start the bot over a home's storage."""
    api, answerer, clock, topics = StrictApi(), FakeAnswerer(), Clock(), list(TOPICS)
    clock.seconds = NOW
    alerts: list[str] = []

    async def tell(admin: int, messages: list[RenderedMessage]) -> None:
        alerts.extend(message.plain for message in messages)

    with closing(Storage.open(home)) as storage:
        processor = PerChatProcessor(
            finish=lambda update_id: storage.run(lambda: storage.inbox.finish(update_id)),
            jumps=calls_off,
        )
        application: TelegramApplication = (
            ApplicationBuilder()
            .token(TOKEN)
            .request(api)
            .get_updates_request(api)
            .updater(None)
            .concurrent_updates(processor)
            .build()
        )
        services = Services(
            answerer,
            catalogue,
            storage,
            Limits(limits or LimitRules(a_minute=100), clock),
            Metrics(clock),
            Alerts(admins, tell, catalogue, clock),
            rules=rules or ChatRules(feedback=True, stale_after_days=0),
            topics=lambda: tuple(topics),
            keep_pending=processor.keep_pending,
            clock=clock,
        )
        forms = RequestForms(
            open_offices(None, "PPID Contoh", ""), WorkingDays(), Rules.load(), LetterForm.load()
        )
        staff = StaffHandlers(
            admins,
            storage,
            catalogue,
            lambda: BotStatus("b1", 0.0, 0, 0.0, "0"),
            services.language,
            str.split,
            clock,
        )
        faults: list[Exception | None] = []

        async def note_fault(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
            faults.append(context.error)

        gate = Gate(frozenset(blocked))
        Handlers(services, HandOverHandlers(services, forms), staff, gate).register(application)
        application.add_error_handler(note_fault)
        intake = Intake(storage, application.bot, application.update_queue.put, clock)
        async with application:
            await application.start()
            try:
                yield Town(
                    application,
                    api,
                    answerer,
                    services,
                    intake,
                    clock,
                    topics,
                    alerts,
                    faults,
                )
            finally:
                answerer.open.set()
                await application.stop()
        # A handler that failed is told by nobody else.
        assert faults == []
