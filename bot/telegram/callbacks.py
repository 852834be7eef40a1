"""What pressing a button does.

What comes back was written by a client, so nothing of it is trusted: an answer's number counts only
together with the chat that it was given in.
"""

import asyncio
import logging
from functools import partial
from typing import Any, Protocol

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from bot.messages.catalogue import LANGUAGES
from bot.storage.questions import LoggedQuestion
from bot.telegram.callback_data import Action, Callback, parse_callback
from bot.telegram.commands import FOLLOW_MESSAGE, topic_digest
from bot.telegram.delivery import Outcome
from bot.telegram.privacy import PrivacyHandlers
from bot.telegram.questions import Asked, QuestionDesk
from bot.telegram.reasons import ReasonDesk
from bot.telegram.rendering import render_notice, render_quotes
from bot.telegram.services import Place, Services, place_of

_log = logging.getLogger(__name__)


class HandOver(Protocol):
    """What prepares a request to the PPID."""

    async def press(
        self, bot: ExtBot[Any], place: Place, pressed: Callback, language: str
    ) -> Outcome | None:
        """Open a draft from an answer, or take the next step of one."""


class CallbackHandlers:
    """Does what the buttons under messages offer."""

    def __init__(
        self,
        services: Services,
        questions: QuestionDesk,
        privacy: PrivacyHandlers,
        hand_over: HandOver,
        reasons: ReasonDesk,
    ) -> None:
        self._services = services
        self._questions = questions
        self._privacy = privacy
        self._hand_over = hand_over
        self._reasons = reasons

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Do what a pressed button says."""
        query = update.callback_query
        if query is None:
            return None
        await _acknowledge(query)
        message = query.message
        callback = parse_callback(query.data or "")
        if callback is None or message is None or message.chat.type != message.chat.PRIVATE:
            return None
        place = place_of(message) if isinstance(message, Message) else Place(message.chat.id)
        return await self._do(update, context, callback, place)

    async def _do(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        callback: Callback,
        place: Place,
    ) -> Outcome | None:
        bot = context.bot
        language = await self._services.language(update)
        match callback.action:
            case Action.TOPIC:
                return await self._ask_topic(update, context, callback, place)
            case Action.LANGUAGE:
                return await self._choose_language(bot, place, callback, language)
            case Action.DELETE_DATA:
                return await self._privacy.delete(bot, place, language)
            case Action.HAND_OVER:
                return await self._hand_over.press(bot, place, callback, language)
            case Action.QUOTES:
                return await self._show_quotes(bot, place, callback, language)
            case Action.HELPFUL | Action.NOT_HELPFUL | Action.REASON:
                return await self._rate(bot, place, callback, language)

    async def _ask_topic(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        callback: Callback,
        place: Place,
    ) -> Outcome | None:
        services = self._services
        topics = await asyncio.to_thread(services.topics)
        questions = [t.question for t in topics if topic_digest(t) == callback.argument]
        user = update.effective_user
        if not questions or user is None:
            language = await services.language(update)
            return await services.notify(context.bot, place, language, "telegram.topic_gone")
        await services.send(context.bot, place, render_notice(f"“{questions[0]}”"))
        asked = Asked(
            update.update_id,
            user.id,
            place,
            questions[0],
            services.clock(),
            user.language_code or "",
        )
        return await self._questions.take(context.bot, asked)

    async def _choose_language(
        self, bot: ExtBot[Any], place: Place, callback: Callback, language: str
    ) -> Outcome | None:
        services = self._services
        if callback.argument not in (*LANGUAGES, FOLLOW_MESSAGE):
            return None
        if await self._privacy.introduce(bot, place, language) is Outcome.FAILED:
            return Outcome.FAILED
        chosen = None if callback.argument == FOLLOW_MESSAGE else callback.argument
        chat = services.hashed(place.chat_id)
        choose = services.storage.people.choose_language
        await services.storage.run(partial(choose, chat, chosen, services.clock()))
        key = "telegram.language_chosen" if chosen else "telegram.language_following"
        return await services.notify(bot, place, chosen or language, key)

    async def _show_quotes(
        self, bot: ExtBot[Any], place: Place, callback: Callback, language: str
    ) -> Outcome | None:
        logged = await self._logged(place, callback)
        if logged is None:
            return await self._services.notify(bot, place, language, "telegram.gone")
        quotes = render_quotes(logged.citations, logged.language, self._services.catalogue)
        return await self._services.send(bot, place, quotes)

    async def _rate(
        self, bot: ExtBot[Any], place: Place, callback: Callback, language: str
    ) -> Outcome | None:
        logged = await self._logged(place, callback)
        if logged is None:
            return await self._services.notify(bot, place, language, "telegram.gone")
        if callback.action is Action.REASON:
            return await self._reasons.choose(bot, place, callback, logged.language)
        return await self._vote(bot, place, callback, logged.language)

    async def _vote(
        self, bot: ExtBot[Any], place: Place, callback: Callback, language: str
    ) -> Outcome | None:
        services = self._services
        helpful = callback.action is Action.HELPFUL
        vote = services.storage.feedback.vote
        chat = services.hashed(place.chat_id)
        await services.storage.run(partial(vote, callback.number, chat, helpful, services.clock()))
        if helpful:
            return await services.notify(bot, place, language, "telegram.feedback_thanks")
        return await self._reasons.offer(bot, place, callback.number, language)

    async def _logged(self, place: Place, callback: Callback) -> LoggedQuestion | None:
        services = self._services
        chat = services.hashed(place.chat_id)
        get = services.storage.questions.get
        return await services.storage.run(partial(get, callback.number, chat))


async def _acknowledge(query: CallbackQuery) -> None:
    """Let the client stop waiting; a press from long ago cannot be acknowledged any more."""
    try:
        await query.answer()
    except TelegramError as error:
        _log.info("a pressed button was not acknowledged: %s", type(error).__name__)
