"""What citizens are told about their data, and the commands by which they see and delete it."""

import io
import json
import logging
from functools import partial
from typing import Any

from telegram import InputFile, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes, ExtBot

from bot.storage.erasing import delete, export
from bot.storage.errors import StorageError
from bot.telegram.callback_data import Action, Callback
from bot.telegram.delivery import Outcome
from bot.telegram.keyboards import Button
from bot.telegram.rendering import render_notice, with_keyboard
from bot.telegram.services import Place, Services, place_of

# Change it whenever what is kept, why or for how long changes: everybody is told anew.
NOTICE_VERSION = "2026-11"

_log = logging.getLogger(__name__)


class PrivacyHandlers:
    """/privasi, /data_saya and /hapus_data."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def introduce(self, bot: ExtBot[Any], place: Place, language: str) -> Outcome:
        """Say what is kept, before anything is, to whoever has not been told this version.

        Where that fails nothing is to be kept.
        """
        services = self._services
        find = partial(services.storage.people.notice, services.hashed(place.chat_id))
        if await services.storage.run(find) == NOTICE_VERSION:
            return Outcome.DELIVERED
        return await show_notice(services, bot, place, language)

    async def explain(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Say what is kept, for how long and why."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        language = await services.language(update)
        text = services.catalogue.text
        return await services.notify(
            context.bot,
            place_of(message),
            language,
            "privacy.text",
            days=services.rules.retention_days,
            model=self._model(language),
            contact=services.rules.privacy_contact or text("privacy.contact_none", language),
            version=NOTICE_VERSION,
        )

    def _model(self, language: str) -> str:
        name, text = self._services.rules.language_model, self._services.catalogue.text
        if not name:
            return text("privacy.model_local", language)
        return text("privacy.model_used", language, model=name)

    async def show(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Send everything that is kept about the chat, as a file."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        language = await services.language(update)
        chat = services.hashed(message.chat_id)
        kept = await services.storage.run(
            partial(export, services.storage.database, chat, update.update_id)
        )
        if not any(kept.values()):
            place = place_of(message)
            return await services.notify(context.bot, place, language, "privacy.my_data_none")
        return await self._send_file(context.bot, place_of(message), language, kept)

    async def _send_file(
        self, bot: ExtBot[Any], place: Place, language: str, kept: dict[str, Any]
    ) -> Outcome:
        text = self._services.catalogue.text
        content = json.dumps(kept, ensure_ascii=False, indent=2, default=str).encode()
        document = InputFile(io.BytesIO(content), text("privacy.my_data_file", language))
        try:
            await bot.send_document(
                place.chat_id, document, caption=text("privacy.my_data", language)
            )
        except TelegramError as error:
            _log.warning("a data file was not sent: %s", type(error).__name__)
            return await self._services.notify(bot, place, language, "answer.error_index")
        return Outcome.DELIVERED

    async def ask_to_delete(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Ask whether all is to be deleted."""
        message = update.effective_message
        if message is None:
            return None
        services = self._services
        language = await services.language(update)
        question = render_notice(services.catalogue.text("privacy.delete_ask", language))
        label = services.catalogue.text("privacy.delete_button", language)
        button = Button(label, data=str(Callback(Action.DELETE_DATA)))
        asked = with_keyboard(question, ((button,),))
        return await services.send(context.bot, place_of(message), asked)

    async def delete(self, bot: ExtBot[Any], place: Place, language: str) -> Outcome:
        """Delete all that is kept about the chat, the press that asks for it included.

        So nothing is left to be answered at the next start where this reply cannot be sent.
        """
        services = self._services
        chat = services.hashed(place.chat_id)
        await services.storage.run(partial(delete, services.storage.database, chat))
        _log.info("a citizen's data were deleted on request")
        return await services.notify(bot, place, language, "privacy.deleted")


async def show_notice(services: Services, bot: ExtBot[Any], place: Place, language: str) -> Outcome:
    """Send the short notice, and note that it was shown."""
    outcome = await services.notify(
        bot, place, language, "privacy.notice", days=services.rules.retention_days
    )
    if outcome is Outcome.FAILED:
        return outcome
    people, chat = services.storage.people, services.hashed(place.chat_id)
    note = partial(people.shown_notice, chat, NOTICE_VERSION, services.clock())
    try:
        await services.storage.run(note)
    except StorageError as error:
        await services.storage_failed(error)
    return outcome
