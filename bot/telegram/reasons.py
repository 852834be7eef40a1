"""Why an answer did not help: a reason from the list, or in the citizen's own words."""

import logging
from functools import partial
from html import escape
from typing import Any

from telegram import Update
from telegram.ext import ContextTypes, ExtBot

from bot.answering.personal_data import is_only_personal_data, masked
from bot.storage.errors import StorageError
from bot.storage.questions import LoggedQuestion
from bot.telegram.callback_data import Action, Callback
from bot.telegram.delivery import Outcome
from bot.telegram.keyboards import Button, Keyboard
from bot.telegram.rendering import RenderedMessage, render_notice, with_keyboard
from bot.telegram.services import Place, Services, place_of
from vectorstore.cleaning import clean_text, shorten

REASONS = ("wrong", "missed", "unclear", "outdated")
OWN_WORDS = "other"
# Staff read many of them; who has more to say has a question.
LONGEST_REASON = 300
MINUTES_AWAITED = 10

_log = logging.getLogger(__name__)


class ReasonDesk:
    """Asks for reasons, and takes only a reply to its own question for one in own words."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def offer(self, bot: ExtBot[Any], place: Place, number: int, language: str) -> Outcome:
        """Ask why an answer did not help; nobody has to say."""
        why = render_notice(self._services.catalogue.text("telegram.feedback_why", language))
        return await self._services.send(
            bot, place, with_keyboard(why, self._list(number, language))
        )

    async def choose(
        self, bot: ExtBot[Any], place: Place, pressed: Callback, language: str
    ) -> Outcome | None:
        """Keep the reason that was pressed, or ask for the citizen's own words."""
        if pressed.argument == OWN_WORDS:
            return await self._ask(bot, place, pressed.number, language)
        if pressed.argument not in REASONS:
            return None
        services = self._services
        add, chat = services.storage.feedback.add_reason, services.hashed(place.chat_id)
        await services.storage.run(partial(add, pressed.number, chat, pressed.argument))
        return await services.notify(bot, place, language, "telegram.feedback_thanks")

    async def receive_text(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Take a reply to the question for a reason; None where the text is none."""
        message = update.message
        if message is None or message.text is None or message.reply_to_message is None:
            return None
        services, place = self._services, place_of(message)
        chat = services.hashed(place.chat_id)
        # By when it was written: a stopped bot may read it later.
        since = message.date.timestamp() - 60 * MINUTES_AWAITED
        find = partial(self._awaited, chat, message.reply_to_message.message_id, since)
        try:
            logged = await services.storage.run(find)
        except StorageError as error:
            # Then it is a question, which can be answered without any storage.
            _log.error("it was not read whether a reason is awaited: %s", type(error).__name__)
            return None
        if logged is None:
            return None
        return await self._keep(context.bot, place, logged, message.text)

    def _awaited(self, chat: str, prompt: int, since: float) -> LoggedQuestion | None:
        storage = self._services.storage
        number = storage.feedback.awaited(chat, prompt, since)
        return None if number is None else storage.questions.get(number, chat)

    async def await_none(self, chat_id: int) -> bool:
        """Take the chat's next messages for what they are; tells whether a reason was awaited."""
        services = self._services
        forget = partial(services.storage.feedback.await_no_reason, services.hashed(chat_id))
        try:
            return await services.storage.run(forget)
        except StorageError as error:
            await services.storage_failed(error)
            return False

    async def _ask(self, bot: ExtBot[Any], place: Place, number: int, language: str) -> Outcome:
        services = self._services
        text = services.catalogue.text(
            "telegram.feedback_write", language, minutes=MINUTES_AWAITED, limit=LONGEST_REASON
        )
        field = services.catalogue.text("telegram.feedback_field", language)
        prompt = RenderedMessage(escape(text, quote=False), text, asks=field)
        sent: list[int] = []
        outcome = await services.send(bot, place, [prompt], sent.append)
        for message_id in sent:
            chat, note = services.hashed(place.chat_id), services.storage.feedback.await_reason
            await services.storage.run(partial(note, number, chat, message_id, services.clock()))
        return outcome

    async def _keep(
        self, bot: ExtBot[Any], place: Place, logged: LoggedQuestion, written: str
    ) -> Outcome:
        services, language = self._services, logged.language
        safe = masked(written)
        if not clean_text(safe) or is_only_personal_data(safe):
            return await self._ask(bot, place, logged.number, language)
        reason, chat = shorten(clean_text(safe), LONGEST_REASON), services.hashed(place.chat_id)
        add = partial(services.storage.feedback.add_reason, logged.number, chat, reason)
        await services.storage.run(add)
        text = services.catalogue.text
        said = [text("telegram.feedback_written", language)]
        if safe != written:
            said.append(text("hand_over.left_out", language))
        if "?" in written:
            # A field that waits for a reply takes a question too, which must not be lost in it.
            said.append(text("telegram.feedback_question", language))
        return await services.send(bot, place, render_notice(" ".join(said)))

    def _list(self, number: int, language: str) -> Keyboard:
        text = self._services.catalogue.text
        reasons = tuple(
            (
                Button(
                    text(f"telegram.reason_{reason}", language),
                    data=str(Callback(Action.REASON, number, reason)),
                ),
            )
            for reason in (*REASONS, OWN_WORDS)
        )
        hand_over = Button(
            text("telegram.button_hand_over", language),
            data=str(Callback(Action.HAND_OVER, number)),
        )
        return (*reasons, (hand_over,))
