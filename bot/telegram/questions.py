"""The way of one question: may it be asked, what was said before, the answer, its delivery."""

import logging
import math
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram.ext import ExtBot

from bot.answering.following_up import remembered
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.understanding import without_personal_data
from bot.faults import where
from bot.reporting.durations import duration_text
from bot.storage.errors import StorageError
from bot.storage.questions import LoggedQuestion
from bot.telegram.alerts import AlertKind
from bot.telegram.cancelling import CalledOffError
from bot.telegram.delivery import Outcome
from bot.telegram.limits import Verdict, VerdictKind
from bot.telegram.offers import Showing
from bot.telegram.privacy import NOTICE_VERSION, show_notice
from bot.telegram.progress import shown_progress
from bot.telegram.rendering import render
from bot.telegram.services import Place, Services, language_of
from bot.telegram.typing_notice import typing_notice

# A rest is only worth a word to somebody who was here today.
_SECONDS_A_DAY = 86_400.0

_log = logging.getLogger(__name__)


class UnansweredError(Exception):
    """The answerer ended without an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it came in; `written` in unix seconds, `language_code` as Telegram has it."""

    update_id: int
    user_id: int
    place: Place
    text: str
    written: float
    language_code: str = ""


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is known of a chat before its question is answered."""

    chat: str = ""
    pause: str | None = None
    language: str | None = None
    notice: str | None = NOTICE_VERSION
    earlier: tuple[str, ...] = ()
    rested: bool = False


class QuestionDesk:
    """Answers questions from wherever they come; each ends in one answer or apology."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._late = OncePerChat(services.rules.late_seconds)

    async def take(self, bot: ExtBot[Any], asked: Asked) -> Outcome | None:
        """Answer a question, or say why not; None where nothing was to be said."""
        services = self._services
        if services.clock() - asked.written > services.rules.late_seconds:
            return await self._tell_late(bot, asked)
        verdict = services.limits.check(
            asked.user_id, asked.place.chat_id, is_group=not asked.place.is_private
        )
        if verdict.kind is not VerdictKind.ALLOWED:
            return await self._tell_limited(bot, asked, verdict)
        opening = await self._open(asked)
        if opening.pause is not None:
            return await self._tell_paused(bot, asked, opening)
        if opening.notice != NOTICE_VERSION:
            place = replace(asked.place, reply_to=None)
            language = opening.language or language_of(asked.language_code)
            if await show_notice(services, bot, place, language) is Outcome.FAILED:
                return Outcome.FAILED
        try:
            answer = await services.cancellations.run(
                asked.place.chat_id, asked.update_id, self._answer(bot, asked, opening, verdict)
            )
        except CalledOffError:
            return None
        return await self._deliver(bot, asked, opening, answer)

    async def _tell_late(self, bot: ExtBot[Any], asked: Asked) -> Outcome | None:
        """Apologise once for all that waited too long in a chat."""
        services = self._services
        if not self._late.first(asked.place.chat_id, services.clock()):
            return None
        return await services.notify(bot, asked.place, await self._language(asked), "telegram.late")

    async def _tell_limited(
        self, bot: ExtBot[Any], asked: Asked, verdict: Verdict
    ) -> Outcome | None:
        services = self._services
        if verdict.kind is not VerdictKind.LIMITED_NOTIFY or verdict.limit is None:
            return None
        language = await self._language(asked)
        services.metrics.refused(AnswerStatus.LIMITED, language)
        wait = duration_text(verdict.seconds, language, services.catalogue)
        return await services.notify(
            bot,
            asked.place,
            language,
            f"telegram.limited_{verdict.limit.value}",
            seconds=math.ceil(verdict.seconds),
            wait=wait,
        )

    async def _language(self, asked: Asked) -> str:
        chosen = None
        if asked.place.is_private:
            chosen = await self._services.chosen_language(asked.place.chat_id)
        return chosen or language_of(asked.language_code)

    async def _open(self, asked: Asked) -> _Opening:
        """Read what is known; where that fails the question is answered by itself, as nobody's."""
        services = self._services
        try:
            return await services.storage.run(partial(self._read_opening, asked, services.clock()))
        except StorageError as error:
            await services.storage_failed(error)
            return _Opening()

    def _read_opening(self, asked: Asked, now: float) -> _Opening:
        storage = self._services.storage
        paused = storage.staff.paused()
        pause = paused.reason if paused else None
        if not asked.place.is_private:
            return _Opening(pause=pause)
        chat = self._services.hashed(asked.place.chat_id)
        rest = self._services.rules.rest_seconds
        before = storage.questions.conversation(chat, now - _SECONDS_A_DAY)
        current = [one for one in before if one.asked > now - rest]
        notice = storage.people.notice(chat)
        if notice == NOTICE_VERSION:
            storage.people.see(chat, now)
        return _Opening(
            chat,
            pause,
            storage.people.language(chat),
            notice,
            _earlier(current),
            rested=bool(before) and before[-1].asked <= now - rest,
        )

    async def _tell_paused(self, bot: ExtBot[Any], asked: Asked, opening: _Opening) -> Outcome:
        services = self._services
        language = opening.language or language_of(asked.language_code)
        services.metrics.refused(AnswerStatus.LIMITED, language)
        return await services.notify(
            bot, asked.place, language, "telegram.paused", reason=opening.pause or ""
        )

    async def _answer(
        self, bot: ExtBot[Any], asked: Asked, opening: _Opening, verdict: Verdict
    ) -> Answer:
        services = self._services
        language = opening.language or language_of(asked.language_code)
        waiting = (
            services.catalogue.text("telegram.working", language),
            services.catalogue.text("telegram.working_long", language),
        )
        question = Question(
            asked.text, opening.language, earlier=opening.earlier, gives_way=verdict.gives_way
        )
        try:
            async with (
                typing_notice(bot, asked.place.chat_id, asked.place.thread_id),
                shown_progress(bot, asked.place, asked.update_id, waiting) as progress,
                aclosing(services.answerer.stream(question)) as events,
            ):
                async for event in events:
                    if event.answer is not None:
                        return event.answer
                    stage = f"telegram.stage_{event.stage.value}"
                    progress.show(services.catalogue.text(stage, language))
                raise UnansweredError
        except Exception as error:  # noqa: BLE001 - whatever fails, the citizen gets a reply
            # Neither its text nor its traceback is logged: both may quote the question.
            _log.error("answering failed: %s", where(error))
            apology = services.catalogue.text("answer.error_model", language)
            safe = without_personal_data(question)
            return Answer(safe, AnswerStatus.ERROR_MODEL, language, apology)

    async def _deliver(
        self, bot: ExtBot[Any], asked: Asked, opening: _Opening, answer: Answer
    ) -> Outcome:
        services = self._services
        now = services.clock()
        services.metrics.answered(answer, now - asked.written)
        if answer.status.group == "error":
            await services.alerts.report(AlertKind.ANSWER_ERRORS, answer.status.value)
        number = await self._log(asked, opening, answer)
        showing = Showing(
            number=number if asked.place.is_private else 0,
            feedback=services.rules.feedback,
            today=services.today(),
            stale_after_days=services.rules.stale_after_days,
            notes=self._notes(opening, answer),
        )
        return await services.send(bot, asked.place, render(answer, services.catalogue, showing))

    async def _log(self, asked: Asked, opening: _Opening, answer: Answer) -> int:
        """Keep the answer; where that fails the citizen gets it all the same."""
        services = self._services
        seconds = services.clock() - asked.written
        add = partial(services.storage.questions.add, opening.chat, asked.written, answer, seconds)
        try:
            return await services.storage.run(add)
        except StorageError as error:
            await services.storage_failed(error)
            return 0

    def _notes(self, opening: _Opening, answer: Answer) -> tuple[str, ...]:
        text = self._services.catalogue.text
        notes = []
        if answer.masked:
            notes.append(text("telegram.masked", answer.language))
        if opening.rested:
            minutes = round(self._services.rules.rest_seconds / 60)
            notes.append(text("telegram.rested", answer.language, minutes=minutes))
        return tuple(notes)


class OncePerChat:
    """Tells the first of many messages of a chat from those that follow it soon."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: dict[int, float] = {}

    def first(self, chat_id: int, now: float) -> bool:
        """Tell whether nothing was said to the chat for a while; it counts as said now."""
        self._last = {chat: at for chat, at in self._last.items() if now - at < self._seconds}
        if chat_id in self._last:
            return False
        self._last[chat_id] = now
        return True


def _earlier(conversation: Sequence[LoggedQuestion]) -> tuple[str, ...]:
    earlier: tuple[str, ...] = ()
    for logged in conversation:
        earlier = remembered(earlier, logged.question, logged.status)
    return earlier
