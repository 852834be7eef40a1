"""Calls the Bot API and counts how the calls end."""

from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.telegram.metrics import Metrics


class MeasuredRequest(HTTPXRequest):
    """An `HTTPXRequest`, with all its settings, that counts statuses and failed connections."""

    __slots__ = ("_metrics",)

    def __init__(self, metrics: Metrics, **settings: Any) -> None:
        super().__init__(**settings)
        self._metrics = metrics

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one call; gives its status and body."""
        try:
            code, body = await super().do_request(*args, **kwargs)
        except NetworkError:
            self._metrics.called(None)
            raise
        self._metrics.called(code)
        return code, body
