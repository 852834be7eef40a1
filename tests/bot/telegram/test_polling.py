"""Fetching: what is fetched is stored before it is confirmed, and whoever interferes is named."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import SecondPollerError, WebhookTakenOverError
from bot.storage.errors import StorageError
from bot.telegram.polling import CONFLICTS_BEFORE_STOP, serve
from bot.telegram.running import Receiving
from tests.bot.telegram.scripted_api import (
    NO_WEBHOOK,
    ListIntake,
    RefusedError,
    ScriptedApi,
    application_with,
    no_wait,
    update_json,
)

WEBHOOK = {**NO_WEBHOOK, "url": "https://other.example.org/secret-path"}


class _Updates:
    """One waiting update, until an offset confirms it."""

    def __init__(self) -> None:
        self.offsets: list[int] = []

    async def __call__(self, parameters: dict[str, Any]) -> Any:
        offset = int(parameters.get("offset", 0))
        self.offsets.append(offset)
        if offset <= 1:
            return [update_json(1)]
        await asyncio.sleep(0.001)
        return []


@asynccontextmanager
async def _running(
    api: ScriptedApi, intake_of: type[ListIntake] = ListIntake
) -> AsyncIterator[tuple[ListIntake, list[int], asyncio.Event]]:
    application, handled = application_with(api)
    intake, receiving, stop = intake_of(application), Receiving(), asyncio.Event()
    task = asyncio.create_task(
        serve(application, stop, no_wait, intake=intake, receiving=receiving)
    )
    yield intake, handled, stop
    stop.set()
    await task
    assert await receiving.fault() == "stopping"


class _FullIntake(ListIntake):
    """Cannot store at first."""

    async def accept(self, updates: Any) -> int:
        """Fail once."""
        if not self.asked.is_set():
            self.asked.set()
            raise StorageError("full")
        return await super().accept(updates)


async def test_what_could_not_be_stored_is_fetched_again() -> None:
    """It is not confirmed before, so the server still has it."""
    updates = _Updates()
    api = ScriptedApi(getUpdates=updates)
    async with _running(api, _FullIntake) as (_, handled, _):
        await api.called("getUpdates", 3)
    assert updates.offsets[:3] == [0, 0, 2]
    assert handled == [1]


async def test_a_stop_while_storing_waits_for_it() -> None:
    """What was fetched is stored, handled and confirmed."""
    updates = _Updates()
    async with _running(ScriptedApi(getUpdates=updates)) as (intake, handled, stop):
        intake.open.clear()
        await intake.wait_until_asked()
        stop.set()
        await asyncio.sleep(0.01)
        intake.open.set()
    assert handled == [1]
    assert updates.offsets == [0, 2]


async def test_a_webhook_that_is_removed_is_named(caplog: pytest.LogCaptureFixture) -> None:
    """By its host: the path may be its secret."""
    caplog.set_level(logging.INFO)
    api = ScriptedApi(getWebhookInfo=lambda parameters: WEBHOOK, getUpdates=_Updates())
    async with _running(api):
        await api.called("getUpdates")
    assert api.calls_of("deleteWebhook")
    assert "a webhook at other.example.org was set" in caplog.text
    assert "secret-path" not in caplog.text


@pytest.mark.parametrize(
    ("info", "error"),
    [(WEBHOOK, WebhookTakenOverError), (NO_WEBHOOK, SecondPollerError)],
)
async def test_lasting_conflicts_are_explained(
    info: dict[str, Any], error: type[Exception]
) -> None:
    """Either another program fetches, or it has the messages sent to itself."""

    def refuse(parameters: dict[str, Any]) -> Any:
        raise RefusedError(409, "Conflict: terminated by other getUpdates request")

    api = ScriptedApi(getWebhookInfo=lambda parameters: info, getUpdates=refuse)
    application, _ = application_with(api)
    intake = ListIntake(application)
    with pytest.raises(error):
        await serve(application, asyncio.Event(), no_wait, intake=intake, receiving=Receiving())
    assert len(api.calls_of("getUpdates")) == CONFLICTS_BEFORE_STOP
