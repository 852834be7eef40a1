"""Lets updates in over HTTP, and only from the Bot API."""

import asyncio
import hmac
import json
import logging
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from telegram import Update
from telegram.ext import ExtBot

from bot.faults import where
from bot.telegram.running import Intake, Receiving

# https://core.telegram.org/bots/api#setwebhook
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

# Updates are some kilobytes; the Bot API sends files by reference.
LARGEST_BODY = 1_000_000
BODY_SECONDS = 10.0

_log = logging.getLogger(__name__)


class UpdateDoor:
    """Lets in updates that the Bot API sends, and replies only when they are stored."""

    def __init__(self, bot: ExtBot[Any], intake: Intake, receiving: Receiving, secret: str) -> None:
        self._bot = bot
        self._intake = intake
        self._receiving = receiving
        self._secret = secret.encode()

    async def take(self, request: Request) -> Response:
        """Take one update in; every status but 200 makes the Bot API send it again."""
        shown = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(shown, self._secret):
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return Response(status_code=415)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        if body is None:
            return Response(status_code=413)
        update = self._read(body)
        return Response(status_code=400) if update is None else await self._keep(update)

    def _read(self, body: bytes) -> Update | None:
        try:
            return Update.de_json(json.loads(body), self._bot)
        except Exception as error:  # noqa: BLE001 - the library raises many kinds on odd updates
            _log.error("an update cannot be read: %s", where(error))
            return None

    async def _keep(self, update: Update) -> Response:
        try:
            await self._intake.accept([update])
        except Exception as error:  # noqa: BLE001 - whatever failed, the update must come again
            # Its text could quote the message.
            _log.error("an update is not stored and will come again: %s", where(error))
            return Response(status_code=503)
        self._receiving.note()
        return Response()


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
