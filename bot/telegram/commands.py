"""What the bot does with each command of a citizen, but for those about data and requests."""

import asyncio
import hashlib
from functools import partial

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering.topics import Topic
from bot.messages.catalogue import LANGUAGES
from bot.telegram.callback_data import Action, Callback
from bot.telegram.delivery import Outcome
from bot.telegram.keyboards import Button, Keyboard
from bot.telegram.privacy import NOTICE_VERSION
from bot.telegram.reasons import ReasonDesk
from bot.telegram.rendering import render_notice, render_quotes, with_keyboard
from bot.telegram.services import Services, place_of

# Each language by its own name, so that whoever reads it recognises it.
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
FOLLOW_MESSAGE = "auto"
_DIGEST_LENGTH = 12


class CitizenCommands:
    """Replies to commands in private chats."""

    def __init__(self, services: Services, reasons: ReasonDesk) -> None:
        self._services = services
        self._reasons = reasons

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Say who this is, what is kept and how to ask, and forget what was asked before."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        language = await services.language(update)
        text = services.catalogue.text(
            "telegram.start", language, days=services.rules.retention_days
        )
        messages = render_notice(text)
        topics = await asyncio.to_thread(services.topics)
        if topics:
            messages += with_keyboard(
                render_notice(services.catalogue.text("telegram.topics", language)),
                topic_keyboard(topics),
            )
        outcome = await services.send(context.bot, place_of(message), messages)
        if outcome is not Outcome.FAILED:
            await services.storage.run(partial(self._greeted, services.hashed(message.chat_id)))
        return outcome

    def _greeted(self, chat: str) -> None:
        self._start_anew(chat)
        # The greeting says what is kept, so it is the notice too.
        services = self._services
        services.storage.people.shown_notice(chat, NOTICE_VERSION, services.clock())

    def _start_anew(self, chat: str) -> None:
        storage = self._services.storage
        storage.people.start_anew(chat, self._services.clock())
        storage.drafts.drop(chat)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Explain how to ask and how to read an answer."""
        return await self._notify(update, context, "telegram.help")

    async def start_anew(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Forget what was asked before."""
        if update.effective_chat is not None:
            services = self._services
            chat = services.hashed(update.effective_chat.id)
            await services.storage.run(partial(self._start_anew, chat))
        return await self._notify(update, context, "telegram.new")

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Show the sources of the last answer with their quotes."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        chat = services.hashed(message.chat_id)
        last = await services.storage.run(
            partial(services.storage.questions.last, chat, cited=True)
        )
        if last is None:
            return await self._notify(update, context, "telegram.no_sources")
        messages = render_quotes(last.citations, last.language, services.catalogue)
        return await services.send(context.bot, place_of(message), messages)

    async def choose_language(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Offer the languages."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        language = await services.language(update)
        follow = services.catalogue.text("telegram.language_follow", language)
        names = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES] + [(FOLLOW_MESSAGE, follow)]
        rows = tuple(
            (Button(name, data=str(Callback(Action.LANGUAGE, argument=code))),)
            for code, name in names
        )
        question = render_notice(services.catalogue.text("telegram.language_choose", language))
        return await services.send(context.bot, place_of(message), with_keyboard(question, rows))

    async def call_off(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Stop what is being answered, what waits behind it, and waiting for a reason."""
        message = update.effective_message
        if message is None:
            return None
        stopped = self._services.cancellations.call_off(message.chat_id, update.update_id)
        awaited = await self._reasons.await_none(message.chat_id)
        key = "telegram.called_off" if stopped or awaited else "telegram.nothing_to_call_off"
        return await self._notify(update, context, key)

    async def unknown(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Point to the help."""
        return await self._notify(update, context, "telegram.unknown_command")

    async def unsupported(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Say that only text can be read."""
        return await self._notify(update, context, "telegram.only_text")

    async def edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Say that a changed message is not read again."""
        return await self._notify(update, context, "telegram.edited")

    async def _notify(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str
    ) -> Outcome | None:
        message = update.effective_message
        if message is None:
            return None
        language = await self._services.language(update)
        return await self._services.notify(context.bot, place_of(message), language, key)


def topic_keyboard(topics: tuple[Topic, ...]) -> Keyboard:
    """Give a button for each topic."""
    return tuple(
        (Button(topic.label, data=str(Callback(Action.TOPIC, argument=topic_digest(topic)))),)
        for topic in topics
    )


def topic_digest(topic: Topic) -> str:
    """Name a topic shortly, so that a button of an older build cannot mean another one."""
    return hashlib.sha256(topic.question.encode()).hexdigest()[:_DIGEST_LENGTH]
