"""What the bot does with each kind of message."""

import logging
import traceback
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Message, Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bot.answering.models import Answer, Question
from bot.messages.catalogue import NATIONAL_LANGUAGE, Catalogue
from bot.telegram.conversations import Conversations
from bot.telegram.delivery import Delivery
from bot.telegram.rendering import render, render_notice
from bot.telegram.typing_notice import typing_notice

START = "start"
HELP_COMMANDS = ("bantuan", "help")

_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What turns a question into an answer."""

    async def answer(self, question: Question) -> Answer:
        """Answer one question."""


@dataclass(frozen=True, slots=True)
class CitizenHandlers:
    """Replies to citizens in private chats."""

    answerer: Answerer
    catalogue: Catalogue
    conversations: Conversations = field(default_factory=Conversations)

    def register(self, application: TelegramApplication) -> None:
        """Add these handlers; the first that fits takes the message."""
        application.add_handlers(
            [
                CommandHandler(START, self.start, filters=_PRIVATE),
                CommandHandler(HELP_COMMANDS, self.help, filters=_PRIVATE),
                MessageHandler(_PRIVATE & filters.COMMAND, self.unknown_command),
                MessageHandler(_PRIVATE & filters.TEXT, self.question),
                MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, self.unsupported),
            ]
        )
        application.add_error_handler(log_error)

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say who this is and how to ask, and forget what was asked before."""
        if update.message is not None:
            self.conversations.forget(update.message.chat_id)
        await self._notify(update, context, "telegram.start")

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Explain how to ask and how to read an answer."""
        await self._notify(update, context, "telegram.help")

    async def unknown_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Point to the help."""
        await self._notify(update, context, "telegram.unknown_command")

    async def unsupported(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only text can be read."""
        await self._notify(update, context, "telegram.only_text")

    async def question(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question, with those before it in mind, or apologise where that fails."""
        message = update.message
        if message is None or message.text is None:
            return
        try:
            async with typing_notice(context.bot, message.chat_id):
                earlier = self.conversations.earlier(message.chat_id)
                answer = await self.answerer.answer(Question(message.text, earlier=earlier))
            self.conversations.remember(message.chat_id, message.text, answer.status)
            messages = render(answer, self.catalogue)
        except Exception as error:  # noqa: BLE001 - whatever fails, the citizen gets a reply
            # Neither its text nor its traceback is logged: both may quote the question.
            _log.error("answering failed: %s", where(error))
            apology = self.catalogue.text("answer.error_model", language_of(message))
            messages = render_notice(apology)
        await Delivery(context.bot).deliver(messages, message.chat_id, message.message_id)

    async def _notify(self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str) -> None:
        message = update.message
        if message is None:
            return
        text = self.catalogue.text(key, language_of(message))
        await Delivery(context.bot).deliver(render_notice(text), message.chat_id)


async def log_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Note what kind of fault it was and where; its text could quote a citizen or the token."""
    if context.error is not None:
        _log.error("a message was not handled: %s", where(context.error))


def language_of(message: Message) -> str:
    """Tell which language the sender's Telegram is set to: English, or else the national one."""
    code = (message.from_user.language_code if message.from_user else None) or ""
    return "en" if code.lower().startswith("en") else NATIONAL_LANGUAGE


def where(error: BaseException) -> str:
    """Name an exception's class and the line that raised it, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
