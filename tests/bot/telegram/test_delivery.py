"""What is sent, sent again, or dropped."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from telegram import ForceReply, InlineKeyboardMarkup, ReplyParameters
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.delivery import ATTEMPTS, Delivery, Outcome
from bot.telegram.keyboards import Button
from bot.telegram.rendering import RenderedMessage

CHAT = 4001
FIRST = RenderedMessage("<b>satu</b>", "satu")
SECOND = RenderedMessage("<b>dua</b>", "dua")


@dataclass
class FakeSender:
    """A bot that meets the given failures in turn, then takes everything."""

    failures: list[TelegramError] = field(default_factory=list)
    taken: list[tuple[str, str | None, int | None]] = field(default_factory=list)
    tries: int = 0
    buttons_refused: bool = False

    async def send_message(
        self,
        chat_id: int | str,
        text: str,
        *,
        parse_mode: Any = None,
        reply_parameters: ReplyParameters | None = None,
        reply_markup: InlineKeyboardMarkup | ForceReply | None = None,
        message_thread_id: int | None = None,
    ) -> SimpleNamespace:
        """Fail as scripted, or take the message."""
        self.tries += 1
        if self.failures:
            raise self.failures.pop(0)
        if self.buttons_refused and reply_markup is not None:
            raise BadRequest("BUTTON_URL_INVALID")
        reply_to = reply_parameters.message_id if reply_parameters else None
        self.taken.append((text, parse_mode, reply_to))
        return SimpleNamespace(message_id=100 + len(self.taken))


@dataclass
class FakeClock:
    """Remembers how long it was told to sleep."""

    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Pass no time."""
        self.slept.append(seconds)


def _timed_out(cause: Exception | None) -> TimedOut:
    error = TimedOut()
    error.__cause__ = cause
    return error


async def test_messages_go_out_in_order_and_the_first_is_a_reply() -> None:
    """A long answer hangs on its question by its first message."""
    sender = FakeSender()
    outcome = await Delivery(sender).deliver([FIRST, SECOND], CHAT, reply_to=7)
    assert outcome is Outcome.DELIVERED
    assert sender.taken == [("<b>satu</b>", "HTML", 7), ("<b>dua</b>", "HTML", None)]


async def test_whoever_sends_learns_the_ids_of_what_arrived() -> None:
    """A reply to one of them can then be told from other messages."""
    ids: list[int] = []
    sender = FakeSender([NetworkError("x"), _timed_out(httpx.ReadTimeout("x"))])
    outcome = await Delivery(sender, FakeClock().sleep, taken=ids.append).deliver(
        [FIRST, SECOND, SECOND], CHAT
    )
    assert outcome is Outcome.UNCERTAIN
    assert ids == [101, 102]


async def test_refused_html_goes_out_as_plain_text() -> None:
    """Formatting is worth less than the answer."""
    sender = FakeSender([BadRequest("Can't parse entities: unsupported start tag")])
    outcome = await Delivery(sender).deliver([FIRST], CHAT)
    assert outcome is Outcome.DELIVERED
    assert sender.taken == [("satu", None, None)]


async def test_flood_control_is_waited_for_as_told() -> None:
    """The Bot API says how long to wait."""
    sender, clock = FakeSender([RetryAfter(timedelta(seconds=3))]), FakeClock()
    outcome = await Delivery(sender, clock.sleep).deliver([FIRST], CHAT)
    assert outcome is Outcome.DELIVERED
    assert clock.slept == [3.0]


async def test_a_lost_connection_is_tried_again_with_growing_pauses() -> None:
    """An outage of seconds loses nothing."""
    sender, clock = FakeSender([NetworkError("x"), NetworkError("x")]), FakeClock()
    outcome = await Delivery(sender, clock.sleep).deliver([FIRST], CHAT)
    assert outcome is Outcome.DELIVERED
    assert clock.slept == [0.5, 1.0]
    assert len(sender.taken) == 1


async def test_attempts_are_bounded() -> None:
    """A chat is not blocked for ever; the rest of the answer is dropped with the first part."""
    sender, clock = FakeSender([NetworkError("x")] * 99), FakeClock()
    outcome = await Delivery(sender, clock.sleep).deliver([FIRST, SECOND], CHAT)
    assert outcome is Outcome.FAILED
    assert sender.tries == ATTEMPTS
    assert len(clock.slept) == ATTEMPTS - 1


@pytest.mark.parametrize("cause", [None, httpx.ReadTimeout("x")])
async def test_a_message_that_may_have_arrived_is_not_sent_twice(cause: Exception | None) -> None:
    """Where only the reply is missing, the rest of the answer follows without a repetition."""
    sender = FakeSender([_timed_out(cause)])
    outcome = await Delivery(sender).deliver([FIRST, SECOND], CHAT)
    assert outcome is Outcome.UNCERTAIN
    assert [text for text, _, _ in sender.taken] == ["<b>dua</b>"]


def _not_connected() -> NetworkError:
    error = NetworkError("httpx.ConnectError: refused")
    error.__cause__ = httpx.ConnectError("refused")
    return error


@pytest.mark.parametrize(
    "error",
    [
        _not_connected(),
        _timed_out(httpx.ConnectTimeout("x")),
        _timed_out(httpx.PoolTimeout("x")),
        _timed_out(httpx.WriteTimeout("x")),
    ],
    ids=["refused", "connect timeout", "pool timeout", "write timeout"],
)
async def test_a_message_that_never_left_is_sent_again(error: TelegramError) -> None:
    """Without a connection, or with half of the request sent, nothing can have arrived."""
    sender, clock = FakeSender([error]), FakeClock()
    outcome = await Delivery(sender, clock.sleep).deliver([FIRST], CHAT)
    assert outcome is Outcome.DELIVERED
    assert len(sender.taken) == 1


async def test_a_citizen_who_blocked_the_bot_is_left_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The rest is dropped, and the log says so without a word of the answer."""
    caplog.set_level("DEBUG")
    sender = FakeSender([Forbidden("Forbidden: bot was blocked by the user")])
    outcome = await Delivery(sender).deliver([FIRST, SECOND], CHAT)
    assert outcome is Outcome.BLOCKED
    assert sender.tries == 1
    assert "blocked" in caplog.text
    assert "satu" not in caplog.text


async def test_a_message_refused_in_both_forms_is_given_up() -> None:
    """A refusal is final."""
    sender = FakeSender([BadRequest("x"), BadRequest("x")])
    assert await Delivery(sender).deliver([FIRST], CHAT) is Outcome.FAILED
    assert sender.tries == 2


async def test_refused_buttons_are_left_out() -> None:
    """An answer without its buttons is better than none."""
    sender = FakeSender(buttons_refused=True)
    keyboard = ((Button("Buka", url="https://ppid.example.go.id"),),)
    message = RenderedMessage("<b>satu</b>", "satu", keyboard)
    assert await Delivery(sender).deliver([message], CHAT) is Outcome.DELIVERED
    assert sender.taken == [("satu", None, None)]
