"""Delivers updates to the bot's webhook, each until it is taken.

As Telegram does: at most `max_connections` at once; the updates of a chat one after another, so
that one that is not taken holds up only its chat; the first repetition at once, the next ones later
each time, or when a Retry-After header says. Nothing is ever sent to another machine.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from tests.bot_api_double.records import Push
from tests.bot_api_double.webhooks import Webhook, is_wanted

if TYPE_CHECKING:
    from tests.bot_api_double.updates import Json
    from tests.bot_api_double.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
REPLY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})

_STEP_SECONDS = 0.005

Queue = tuple[str, int]


@dataclass(slots=True)
class _Held:
    """A queue whose first update was not taken."""

    until: float
    fails: int
    pause: float


class WebhookPush:
    """Delivers to one webhook for as long as it is set."""

    def __init__(self, world: World, webhook: Webhook) -> None:
        self._world = world
        self._webhook = webhook
        self._under_way: set[Queue] = set()
        self._held: dict[Queue, _Held] = {}

    async def run(self) -> None:
        """Deliver until another webhook is set, or none."""
        async with (
            httpx.AsyncClient(timeout=REPLY_SECONDS, trust_env=False) as client,
            asyncio.TaskGroup() as group,
        ):
            while self._world.webhook is self._webhook:
                for queue, update in self._due():
                    self._under_way.add(queue)
                    group.create_task(self._deliver(client, queue, update))
                await asyncio.sleep(_STEP_SECONDS)

    def _due(self) -> list[tuple[Queue, Json]]:
        world = self._world
        due: list[tuple[Queue, Json]] = []
        seen = set(self._under_way)
        with world.changed:
            world.pending = [u for u in world.pending if is_wanted(_kind(u), world.allowed_updates)]
            for update in world.pending:
                if len(self._under_way) + len(due) >= self._webhook.max_connections:
                    break
                queue = _queue(update)
                if queue in seen:
                    continue
                seen.add(queue)
                held = self._held.get(queue)
                if held is None or held.until <= time.monotonic():
                    due.append((queue, update))
        return due

    async def _deliver(self, client: httpx.AsyncClient, queue: Queue, update: Json) -> None:
        at = time.monotonic()
        status, fault, retry_after = await self._post(client, update)
        with self._world.changed:
            self._world.pushes.append(Push(update["update_id"], at, status))
            if not fault:
                self._held.pop(queue, None)
                self._world.pending = [u for u in self._world.pending if u is not update]
            else:
                self._world.webhook_faults.append((int(time.time()), fault))
                self._hold(queue, retry_after)
            self._under_way.discard(queue)
            self._world.changed.notify_all()

    def _hold(self, queue: Queue, retry_after: float) -> None:
        held = self._held.setdefault(queue, _Held(0.0, 0, self._world.webhook_retry_seconds))
        pause = retry_after
        if held.fails and not retry_after:
            held.pause = min(2 * held.pause, LONGEST_PAUSE_SECONDS)
            pause = held.pause
        held.fails += 1
        held.until = time.monotonic() + pause

    async def _post(self, client: httpx.AsyncClient, update: Json) -> tuple[int, str, float]:
        if self._webhook.host not in THIS_MACHINE:
            return 0, "Connection refused", 0.0
        headers = {SECRET_HEADER: self._webhook.secret} if self._webhook.secret else {}
        try:
            reply = await client.post(self._webhook.url, json=update, headers=headers)
        except httpx.ConnectError:
            return 0, "Connection refused", 0.0
        except httpx.TimeoutException:
            return 0, "Read timeout expired", 0.0
        except httpx.HTTPError:
            return 0, "Webhook connection closed", 0.0
        if reply.is_success:
            return reply.status_code, "", 0.0
        fault = f"Wrong response from the webhook: {reply.status_code} {reply.reason_phrase}"
        told = reply.headers.get("Retry-After", "")
        return reply.status_code, fault, float(told) if told.isdigit() else 0.0


def _kind(update: Json) -> str:
    return next(key for key in update if key != "update_id")


def _queue(update: Json) -> Queue:
    kind = _kind(update)
    content = update[kind]
    return kind, content["chat"]["id"] if "chat" in content else content["from"]["id"]
