"""What staff do in their private chats with the bot: look after it, read reports, stop it."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.messages.catalogue import Catalogue
from bot.reporting.durations import duration_text
from bot.reporting.report import SECONDS_A_DAY, read_report
from bot.reporting.summary import Summary
from bot.reporting.text import report_text
from bot.reporting.unanswered import Stems
from bot.storage.errors import StorageError
from bot.storage.store import Storage
from bot.telegram.delivery import Delivery, Outcome
from bot.telegram.handling import Handle
from bot.telegram.rendering import render_notice

DEFAULT_DAYS = 7
MOST_DAYS = 366
# A message for citizens that they take in at a glance, and that Telegram never splits.
LONGEST_REASON = 500

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BotStatus:
    """How the running bot is: its live build (empty where none is), queue, and age.

    `build_age` and `uptime` in seconds; `waiting` counts updates under way or waiting.
    """

    build: str
    build_age: float
    waiting: int
    uptime: float
    version: str


@dataclass(frozen=True, slots=True)
class StaffHandlers:
    """/status, /laporan, /jeda and /lanjut, for the numeric ids in `admins`, in private only.

    `look` is called in the storage's thread. `clock` gives unix seconds.
    """

    admins: frozenset[int]
    storage: Storage
    catalogue: Catalogue
    look: Callable[[], BotStatus]
    language: Callable[[Update], Awaitable[str]]
    stems: Stems
    clock: Callable[[], float] = field(default=time.time)

    def handlers(self) -> dict[str, Handle]:
        """Give what each command does; whoever registers them asks `is_admin` first."""
        return {
            "status": self.status,
            "laporan": self.report,
            "jeda": self.pause,
            "lanjut": self.resume,
        }

    def is_admin(self, update: Update) -> bool:
        """Tell whether an update comes from staff, in their private chat with the bot."""
        user, chat = update.effective_user, update.effective_chat
        is_private = chat is not None and chat.type == chat.PRIVATE
        return is_private and user is not None and user.id in self.admins

    async def status(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Say how the bot is, and how the last day's questions ended."""
        return await self._reply(update, context, self._status)

    async def report(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Report on the last days: 7, or as many as the command says."""
        days = _days(context.args or [])
        if days is None:
            return await self._reply(update, context, self._report_usage)
        return await self._reply(update, context, partial(self._report, days))

    async def pause(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Answer no citizen until /lanjut; what follows the command is told them."""
        return await self._reply(update, context, partial(self._pause, update))

    async def resume(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Outcome | None:
        """Answer citizens again."""
        return await self._reply(update, context, partial(self._resume, update))

    async def _reply(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        work: Callable[[str], str],
    ) -> Outcome | None:
        """Send what `work` makes, in the storage's thread, given the reader's language."""
        message = update.effective_message
        if message is None:
            return None
        language = await self.language(update)
        try:
            text = await self.storage.run(partial(work, language))
        except StorageError as error:
            _log.error("a command of staff failed: %s", type(error).__name__)
            text = self._text("failed", language, fault=type(error).__name__)
        return await Delivery(context.bot).deliver(render_notice(text), message.chat_id)

    def _status(self, language: str) -> str:
        status, now = self.look(), self.clock()
        day = Summary(self.storage.questions.counts(now - SECONDS_A_DAY))
        build = status.build or self._text("no_build", language)
        if status.build:
            age = duration_text(status.build_age, language, self.catalogue)
            build = self._text("build", language, build=status.build, age=age)
        return self._text(
            "status",
            language,
            state=self._state(language, now),
            build=build,
            waiting=status.waiting,
            uptime=duration_text(status.uptime, language, self.catalogue),
            version=status.version,
            total=day.total,
            errors=day.errors,
        )

    def _state(self, language: str, now: float) -> str:
        pause = self.storage.staff.paused()
        if pause is None:
            return self._text("state_answering", language)
        span = duration_text(now - pause.since, language, self.catalogue)
        return self._text("state_paused", language, span=span) + self._shown(pause.reason, language)

    def _report(self, days: int, language: str) -> str:
        report = read_report(self.storage, days, self.clock(), self.stems)
        return report_text(report, language, self.catalogue)

    def _report_usage(self, language: str) -> str:
        return self._text("report_usage", language, most=MOST_DAYS)

    def _pause(self, update: Update, language: str) -> str:
        reason = _reason(update.effective_message)
        if len(reason) > LONGEST_REASON:
            return self._text("pause_too_long", language, length=len(reason), limit=LONGEST_REASON)
        now, admin = self.clock(), self._admin(update)
        if not self.storage.staff.pause(reason, admin, now, update.update_id):
            return self._state(language, now)
        _log.warning("answers were paused by staff")
        return self._text("paused", language) + self._shown(reason, language)

    def _resume(self, update: Update, language: str) -> str:
        if self.storage.staff.paused() is None:
            return self._text("not_paused", language)
        now, admin = self.clock(), self._admin(update)
        if not self.storage.staff.resume(admin, now, update.update_id):
            return self._state(language, now)
        _log.warning("answers were resumed by staff")
        return self._text("resumed", language)

    def _admin(self, update: Update) -> str:
        user = update.effective_user
        return self.storage.key.hashed(user.id) if user else ""

    def _shown(self, reason: str, language: str) -> str:
        """Give what citizens read while answers are paused."""
        return "\n\n" + self.catalogue.text("telegram.paused", language, reason=reason).strip()

    def _text(self, key: str, language: str, **values: object) -> str:
        return self.catalogue.text(f"staff.{key}", language, **values)


def _days(arguments: list[str]) -> int | None:
    if not arguments:
        return DEFAULT_DAYS
    first = arguments[0]
    if len(arguments) > 1 or not (first.isascii() and first.isdecimal()):
        return None
    days = int(first) if len(first) <= len(str(MOST_DAYS)) else 0
    return days if 1 <= days <= MOST_DAYS else None


def _reason(message: Message | None) -> str:
    """Give what follows the command, its lines kept."""
    words = ((message.text if message else None) or "").split(maxsplit=1)
    return words[1].strip() if len(words) > 1 else ""
