"""Answers where the bot is no member: inline queries and guest mentions."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering.models import Answer, Question
from bot.telegram.groups import question_to_bot
from bot.telegram.keyboards import button_label
from bot.telegram.limits import VerdictKind
from bot.telegram.offers import Showing
from bot.telegram.rendering import RenderedMessage, render
from bot.telegram.services import Services, language_of

# A query arrives with every few keys pressed; only one that rests this long is answered.
RESTS_SECONDS = 0.6
SHORTEST_QUERY = 8
# How long Telegram may show the same answer to the same query.
CACHE_SECONDS = 300
LONGEST_DESCRIPTION = 160
_START_PARAMETER = "inline"

_log = logging.getLogger(__name__)


class InlineHandlers:
    """Gives an answer to share to whoever names the bot in another chat."""

    def __init__(self, services: Services, rests_seconds: float = RESTS_SECONDS) -> None:
        self._services = services
        self._rests_seconds = rests_seconds
        self._latest: dict[int, str] = {}

    async def query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an inline query once its writer pauses."""
        query = update.inline_query
        if query is None or not await self._rests(query.from_user.id, query.id):
            return
        language = language_of(query.from_user.language_code or "")
        results: list[InlineQueryResultArticle] = []
        asks = len(query.query.strip()) >= SHORTEST_QUERY
        if asks and await self._may_ask(query.from_user.id):
            answer = await self._answer(query.query)
            language = answer.language
            results = [self._result(answer)] if answer.citations else []
        text = self._services.catalogue.text
        key = "telegram.inline_ask" if results or not query.query else "telegram.inline_none"
        button = InlineQueryResultsButton(text(key, language), start_parameter=_START_PARAMETER)
        try:
            # Telegram shows what it keeps to everybody: not that one person may not ask now.
            seconds = CACHE_SECONDS if results else 0
            await query.answer(results, cache_time=seconds, button=button)
        except TelegramError as error:  # too late, mostly: the writer went on
            _log.info("an inline query was not answered: %s", type(error).__name__)

    async def guest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer who mentions the bot in a chat that it is no member of."""
        message = update.guest_message
        user = update.effective_user
        if message is None or user is None or not message.guest_query_id:
            return
        question = question_to_bot(message, context.bot.id, context.bot.username)
        text = (message.text or "").strip() if question is None else question
        if not text or not await self._may_ask(user.id):
            return
        answer = await self._answer(text)
        try:
            await context.bot.answer_guest_query(message.guest_query_id, self._result(answer))
        except TelegramError as error:
            _log.warning("a guest question was not answered: %s", type(error).__name__)

    async def _rests(self, user_id: int, query_id: str) -> bool:
        self._latest[user_id] = query_id
        await asyncio.sleep(self._rests_seconds)
        if self._latest.get(user_id) != query_id:
            return False
        del self._latest[user_id]
        return True

    async def _may_ask(self, user_id: int) -> bool:
        services = self._services
        verdict = services.limits.check(user_id, user_id, is_group=False)
        if verdict.kind is not VerdictKind.ALLOWED:
            return False
        return await services.storage.run(services.storage.staff.paused) is None

    async def _answer(self, text: str) -> Answer:
        services = self._services
        began = services.clock()
        answer = await services.answerer.answer(Question(text, gives_way=True))
        services.metrics.answered(answer, services.clock() - began)
        return answer

    def _result(self, answer: Answer) -> InlineQueryResultArticle:
        showing = Showing(
            today=self._services.today(),
            stale_after_days=self._services.rules.stale_after_days,
        )
        first = _first(render(answer, self._services.catalogue, showing))
        title = self._services.catalogue.text(
            "telegram.inline_title", answer.language, question=answer.question.text
        )
        return InlineQueryResultArticle(
            id=hashlib.sha256(first.html.encode()).hexdigest()[:32],
            title=button_label(title),
            input_message_content=InputTextMessageContent(first.html, ParseMode.HTML),
            description=answer.text[:LONGEST_DESCRIPTION],
        )


def _first(messages: Sequence[RenderedMessage]) -> RenderedMessage:
    """Give the first message: the answer itself; what would follow is quotes."""
    return messages[0]
