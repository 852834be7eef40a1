"""Tells staff of faults that need them: seldom, and without a word of citizens."""

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from enum import StrEnum

from bot.messages.catalogue import NATIONAL_LANGUAGE, Catalogue
from bot.reporting.durations import duration_text
from bot.telegram.rendering import RenderedMessage, render_notice

SECONDS_BETWEEN = 900.0
# A single failed answer or refused call happens; this many in a quarter of an hour is a fault.
SEVERAL = 5
# An alert of the end (a second poller) must not hold it up for long.
CLOSING_SECONDS = 5.0

# Names of errors and statuses, and numbers too short for an id, an identity card or a phone.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,59}|[0-9]{1,6}")

_log = logging.getLogger(__name__)

# Sends messages to the private chat of one admin.
Send = Callable[[int, list[RenderedMessage]], Awaitable[object]]


class AlertKind(StrEnum):
    """The faults that staff are told of."""

    ANSWER_ERRORS = "answer_errors"
    BOT_API = "bot_api"
    STORAGE = "storage"
    SECOND_POLLER = "second_poller"
    BUILD = "build"
    BACKLOG = "backlog"


# How often a fault must happen within SECONDS_BETWEEN before it is told; else once.
LEAST_TIMES = {AlertKind.ANSWER_ERRORS: SEVERAL, AlertKind.BOT_API: SEVERAL}


class Alerts:
    """Counts faults and sends at most one message a kind every SECONDS_BETWEEN seconds.

    A message says how often the fault happened since the one before. Belongs to one event loop.
    """

    def __init__(
        self,
        admins: frozenset[int],
        send: Send,
        catalogue: Catalogue,
        clock: Callable[[], float] = time.monotonic,
        language: str = NATIONAL_LANGUAGE,
    ) -> None:
        self._admins = admins
        self._send = send
        self._catalogue = catalogue
        self._clock = clock
        self._language = language
        self._tallies = {kind: _Tally(LEAST_TIMES.get(kind, 1)) for kind in AlertKind}
        self._sending: set[asyncio.Task[None]] = set()

    async def report(self, kind: AlertKind, detail: str = "") -> None:
        """Count a fault and, where it is time, start telling staff; neither waits nor raises.

        `detail` names an error's class, a status or a number; anything else is left out, since it
        could quote a citizen.
        """
        told = self._tallies[kind].count(self._clock())
        if told is None:
            return
        times, seconds = told
        messages = render_notice(self._text(kind, times, seconds, detail))
        for admin in self._admins:
            task = asyncio.create_task(self._tell(admin, messages))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def close(self, seconds: float = CLOSING_SECONDS) -> None:
        """Wait a while for what is being sent, then give it up."""
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=seconds)
            for task in late:
                task.cancel()

    async def _tell(self, admin: int, messages: list[RenderedMessage]) -> None:
        try:
            await self._send(admin, messages)
        except Exception as error:  # noqa: BLE001 - a lost alert must harm nothing else
            _log.error("an alert was not sent: %s", type(error).__name__)

    def _text(self, kind: AlertKind, times: int, seconds: float, detail: str) -> str:
        text = self._catalogue.text
        return text(
            "staff.alert",
            self._language,
            what=text(f"staff.alert_{kind.value}", self._language),
            times=times,
            span=duration_text(seconds, self._language, self._catalogue),
            detail=detail if _NAME.fullmatch(detail) else "-",
        )


class _Tally:
    """How often one kind of fault happened since it was last told."""

    def __init__(self, least: int) -> None:
        self._recent: deque[float] = deque(maxlen=least)
        self._least = least
        self._first = 0.0
        self._times = 0
        self._told = float("-inf")

    def count(self, now: float) -> tuple[int, float] | None:
        """Count one; where it is time to tell, give how many in how many seconds."""
        if not self._times:
            self._first = now
        self._times += 1
        self._recent.append(now)
        is_often = len(self._recent) == self._least and now - self._recent[0] < SECONDS_BETWEEN
        if not is_often or now - self._told < SECONDS_BETWEEN:
            return None
        times, seconds = self._times, now - self._first
        self._told, self._times = now, 0
        return times, seconds
