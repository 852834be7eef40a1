"""A citizen's word stops what is being answered."""

import asyncio

import pytest

from bot.telegram.cancelling import CalledOffError, Cancellations

CHAT = 4001


async def _answer(text: str = "jawaban") -> str:
    await asyncio.sleep(0)
    return text


async def _never() -> str:
    await asyncio.Event().wait()
    return ""


async def test_work_that_nobody_calls_off_gives_its_result() -> None:
    """Also its failure."""
    cancellations = Cancellations()
    assert await cancellations.run(CHAT, 1, _answer()) == "jawaban"


async def test_calling_off_ends_what_is_under_way_and_what_came_before() -> None:
    """What is asked afterwards is answered."""
    cancellations = Cancellations()
    running = asyncio.create_task(cancellations.run(CHAT, 1, _never()))
    await asyncio.sleep(0)
    assert cancellations.call_off(CHAT, 3)
    with pytest.raises(CalledOffError):
        await running
    with pytest.raises(CalledOffError):
        await cancellations.run(CHAT, 2, _answer())
    assert await cancellations.run(CHAT, 4, _answer()) == "jawaban"


async def test_other_chats_go_on() -> None:
    """Calling off is a chat's own."""
    cancellations = Cancellations()
    assert not cancellations.call_off(CHAT + 1, 9)
    assert await cancellations.run(CHAT, 1, _answer()) == "jawaban"
