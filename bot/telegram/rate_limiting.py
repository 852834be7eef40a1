"""Keeps the bot's calls within Telegram's overall limits, one chat apart from the others.

On "Too Many Requests" AIORateLimiter's own retries hold back every call of the bot until the wait
of one chat is over. So it does not retry here: `Delivery` waits and tries again for its own chat.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

# What the Bot API gives back, decoded.
ApiResult = bool | dict[str, Any] | list[dict[str, Any]]

# Nobody misses these calls; they take no share of what answers may use.
COURTESIES = frozenset(
    {
        "sendChatAction",
        "sendMessageDraft",
        "setMyCommands",
        "setMyDescription",
        "setMyShortDescription",
    }
)


class AnswersFirstLimiter(AIORateLimiter):
    """Spaces the calls that carry an answer; lets courtesies pass or fail at once."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, ApiResult]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> ApiResult:
        """Run one call of the Bot API."""
        if endpoint in COURTESIES:
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )
