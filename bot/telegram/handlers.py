"""Says which handler takes which update."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from telegram import Message, Update
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.faults import where
from bot.telegram.callbacks import CallbackHandlers, HandOver
from bot.telegram.commands import CitizenCommands
from bot.telegram.delivery import Outcome
from bot.telegram.gate import Gate
from bot.telegram.groups import ASK_COMMANDS, question_to_bot
from bot.telegram.handling import Handle, ending_waits, introduced, keep_where_failed, keeping
from bot.telegram.inline import InlineHandlers
from bot.telegram.privacy import PrivacyHandlers
from bot.telegram.questions import Asked, QuestionDesk
from bot.telegram.reasons import ReasonDesk
from bot.telegram.running import TelegramApplication
from bot.telegram.services import Services, place_of

START = "start"
HELP_COMMANDS = ("bantuan", "help")
SOURCES_COMMANDS = ("sumber", "sources")
HAND_OVER_COMMAND = "ppid"
LANGUAGE_COMMANDS = ("bahasa", "language")
NEW_COMMANDS = ("baru", "new")
PRIVACY_COMMANDS = ("privasi", "privacy")
MY_DATA_COMMANDS = ("data_saya", "my_data")
DELETE_DATA_COMMANDS = ("hapus_data", "delete_data")
CALL_OFF_COMMANDS = ("batal", "cancel")

_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
_EDITED = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE

# Handlers of a group see an update only if none of a lower one has stopped it.
_BEFORE_ALL = -1

_log = logging.getLogger(__name__)


class RequestDesk(HandOver, Protocol):
    """What prepares requests to the PPID: from buttons, from /ppid, and by asking back."""

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Open a draft from /ppid."""

    async def receive_text(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Take the text that a draft waits for, and reply; None where none waits."""


class StaffDesk(Protocol):
    """The commands of staff."""

    def handlers(self) -> dict[str, Handle]:
        """Give what each command does; a stranger's falls through to `unknown`."""

    def is_admin(self, update: Update) -> bool:
        """Tell whether an update comes from staff, in private."""


class Handlers:
    """Routes each update to the part that replies to it."""

    def __init__(
        self,
        services: Services,
        hand_over: RequestDesk,
        staff: StaffDesk,
        gate: Gate,
    ) -> None:
        self._reasons = ReasonDesk(services)
        self._commands = CitizenCommands(services, self._reasons)
        self._privacy = PrivacyHandlers(services)
        self._questions = QuestionDesk(services)
        self._callbacks = CallbackHandlers(
            services, self._questions, self._privacy, hand_over, self._reasons
        )
        self._inline = InlineHandlers(services)
        self._services = services
        self._hand_over = hand_over
        self._staff = staff
        self._gate = gate

    def register(self, application: TelegramApplication) -> None:
        """Add the handlers; the first that fits takes the update."""
        application.add_handler(TypeHandler(Update, self._gate.check), group=_BEFORE_ALL)
        services, commands, privacy = self._services, self._commands, self._privacy
        citizens: tuple[tuple[tuple[str, ...], Handle], ...] = (
            ((START,), commands.start),
            (HELP_COMMANDS, commands.help),
            (SOURCES_COMMANDS, commands.sources),
            ((HAND_OVER_COMMAND,), introduced(services, privacy, self._hand_over.command)),
            (LANGUAGE_COMMANDS, commands.choose_language),
            (NEW_COMMANDS, introduced(services, privacy, commands.start_anew)),
            (PRIVACY_COMMANDS, privacy.explain),
            (MY_DATA_COMMANDS, privacy.show),
            (DELETE_DATA_COMMANDS, privacy.ask_to_delete),
            (ASK_COMMANDS, self.ask_command),
        )
        application.add_handler(self._command(CALL_OFF_COMMANDS, commands.call_off))
        for names, handle in citizens:
            application.add_handler(self._command(names, ending_waits(self._reasons, handle)))
        for name, handle in self._staff.handlers().items():
            for_staff = ending_waits(self._reasons, self._for_staff(handle))
            application.add_handler(self._command((name,), for_staff))
        unknown = ending_waits(self._reasons, commands.unknown)
        kept = partial(keeping, services)
        application.add_handlers(
            [
                MessageHandler(_PRIVATE & filters.COMMAND, kept(unknown)),
                MessageHandler(_PRIVATE & filters.TEXT, kept(self.private_text)),
                MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, kept(commands.unsupported)),
                MessageHandler(_EDITED & filters.TEXT, kept(commands.edited)),
                MessageHandler(_GROUP & filters.TEXT, kept(self.group_text)),
                CallbackQueryHandler(kept(self._callbacks.pressed)),
                # Telegram takes no reply to these after a while, so they are not kept.
                MessageHandler(filters.UpdateType.GUEST_MESSAGE, self._inline.guest),
                InlineQueryHandler(self._inline.query),
            ]
        )
        application.add_error_handler(self.failed)

    async def private_text(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Take a reason or what a draft waits for, or else answer a question."""
        message = update.message
        if message is None or message.text is None:
            return None
        for desk in (self._reasons, self._hand_over):
            outcome = await desk.receive_text(update, context)
            if outcome is not None:
                return outcome
        return await self._ask(update, context, message, message.text)

    async def ask_command(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Answer what stands behind /tanya, which groups need and which works here too."""
        message = update.message
        if message is None:
            return None
        question = question_to_bot(message, context.bot.id, context.bot.username)
        if question:
            return await self._ask(update, context, message, question)
        return await self._commands.help(update, context)

    async def group_text(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> Outcome | None:
        """Answer a group member who addresses the bot."""
        message = update.message
        if message is None:
            return None
        question = question_to_bot(message, context.bot.id, context.bot.username)
        if question is None:
            return None
        if not question:
            language = await self._services.language(update)
            place = place_of(message, replies=True)
            return await self._services.notify(context.bot, place, language, "telegram.group_how")
        return await self._ask(update, context, message, question)

    async def _ask(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, message: Message, text: str
    ) -> Outcome | None:
        user = message.from_user
        asked = Asked(
            update_id=update.update_id,
            user_id=user.id if user else message.chat_id,
            place=place_of(message, replies=True),
            text=text,
            written=message.date.timestamp(),
            language_code=(user.language_code if user else None) or "",
        )
        return await self._questions.take(context.bot, asked)

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Apologise in a private chat for what could not be done."""
        if context.error is not None:
            # Its text could quote a citizen or the token.
            _log.error("a message was not handled: %s", where(context.error))
        if not isinstance(update, Update) or update.effective_message is None:
            return
        place = place_of(update.effective_message)
        if place.is_private:
            language = await self._services.language(update)
            outcome = await self._services.notify(context.bot, place, language, "telegram.failed")
            keep_where_failed(self._services, update, outcome)

    def _command(self, names: Sequence[str], handle: Handle) -> CommandHandler[Any, Any]:
        return CommandHandler(names, keeping(self._services, handle), filters=_PRIVATE)

    def _for_staff(self, handle: Handle) -> Handle:
        async def only_for_staff(
            update: Update, context: ContextTypes.DEFAULT_TYPE
        ) -> Outcome | None:
            allowed = self._staff.is_admin(update)
            return await (handle if allowed else self._commands.unknown)(update, context)

        return only_for_staff


def calls_off(update: Update) -> bool:
    """Tell whether an update calls off what its chat asked, which must not wait behind it."""
    text = (update.message.text if update.message else None) or ""
    command = text[1:].split("@")[0].split()[0:1] if text.startswith("/") else []
    return bool(command) and command[0].lower() in CALL_OFF_COMMANDS
