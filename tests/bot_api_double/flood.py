"""Flood control: what a bot may send in which time before it gets 429.

Limits: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Edits count
as messages. How many drafts are taken is not documented; one a second is what clients show well.
"""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Self

SENDING = frozenset(
    {
        "sendmessage",
        "senddocument",
        "editmessagetext",
        "editmessagereplymarkup",
        "editmessagecaption",
    }
)
DRAFTING = frozenset({"sendmessagedraft"})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second in the long run, and `burst` at once."""

    a_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What is limited; None lets everything through. Only drafts are limited by default."""

    chat: Rate | None = None
    group: Rate | None = None
    overall: Rate | None = None
    drafts: Rate | None = Rate(1, 3)

    @classmethod
    def like_telegram(cls) -> Self:
        """Limit a chat to 1/s, a group to 20/min and all chats together to 30/s."""
        return cls(chat=Rate(1, 3), group=Rate(20 / 60, 20), overall=Rate(30, 30))


class FloodControl:
    """One bucket for each limit and chat; a refused call takes nothing from any."""

    def __init__(self, limits: FloodLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: dict[Hashable, tuple[float, float]] = {}

    def seconds_to_wait(self, method: str, chat_id: int) -> int:
        """Count a call and give 0, or give the whole seconds until it would be taken."""
        rates = self._rates(method.lower(), chat_id)
        now = self._clock()
        levels = {key: self._level(key, rate, now) for key, rate in rates.items()}
        wait = max(
            ((1 - level) / rates[key].a_second for key, level in levels.items()), default=0.0
        )
        # A level is a sum of floats, and a millionth of a call more or less is no flood.
        if wait > 1e-6:
            return math.ceil(wait)
        self._buckets |= {key: (level - 1, now) for key, level in levels.items()}
        return 0

    def _rates(self, method: str, chat_id: int) -> dict[Hashable, Rate]:
        limits = self._limits
        found: dict[Hashable, Rate | None] = {}
        if method in DRAFTING:
            found["drafts", chat_id] = limits.drafts
        if method in SENDING:
            found["chat", chat_id] = limits.chat
            found["group", chat_id] = limits.group if chat_id < 0 else None
            found["overall"] = limits.overall
        return {key: rate for key, rate in found.items() if rate is not None}

    def _level(self, key: Hashable, rate: Rate, now: float) -> float:
        level, at = self._buckets.get(key, (float(rate.burst), now))
        return min(float(rate.burst), level + (now - at) * rate.a_second)
