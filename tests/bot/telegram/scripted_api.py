"""The Bot API inside the test's process: replies as scripted, and keeps what was called."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, TypeHandler
from telegram.request import BaseRequest, RequestData

from bot.telegram.processing import PerChatProcessor
from bot.telegram.running import TelegramApplication

TOKEN = "7000000001:AAscriptedscriptedscriptedscripted"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Suluh", "username": "suluh_test_bot"}
NO_WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}

Parameters = dict[str, Any]
Reply = Callable[[Parameters], Any]


class RefusedError(Exception):
    """What the Bot API answers with another status than 200."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


class ScriptedApi(BaseRequest):
    """Answers each method by a function of its parameters; the others with true."""

    def __init__(self, **replies: Reply) -> None:
        self.calls: list[tuple[str, Parameters]] = []
        self._replies: dict[str, Reply] = {
            "getMe": lambda parameters: BOT,
            "getWebhookInfo": lambda parameters: NO_WEBHOOK,
            **replies,
        }
        self._called = asyncio.Condition()

    @property
    def read_timeout(self) -> float:
        """As a request to a server has."""
        return 5.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Carry out one call."""
        name = url.rpartition("/")[2]
        parameters = request_data.parameters if request_data else {}
        async with self._called:
            self.calls.append((name, parameters))
            self._called.notify_all()
        try:
            result = self._replies.get(name, _true)(parameters)
            if asyncio.iscoroutine(result):
                result = await result
        except RefusedError as refused:
            reply = {"ok": False, "error_code": refused.status, "description": str(refused)}
            return refused.status, json.dumps(reply).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def calls_of(self, name: str) -> list[Parameters]:
        """Give the parameters of every call of a method."""
        return [parameters for called, parameters in self.calls if called == name]

    async def called(self, name: str, times: int = 1) -> list[Parameters]:
        """Wait until a method was called so often."""
        async with asyncio.timeout(10), self._called:
            await self._called.wait_for(lambda: len(self.calls_of(name)) >= times)
        return self.calls_of(name)


def _true(parameters: Parameters) -> Any:
    return True


class ListIntake:
    """Keeps updates in a list, and queues those that are new."""

    def __init__(self, application: TelegramApplication) -> None:
        self._queue = application.update_queue
        self.stored: list[int] = []
        self.fault: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    async def wait_until_asked(self) -> None:
        """Wait until updates came in."""
        await asyncio.wait_for(self.asked.wait(), 10)

    async def accept(self, updates: Sequence[Update]) -> int:
        """Store once `open` is set, or raise the `fault`."""
        self.asked.set()
        await self.open.wait()
        if self.fault is not None:
            raise self.fault
        new = [update for update in updates if update.update_id not in self.stored]
        for update in new:
            self.stored.append(update.update_id)
            await self._queue.put(update)
        return len(new)

    async def resume(self) -> int:
        """Have nothing left over."""
        return 0


def application_with(api: ScriptedApi) -> tuple[TelegramApplication, list[int]]:
    """Build an application over the scripted API; gives it and the ids of what it handles."""
    application: TelegramApplication = (
        ApplicationBuilder()
        .token(TOKEN)
        .request(api)
        .get_updates_request(api)
        .updater(None)
        .concurrent_updates(PerChatProcessor())
        .build()
    )
    handled: list[int] = []

    async def handle(update: Update, context: Any) -> None:
        handled.append(update.update_id)

    application.add_handler(TypeHandler(Update, handle))
    return application, handled


def update_json(update_id: int, text: str = "Berapa lama?") -> dict[str, Any]:
    """Give an update as the Bot API sends it."""
    person = {"id": 4001, "first_name": "Warga", "type": "private", "is_bot": False}
    message = {"message_id": update_id, "date": 1, "chat": person, "from": person, "text": text}
    return {"update_id": update_id, "message": message}


async def no_wait(seconds: float) -> None:
    """Wait for a moment only."""
    await asyncio.sleep(0.001)
