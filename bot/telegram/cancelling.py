"""Lets a citizen call off what is being answered and what waits behind it."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

# What was called off so long ago that this many others did so since is answered by now.
MOST_CHATS = 1_000


class CalledOffError(Exception):
    """The citizen called the question off; nothing is to be sent."""


class Cancellations:
    """What is being answered in each chat; used from the event loop only."""

    def __init__(self) -> None:
        self._running: dict[int, asyncio.Future[None]] = {}
        self._before: OrderedDict[int, int] = OrderedDict()

    async def run(self, chat_id: int, update_id: int, work: Coroutine[Any, Any, Result]) -> Result:
        """Do the work of one update, unless or until the chat calls it off.

        Raises:
            CalledOffError: it was called off; work that runs in a thread ends there unseen.
        """
        if update_id < self._before.get(chat_id, 0):
            work.close()
            raise CalledOffError
        called_off = asyncio.get_running_loop().create_future()
        self._running[chat_id] = called_off
        working = asyncio.ensure_future(work)
        try:
            await asyncio.wait({working, called_off}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise CalledOffError
        finally:
            del self._running[chat_id]
            working.cancel()
            called_off.cancel()

    def call_off(self, chat_id: int, update_id: int) -> bool:
        """Stop what the chat asked before this update; tells whether anything was under way."""
        self._before[chat_id] = update_id
        if len(self._before) > MOST_CHATS:
            self._before.popitem(last=False)
        running = self._running.get(chat_id)
        if running is None or running.done():
            return False
        running.set_result(None)
        return True
