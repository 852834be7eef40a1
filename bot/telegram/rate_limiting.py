"""Flood control that courtesies cannot trip."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

# What the Bot API gives back, decoded.
ApiResult = bool | dict[str, Any] | list[dict[str, Any]]

# AIORateLimiter's own default is 0.
MAX_RETRIES = 3

# On "Too Many Requests" AIORateLimiter holds back every call of the bot until the wait is over.
# Nobody misses these calls, so their failure must not hold back an answer.
COURTESIES = frozenset(
    {"sendChatAction", "setMyCommands", "setMyDescription", "setMyShortDescription"}
)


class AnswersFirstLimiter(AIORateLimiter):
    """Limits and repeats calls that carry an answer; lets courtesies fail at once."""

    def __init__(self) -> None:
        super().__init__(max_retries=MAX_RETRIES)

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
