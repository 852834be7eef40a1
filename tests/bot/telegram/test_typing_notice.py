"""The notice that an answer is being made."""

import asyncio
from dataclasses import dataclass, field

from telegram.error import NetworkError

from bot.telegram.typing_notice import typing_notice

CHAT, THREAD = 4001, 7


@dataclass
class FakeSender:
    """Remembers where the notice was shown, and may fail each time."""

    shown: list[tuple[int | str, str, int | None]] = field(default_factory=list)
    error: Exception | None = None

    async def send_chat_action(
        self, chat_id: int | str, action: str, message_thread_id: int | None = None
    ) -> None:
        """Show it."""
        self.shown.append((chat_id, action, message_thread_id))
        if self.error is not None:
            raise self.error


async def test_the_notice_is_repeated_until_the_answer_is_there() -> None:
    """Telegram shows it for five seconds only; in a forum it stands in its thread."""
    sender = FakeSender()
    async with typing_notice(sender, CHAT, THREAD, repeat_seconds=0.001):
        while len(sender.shown) < 3:  # noqa: ASYNC110 - what is waited for is the repetition
            await asyncio.sleep(0.001)
    count = len(sender.shown)
    await asyncio.sleep(0.01)
    assert len(sender.shown) == count
    assert set(sender.shown) == {(CHAT, "typing", THREAD)}


async def test_its_failures_are_borne() -> None:
    """Also those of an unexpected kind."""
    for error in (NetworkError("x"), RuntimeError("x")):
        async with typing_notice(FakeSender(error=error), CHAT):
            await asyncio.sleep(0)
