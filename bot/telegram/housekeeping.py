"""What is done beside answering: what is too old is deleted, faults and a backlog are told."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from bot.storage.erasing import purge
from bot.storage.errors import StorageError
from bot.storage.store import Storage
from bot.telegram.alerts import AlertKind, Alerts
from bot.telegram.hand_over import SECONDS_DRAFTS_KEPT

# A purge writes the file anew, which takes seconds for a large one.
SECONDS_BETWEEN_PURGES = 86_400.0
SECONDS_BETWEEN_LOOKS = 60.0
# At ten answers a second these wait for half a minute.
BACKLOG = 300

Sleep = Callable[[float], Awaitable[None]]

_log = logging.getLogger(__name__)


async def keep_house(
    storage: Storage,
    alerts: Alerts,
    retention_days: int,
    build_fault: Callable[[], str] = str,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] = time.time,
) -> None:
    """Look after the storage until cancelled, and tell while the published build does not serve."""
    purged_at = float("-inf")
    while True:
        if fault := build_fault():
            await alerts.report(AlertKind.BUILD, fault)
        try:
            if clock() - purged_at >= SECONDS_BETWEEN_PURGES:
                count = await storage.run(partial(purge, storage.database, clock(), retention_days))
                purged_at = clock()
                _log.info("%d records were older than their retention and deleted", count)
            await storage.run(partial(storage.drafts.drop_older, clock() - SECONDS_DRAFTS_KEPT))
            depth = await storage.run(storage.inbox.depth)
            if depth > BACKLOG:
                await alerts.report(AlertKind.BACKLOG, str(depth))
        except StorageError as error:
            _log.error("the storage could not be looked after: %s", type(error).__name__)
            await alerts.report(AlertKind.STORAGE, type(error).__name__)
        await sleep(SECONDS_BETWEEN_LOOKS)
