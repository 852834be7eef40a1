"""The scripted Bot API, as strict as Telegram with what the bot sends."""

import json
from itertools import count
from typing import Any

from telegram.request import RequestData

from tests.bot.telegram.scripted_api import Parameters, RefusedError, ScriptedApi
from tests.bot_api_double import ApiError, checked_text
from tests.bot_api_double.rules import check_keyboard


class StrictApi(ScriptedApi):
    """Refuses messages that Telegram refuses, and all calls of the methods in `broken`."""

    def __init__(self) -> None:
        super().__init__(sendMessage=self._take, answerGuestQuery=_shared)
        self.broken: set[str] = set()
        self.files: list[bytes] = []
        self._numbers = count(900)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Carry out one call."""
        if request_data is not None and request_data.multipart_data:
            contents = [content for _, content, _ in request_data.multipart_data.values()]
            self.files += [content for content in contents if isinstance(content, bytes)]
        if url.rpartition("/")[2] in self.broken:
            return 400, b'{"ok": false, "error_code": 400, "description": "Bad Request"}'
        return await super().do_request(url, method, request_data)

    def _take(self, parameters: Parameters) -> dict[str, Any]:
        try:
            checked_text(parameters["text"], parameters.get("parse_mode", ""))
            check_keyboard(json.dumps(parameters.get("reply_markup", "")).strip('"'))
        except ApiError as error:
            raise RefusedError(error.code, error.description) from error
        chat = {"id": parameters["chat_id"], "type": "private"}
        return {"message_id": next(self._numbers), "date": 1, "chat": chat, "text": "x"}


def _shared(parameters: Parameters) -> dict[str, Any]:
    return {"inline_message_id": "g"}
