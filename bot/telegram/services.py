"""What every handler works with, and how it replies."""

import logging
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

from telegram import Message, Update
from telegram.ext import ExtBot

from bot.answering.models import Answer, Question
from bot.answering.serving import AnswerEvent
from bot.answering.topics import Topic
from bot.messages.catalogue import NATIONAL_LANGUAGE, Catalogue
from bot.messages.dates import day_in_jakarta
from bot.storage.errors import StorageError
from bot.storage.store import Storage
from bot.telegram.alerts import AlertKind, Alerts
from bot.telegram.cancelling import Cancellations
from bot.telegram.delivery import Delivery, Outcome, Taken, forget
from bot.telegram.limits import Limits
from bot.telegram.metrics import Metrics
from bot.telegram.rendering import RenderedMessage, render_notice

_log = logging.getLogger(__name__)


def _keep_nothing(update_id: int) -> None:
    """Have no inbox to leave it in."""


class Answerer(Protocol):
    """What turns a question into an answer."""

    async def answer(self, question: Question) -> Answer:
        """Answer one question."""

    def stream(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        """Tell each stage as it begins, and at the end the answer."""


@dataclass(frozen=True, slots=True)
class ChatRules:
    """How the bot behaves in chats.

    `late_seconds`: older messages get an apology instead of an answer. `rest_seconds`: a
    conversation silent for longer is over. `feedback`: whether answers can be rated.
    `language_model`: who words the answers, empty where nobody does.
    """

    late_seconds: float = 3600.0
    rest_seconds: float = 1800.0
    retention_days: int = 30
    stale_after_days: int = 3 * 365
    feedback: bool = False
    privacy_contact: str = ""
    language_model: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: a chat, its topic thread, and the message that it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    is_private: bool = True


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that handlers share.

    `keep_pending` leaves an update in the inbox: its citizen got nothing.
    """

    answerer: Answerer
    catalogue: Catalogue
    storage: Storage
    limits: Limits
    metrics: Metrics
    alerts: Alerts
    rules: ChatRules = field(default_factory=ChatRules)
    topics: Callable[[], tuple[Topic, ...]] = tuple
    keep_pending: Callable[[int], None] = _keep_nothing
    cancellations: Cancellations = field(default_factory=Cancellations)
    clock: Callable[[], float] = time.time

    def today(self) -> date:
        """The day in Jakarta."""
        return day_in_jakarta(self.clock())

    def hashed(self, chat_id: int) -> str:
        """What stands for a chat in storage."""
        return self.storage.key.hashed(chat_id)

    async def language(self, update: Update) -> str:
        """Give the language the chat has chosen, or else that of the sender's Telegram."""
        chat = update.effective_chat
        user = update.effective_user
        code = (user.language_code if user else None) or ""
        if chat is None or chat.type != chat.PRIVATE:
            return language_of(code)
        return await self.chosen_language(chat.id) or language_of(code)

    async def chosen_language(self, chat_id: int) -> str | None:
        """Give the language that a private chat has chosen; None also where it cannot be read."""
        find = partial(self.storage.people.language, self.hashed(chat_id))
        try:
            return await self.storage.run(find)
        except StorageError as error:
            await self.storage_failed(error)
            return None

    async def storage_failed(self, error: StorageError) -> None:
        """Note, and tell staff, that something was not kept or read; the citizen is served."""
        _log.error("the storage failed: %s", type(error).__name__)
        await self.alerts.report(AlertKind.STORAGE, type(error).__name__)

    async def notify(
        self, bot: ExtBot[Any], place: Place, language: str, key: str, **values: object
    ) -> Outcome:
        """Send one sentence of the catalogue."""
        return await self.send(
            bot, place, render_notice(self.catalogue.text(key, language, **values))
        )

    async def send(
        self,
        bot: ExtBot[Any],
        place: Place,
        messages: list[RenderedMessage],
        taken: Taken = forget,
    ) -> Outcome:
        """Send rendered messages, the first as a reply; `taken` is told the id of each."""
        outcome = await Delivery(bot, taken=taken).deliver(
            messages, place.chat_id, place.reply_to, place.thread_id
        )
        self.metrics.delivered(outcome)
        if outcome is Outcome.FAILED:
            await self.alerts.report(AlertKind.BOT_API)
        return outcome


def place_of(message: Message, *, replies: bool = False) -> Place:
    """Give the place of a message; `replies` makes what is sent there a reply to it."""
    return Place(
        message.chat_id,
        message.message_thread_id if message.is_topic_message else None,
        message.message_id if replies else None,
        message.chat.type == message.chat.PRIVATE,
    )


def language_of(code: str) -> str:
    """Tell which catalogue a Telegram language code asks for: English, or else the national one."""
    return "en" if code.lower().startswith("en") else NATIONAL_LANGUAGE
