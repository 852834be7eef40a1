"""Sends rendered messages, once each as far as the Bot API lets us know.

What a failed send means, and what is done:

- flood control (RetryAfter): not sent; wait as told, try again.
- no connection (connect errors and timeouts), no free one (pool timeout), a request that did not go
  out whole (write timeout): certainly not sent; try again.
- a gateway's error page, a connection that broke: in practice not sent (mostly a kept-alive
  connection that the server had closed); try again, at the price of a message that comes twice.
- no reply in time although the request went out whole: most likely sent. It is not sent again: with
  a read timeout of many seconds, a lost reply is the likelier case, and two equal answers confuse.
- a refusal of the HTML: send the plain text instead; then without the buttons.
- the citizen blocked the bot: drop the rest.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

import httpx
from telegram import ForceReply, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.telegram.keyboards import reply_markup
from bot.telegram.rendering import RenderedMessage

# With these pauses a message is tried for some ten minutes, which outlives a restart of the Bot
# API; what still fails then stays in the inbox for the next start.
ATTEMPTS = 25
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0

Sleep = Callable[[float], Awaitable[None]]
# Is told the id of each message that Telegram took.
Taken = Callable[[int], None]
Markup = InlineKeyboardMarkup | ForceReply | None

_log = logging.getLogger(__name__)


def forget(message_id: int) -> None:
    """Need no id."""


class MessageSender(Protocol):
    """The part of `telegram.Bot` that delivery needs."""

    async def send_message(
        self,
        chat_id: int | str,
        text: str,
        *,
        parse_mode: Any = ...,
        reply_parameters: ReplyParameters | None = ...,
        reply_markup: InlineKeyboardMarkup | ForceReply | None = ...,
        message_thread_id: int | None = ...,
    ) -> Any:
        """Send one message."""


class Outcome(StrEnum):
    """How the delivery of an answer ended."""

    DELIVERED = "delivered"
    UNCERTAIN = "uncertain"
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends messages in order, with a bounded number of attempts for each."""

    sender: MessageSender
    sleep: Sleep = asyncio.sleep
    attempts: int = ATTEMPTS
    taken: Taken = forget

    async def deliver(
        self,
        messages: Sequence[RenderedMessage],
        chat_id: int,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Outcome:
        """Send all messages, the first as a reply; stop at the first that cannot be sent."""
        outcome = Outcome.DELIVERED
        where = _Where(chat_id, thread_id, _reply(reply_to))
        for message in messages:
            sent = await self._send(message, where)
            if sent in (Outcome.BLOCKED, Outcome.FAILED):
                return sent
            if sent is Outcome.UNCERTAIN:
                outcome = sent
            where = replace(where, reply=None)
        return outcome

    async def _send(self, message: RenderedMessage, where: "_Where") -> Outcome:
        buttons = reply_markup(message.keyboard, message.asks)
        forms = [(message.html, ParseMode.HTML, buttons), (message.plain, None, buttons)]
        if buttons is not None:
            forms.append((message.plain, None, None))
        for text, parse_mode, markup in forms:
            try:
                return await self._persist(text, parse_mode, markup, where)
            except BadRequest:
                # The description quotes the message, so it is not logged.
                _log.warning("the Bot API refused the form of a message; sending a plainer one")
        _log.error("the Bot API refused a message even as plain text")
        return Outcome.FAILED

    async def _persist(
        self, text: str, parse_mode: ParseMode | None, markup: Markup, where: "_Where"
    ) -> Outcome:
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, self.attempts + 1):
            try:
                sent = await self.sender.send_message(
                    where.chat_id,
                    text,
                    parse_mode=parse_mode,
                    reply_parameters=where.reply,
                    reply_markup=markup,
                    message_thread_id=where.thread_id,
                )
            except BadRequest:
                raise
            except Forbidden:
                _log.info("a message was dropped: the citizen blocked the bot")
                return Outcome.BLOCKED
            except TelegramError as error:
                if may_have_arrived(error):
                    _log.warning("the Bot API gave no reply in time; the message may have arrived")
                    return Outcome.UNCERTAIN
                _log.warning("sending failed, attempt %d: %s", attempt, type(error).__name__)
                if attempt < self.attempts:
                    await self.sleep(_seconds_to_wait(error, pause))
                    pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            else:
                self.taken(sent.message_id)
                return Outcome.DELIVERED
        _log.error("a message was given up after %d attempts", self.attempts)
        return Outcome.FAILED


@dataclass(frozen=True, slots=True)
class _Where:
    """The chat, its topic thread, and the message that is replied to."""

    chat_id: int
    thread_id: int | None
    reply: ReplyParameters | None


def may_have_arrived(error: TelegramError) -> bool:
    """Tell whether the request went out whole and only its reply is missing."""
    return isinstance(error, TimedOut) and not isinstance(
        error.__cause__, httpx.ConnectTimeout | httpx.PoolTimeout | httpx.WriteTimeout
    )


def _seconds_to_wait(error: TelegramError, pause: float) -> float:
    if not isinstance(error, RetryAfter):
        return pause
    told = error.retry_after
    return float(told) if isinstance(told, int) else told.total_seconds()


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)
