"""Order within a chat, concurrency across chats."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from bot.telegram.processing import PerChatProcessor


def _update(update_id: int, chat_id: int) -> Update:
    message = Message(update_id, datetime.now(UTC), Chat(chat_id, Chat.PRIVATE))
    return Update(update_id, message=message)


def _work(name: str, log: list[str], pause: float) -> Awaitable[None]:
    async def work() -> None:
        log.append(f"{name} begins")
        await asyncio.sleep(pause)
        log.append(f"{name} ends")

    return work()


async def test_a_chat_is_handled_in_order() -> None:
    """The second question waits for the first, even if it is quicker."""
    processor, log = PerChatProcessor(), list[str]()
    await asyncio.gather(
        processor.process_update(_update(1, 10), _work("A1", log, 0.03)),
        processor.process_update(_update(2, 10), _work("A2", log, 0.0)),
        processor.process_update(_update(3, 10), _work("A3", log, 0.01)),
    )
    assert log == ["A1 begins", "A1 ends", "A2 begins", "A2 ends", "A3 begins", "A3 ends"]


async def test_chats_do_not_wait_for_each_other() -> None:
    """A slow answer in one chat holds up no other chat."""
    processor, log = PerChatProcessor(), list[str]()
    await asyncio.gather(
        processor.process_update(_update(1, 10), _work("A", log, 0.05)),
        processor.process_update(_update(2, 20), _work("B", log, 0.0)),
    )
    assert log == ["A begins", "B begins", "B ends", "A ends"]


async def test_locks_go_when_a_chat_falls_silent() -> None:
    """Memory does not grow with the number of citizens, also where handling fails."""

    async def fail() -> None:
        raise ValueError

    processor, log = PerChatProcessor(), list[str]()
    handle: Callable[[Update, Awaitable[None]], Awaitable[None]] = processor.process_update
    pending = [
        asyncio.ensure_future(handle(_update(1, 10), _work("A", log, 0.01))),
        asyncio.ensure_future(handle(_update(2, 10), fail())),
        asyncio.ensure_future(handle(_update(3, 20), _work("B", log, 0.01))),
    ]
    await asyncio.sleep(0)
    assert processor.busy_chats == 2
    await asyncio.gather(*pending, return_exceptions=True)
    assert processor.busy_chats == 0


async def test_an_update_without_a_chat_is_handled_at_once() -> None:
    """Not every update belongs to a chat."""
    processor, log = PerChatProcessor(), list[str]()
    await processor.process_update("something else", _work("X", log, 0.0))
    assert log == ["X begins", "X ends"]


async def test_an_update_is_finished_when_it_was_handled() -> None:
    """Not when it failed or was cut off, and not when its citizen got nothing."""
    finished: list[int] = []

    async def finish(update_id: int) -> None:
        finished.append(update_id)

    async def fail() -> None:
        raise ValueError

    processor, log = PerChatProcessor(finish), list[str]()

    async def keep() -> None:
        processor.keep_pending(3)

    await processor.process_update(_update(1, 10), _work("A", log, 0.0))
    with pytest.raises(ValueError):  # noqa: PT011 - it is the one raised above
        await processor.process_update(_update(2, 10), fail())
    await processor.process_update(_update(3, 10), keep())
    cut_off = asyncio.ensure_future(processor.process_update(_update(4, 10), _work("B", log, 9.0)))
    await asyncio.sleep(0)
    cut_off.cancel()
    await asyncio.gather(cut_off, return_exceptions=True)
    assert finished == [1]
    await processor.process_update(_update(3, 10), _work("C", log, 0.0))
    assert finished == [1, 3]


async def test_what_jumps_does_not_wait_for_its_chat() -> None:
    """It is finished like any other."""
    processor, log = PerChatProcessor(jumps=lambda update: update.update_id == 2), list[str]()
    await asyncio.gather(
        processor.process_update(_update(1, 10), _work("A1", log, 0.03)),
        processor.process_update(_update(2, 10), _work("A2", log, 0.0)),
    )
    assert log == ["A1 begins", "A2 begins", "A2 ends", "A1 ends"]


async def test_what_is_under_way_or_waits_is_counted() -> None:
    """By chat, and in all."""
    processor, log = PerChatProcessor(), list[str]()
    pending = [
        asyncio.ensure_future(processor.process_update(_update(n, chat), _work("A", log, 0.0)))
        for n, chat in ((1, 10), (2, 10), (3, 20))
    ]
    await asyncio.sleep(0)
    assert (processor.busy_chats, processor.waiting) == (2, 3)
    await asyncio.gather(*pending)
    assert (processor.busy_chats, processor.waiting) == (0, 0)
