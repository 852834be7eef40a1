"""Methods that fetch updates, or have them delivered."""

import asyncio
import time
from typing import Any

from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.parameters import flag, integer
from tests.bot_api_double.records import Call
from tests.bot_api_double.updates import Json
from tests.bot_api_double.webhook_push import WebhookPush
from tests.bot_api_double.webhooks import (
    NO_WEBHOOK,
    Webhook,
    allowed_kinds,
    checked_webhook,
    is_wanted,
)
from tests.bot_api_double.world import World

LONGEST_POLL = 50.0
MOST_UPDATES = 100
_POLL_STEP = 0.005

_OTHER_POLL = "other getUpdates request; make sure that only one bot instance is running"
_OTHER_WEBHOOK = "setWebhook request"


async def get_updates(world: World, call: Call) -> Any:
    """Long polling; an offset confirms all updates below it, a second caller ends the first."""
    if world.webhook_url:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    timeout = float(integer(call.parameters, "timeout"))
    deadline = time.monotonic() + min(timeout, LONGEST_POLL)
    limit = min(max(integer(call.parameters, "limit", MOST_UPDATES), 1), MOST_UPDATES)
    allowed = allowed_kinds(call.parameters.get("allowed_updates"), world.allowed_updates)
    with world.changed:
        world.allowed_updates = allowed
        generation = _end_polls(world, _OTHER_POLL)
        _confirm(world, integer(call.parameters, "offset"))
    while True:
        with world.changed:
            if world.poll_generation != generation:
                raise ApiError(409, f"Conflict: terminated by {world.poll_ended_by}")
            found = [update for update in world.pending if _is_wanted(update, allowed)]
        if found or time.monotonic() >= deadline:
            return found[:limit]
        await asyncio.sleep(_POLL_STEP)


async def set_webhook(world: World, call: Call) -> Any:
    """Delivery by POST from now on; an empty address ends it."""
    webhook = checked_webhook(call.parameters, local=world.local_mode)
    allowed = allowed_kinds(call.parameters.get("allowed_updates"), world.allowed_updates)
    with world.changed:
        world.allowed_updates = allowed
        _switch(world, webhook, call)
    if webhook.url:
        task = asyncio.create_task(WebhookPush(world, webhook).run())
        world.tasks.add(task)
        task.add_done_callback(world.tasks.discard)
    return True


async def delete_webhook(world: World, call: Call) -> Any:
    """Back to polling."""
    with world.changed:
        _switch(world, NO_WEBHOOK, call)
    return True


async def get_webhook_info(world: World, call: Call) -> Any:
    """Where updates go, how many wait, and what went wrong last."""
    with world.changed:
        webhook = world.webhook
        info: Json = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(world.pending),
        }
        if webhook.url:
            info["max_connections"] = webhook.max_connections
        if world.allowed_updates:
            info["allowed_updates"] = list(world.allowed_updates)
        if world.webhook_faults:
            info["last_error_date"], info["last_error_message"] = world.webhook_faults[-1]
    return info


def _switch(world: World, webhook: Webhook, call: Call) -> None:
    world.webhook = webhook
    world.webhook_faults.clear()
    if webhook.url:
        _end_polls(world, _OTHER_WEBHOOK)
    if flag(call.parameters, "drop_pending_updates"):
        world.pending = []
    world.changed.notify_all()


def _end_polls(world: World, ended_by: str) -> int:
    world.poll_generation += 1
    world.poll_ended_by = ended_by
    return world.poll_generation


def _confirm(world: World, offset: int) -> None:
    if offset < 0:  # the last so many
        world.pending = world.pending[offset:]
    else:
        world.pending = [update for update in world.pending if update["update_id"] >= offset]


def _is_wanted(update: Json, allowed: tuple[str, ...]) -> bool:
    return any(is_wanted(kind, allowed) for kind in update if kind != "update_id")
