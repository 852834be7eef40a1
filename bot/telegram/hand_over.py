"""Prepares a request to the PPID in a private chat: from an answer's button, or by /ppid."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import ContextTypes, ExtBot

from bot.answering.personal_data import is_only_personal_data, masked
from bot.hand_over.deadlines import deadlines, unsettled_year
from bot.hand_over.draft import (
    Awaiting,
    Receiving,
    RequestDraft,
    is_too_long,
    most_characters,
)
from bot.hand_over.explanation import Explainer
from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.letter import LetterForm
from bot.hand_over.offices import Offices
from bot.hand_over.rules import Rules
from bot.storage.errors import StorageError
from bot.storage.questions import LoggedQuestion
from bot.telegram.callback_data import Callback
from bot.telegram.delivery import Outcome
from bot.telegram.hand_over_messages import (
    CHANGE_PURPOSE,
    CHANGE_RECEIVE,
    CHANGE_WHAT,
    DONE,
    RequestMessages,
)
from bot.telegram.rendering import RenderedMessage
from bot.telegram.services import Place, Services, place_of
from vectorstore.cleaning import clean_text

MINUTES_KEPT = 30
SECONDS_DRAFTS_KEPT = 60.0 * MINUTES_KEPT
# A greeting or a question about the bot itself is nothing to ask a public body.
_REQUESTABLE = ("answered", "unanswerable")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RequestForms:
    """What requests are made with: offices, the calendar, the terms of the law, the letter."""

    offices: Offices
    days: WorkingDays
    rules: Rules
    letter: LetterForm


class HandOverHandlers:
    """Opens a draft, changes it as the citizen says, and gives the letter in the end."""

    def __init__(self, services: Services, forms: RequestForms) -> None:
        self._services = services
        self._forms = forms

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Draft what stands behind /ppid; else go on with the draft, or the last question.

        A second /ppid calls off what the first one asked for.
        """
        message = update.effective_message
        if message is None:
            return None
        bot, place = context.bot, place_of(message)
        language = await self._services.language(update)
        written = "".join((message.text or "").split(maxsplit=1)[1:])
        empty = RequestDraft("", language, awaiting=Awaiting.WHAT)
        if written:
            return await self._take(bot, place, empty, written)
        resumed = await self._services.storage.run(partial(self._resumed, place))
        if resumed is None:
            return await self._ask(bot, place, empty)
        if resumed.what:
            return await self._show(bot, place, resumed.waiting_for(Awaiting.NOTHING))
        outcome = await self._services.notify(bot, place, language, "hand_over.stopped")
        return await self._drop_after(outcome, place)

    async def press(
        self, bot: ExtBot[Any], place: Place, pressed: Callback, language: str
    ) -> Outcome | None:
        """Open a draft from an answer, or take the next step of one."""
        draft = await self._load(place)
        if draft is not None and draft.number == pressed.number:
            return await self._step(bot, place, draft, pressed.argument)
        if pressed.argument:
            return await self._services.notify(bot, place, language, "hand_over.expired")
        return await self._open(bot, place, pressed.number, language)

    async def receive_text(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Take the text that a draft waits for, and reply; None where none waits."""
        message = update.effective_message
        if message is None or not message.text:
            return None
        place = place_of(message)
        try:
            draft = await self._load(place)
        except StorageError as error:
            # Then it is a question, which can be answered without any storage.
            _log.error("a draft was not read: %s", type(error).__name__)
            return None
        if draft is None or draft.awaiting is Awaiting.NOTHING:
            return None
        return await self._take(context.bot, place, draft, message.text)

    async def finish(self, bot: ExtBot[Any], place: Place, draft: RequestDraft) -> Outcome:
        """Give the letter and how to send it, and keep the draft no longer."""
        services, forms = self._services, self._forms
        office = forms.offices.office_for(draft.publishers)
        dates = deadlines(forms.days.on_or_after(services.today()), forms.rules, forms.days)
        explainer = Explainer(forms.rules, services.catalogue, draft.language)
        sections = explainer.explain(office, dates, unsettled_year(dates, forms.days))
        letter = forms.letter.write(draft, office, forms.rules.law)
        messages = RequestMessages(draft, services.catalogue).letter(letter, sections, office)
        return await self._drop_after(await services.send(bot, place, messages), place)

    async def _open(self, bot: ExtBot[Any], place: Place, number: int, language: str) -> Outcome:
        services = self._services
        get = partial(services.storage.questions.get, number, services.hashed(place.chat_id))
        logged = await services.storage.run(get)
        if logged is None:
            return await services.notify(bot, place, language, "telegram.gone")
        return await self._show(bot, place, _begun(logged))

    async def _step(
        self, bot: ExtBot[Any], place: Place, draft: RequestDraft, argument: str
    ) -> Outcome:
        if argument == DONE:
            return await self.finish(bot, place, draft)
        if argument == CHANGE_WHAT:
            return await self._ask(bot, place, draft.waiting_for(Awaiting.WHAT))
        if argument == CHANGE_PURPOSE:
            return await self._ask(bot, place, draft.waiting_for(Awaiting.PURPOSE))
        if argument == CHANGE_RECEIVE:
            options = RequestMessages(draft, self._services.catalogue).receiving_options()
            return await self._send(bot, place, draft.waiting_for(Awaiting.NOTHING), options)
        if argument in tuple(Receiving):
            return await self._show(bot, place, draft.with_receiving(Receiving(argument)))
        return await self._show(bot, place, draft.waiting_for(Awaiting.NOTHING))

    async def _take(
        self, bot: ExtBot[Any], place: Place, draft: RequestDraft, written: str
    ) -> Outcome:
        """Put what was written where it was awaited, without personal data; or ask again."""
        safe = masked(written)
        if not clean_text(safe) or is_only_personal_data(safe):
            return await self._ask(bot, place, draft)
        messages = RequestMessages(draft, self._services.catalogue)
        notes = []
        if safe != written:
            notes.append(messages.note("left_out"))
        if is_too_long(safe, draft.awaiting):
            notes.append(messages.note("shortened", limit=most_characters(draft.awaiting)))
        return await self._show(bot, place, draft.with_text(safe), notes)

    async def _ask(self, bot: ExtBot[Any], place: Place, draft: RequestDraft) -> Outcome:
        question = RequestMessages(draft, self._services.catalogue).question()
        return await self._send(bot, place, draft, question)

    async def _show(
        self, bot: ExtBot[Any], place: Place, draft: RequestDraft, notes: Sequence[str] = ()
    ) -> Outcome:
        office = self._forms.offices.office_for(draft.publishers)
        messages = RequestMessages(draft, self._services.catalogue)
        return await self._send(bot, place, draft, messages.overview(office, MINUTES_KEPT, notes))

    async def _send(
        self,
        bot: ExtBot[Any],
        place: Place,
        draft: RequestDraft,
        messages: list[RenderedMessage],
    ) -> Outcome:
        """Keep the draft as it is shown, once it is.

        Where that fails, what changed it is handled again at the next start, and then the draft
        must wait for it still: else the purpose of a request would be answered as a question.
        """
        outcome = await self._services.send(bot, place, messages)
        if outcome is not Outcome.FAILED:
            await self._save(place, draft)
        return outcome

    async def _save(self, place: Place, draft: RequestDraft) -> None:
        services = self._services
        chat, text, now = services.hashed(place.chat_id), draft.to_json(), services.clock()
        await services.storage.run(partial(services.storage.drafts.save, chat, text, now))

    async def _drop_after(self, outcome: Outcome, place: Place) -> Outcome:
        """Keep the draft only where its last message could not be sent."""
        if outcome is not Outcome.FAILED:
            services = self._services
            chat = services.hashed(place.chat_id)
            await services.storage.run(partial(services.storage.drafts.drop, chat))
        return outcome

    async def _load(self, place: Place) -> RequestDraft | None:
        return await self._services.storage.run(partial(self._kept, place))

    def _kept(self, place: Place) -> RequestDraft | None:
        services = self._services
        since = services.clock() - SECONDS_DRAFTS_KEPT
        text = services.storage.drafts.load(services.hashed(place.chat_id), since)
        return RequestDraft.from_json(text) if text is not None else None

    def _resumed(self, place: Place) -> RequestDraft | None:
        """Give the draft that is at hand, or one of the last question if that came later."""
        draft = self._kept(place)
        last = self._services.storage.questions.last(self._services.hashed(place.chat_id))
        if last is None or last.status.group not in _REQUESTABLE:
            return draft
        if draft is None or not draft.what or 0 < draft.number < last.number:
            return _begun(last)
        return draft


def _begun(logged: LoggedQuestion) -> RequestDraft:
    cited = [citation.publisher for citation in logged.citations]
    publishers = [*cited, *logged.publishers]
    return RequestDraft.from_question(logged.question, logged.language, logged.number, publishers)
