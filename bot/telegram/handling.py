"""What is done before and after a handler: introduce the bot, end a waiting, keep what failed."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram.delivery import Outcome
from bot.telegram.privacy import PrivacyHandlers
from bot.telegram.reasons import ReasonDesk
from bot.telegram.services import Services, place_of

# What handles an update tells how its last reply ended, None where none was due.
Handle = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, Outcome | None]]


def keeping(services: Services, handle: Handle) -> Handle:
    """Let an update that could not be replied to wait for the next start."""

    async def handle_and_keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        outcome = await handle(update, context)
        keep_where_failed(services, update, outcome)
        return outcome

    return handle_and_keep


def keep_where_failed(services: Services, update: Update, outcome: Outcome | None) -> None:
    """Leave an update in the inbox where its citizen got nothing."""
    if outcome is Outcome.FAILED:
        services.keep_pending(update.update_id)


def introduced(services: Services, privacy: PrivacyHandlers, handle: Handle) -> Handle:
    """Say what is kept of a person before a command keeps something."""

    async def introduce_first(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        message = update.effective_message
        if message is None:
            return None
        language = await services.language(update)
        shown = await privacy.introduce(context.bot, place_of(message), language)
        return shown if shown is Outcome.FAILED else await handle(update, context)

    return introduce_first


def ending_waits(reasons: ReasonDesk, handle: Handle) -> Handle:
    """Let a command end the waiting for a reason."""

    async def end_and_handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        if update.effective_chat is not None:
            await reasons.await_none(update.effective_chat.id)
        return await handle(update, context)

    return end_and_handle
