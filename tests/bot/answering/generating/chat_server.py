"""A server on this machine that speaks the protocol of OpenAI's chat models, and fails to order."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tests.bot.answering.generating.doubles import reply_json

_START_SECONDS = 10.0
_PIECE_CHARACTERS = 40
_SLOW_SECONDS = 30.0
_HTML = b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with a request.

    `text` is what the model writes, piece by piece; with `drips` it pauses between the pieces and
    never ends, with `endless` it never ends. A `status` other than 200 comes with an error in JSON.
    `body` replaces all of that; `resets` ends the connection instead of an answer.
    """

    text: str = ""
    status: int = 200
    body: bytes | None = None
    resets: bool = False
    waits: bool = False
    drips: bool = False
    endless: bool = False


FAULTS: dict[str, Reply] = {
    "down": Reply(resets=True),
    "slow": Reply(waits=True),
    "dripping": Reply("{", drips=True),
    "busy": Reply(status=429),
    "failing": Reply(status=500),
    "refusing": Reply(status=401),
    "empty": Reply(""),
    "HTML": Reply(body=_HTML),
    "broken JSON": Reply('{"sentences": [{"text": "PPID menja'),
    "other JSON": Reply('{"answer": "10 hari"}'),
    "wrong language": Reply(reply_json(("Het antwoord komt binnen tien dagen.", [1]))),
    "invented numbers": Reply(reply_json(("PPID menjawab paling lambat 45 hari kerja.", [1]))),
    "unknown citation": Reply(reply_json(("PPID menjawab paling lambat 10 hari kerja.", [9]))),
    "endless": Reply("lagi dan " * 40, endless=True),
}


class ChatServer:
    """Serves `POST /v1/chat/completions` on a free port of 127.0.0.1 in a thread of its own.

    `reply` chooses what to do with each request; `requests` keeps them.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], Reply]) -> None:
        self.reply = reply
        self.requests: list[dict[str, Any]] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        config = uvicorn.Config(
            self._serve,
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="chat-server", daemon=True
        )

    def __enter__(self) -> Self:
        """Start, and wait until it serves."""
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            assert time.monotonic() < deadline, "the chat server did not start"
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        """End the server and its thread."""
        self._server.should_exit = True
        self._thread.join(_START_SECONDS)
        self._socket.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        asked: dict[str, Any] = json.loads(await request.body() or b"{}")
        self.requests.append(asked | {"authorization": request.headers.get("authorization", "")})
        reply = self.reply(asked)
        if reply.resets:
            # uvicorn's request cycle, whose bound method `send` is, is the only way to the socket
            send.__self__.transport.abort()  # type: ignore[attr-defined]
            return
        if reply.waits:
            await _until_gone(request)
            reply = Reply(body=b"")
        await _response(reply)(scope, receive, send)


async def _until_gone(request: Request) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_SLOW_SECONDS):
            while (await request.receive())["type"] != "http.disconnect":
                pass


def _response(reply: Reply) -> Response:
    if reply.body is not None:
        return Response(reply.body, reply.status, media_type="text/html")
    if reply.status != 200:
        error = {"message": "no", "type": "error", "param": None, "code": None}
        return JSONResponse({"error": error}, reply.status)
    return StreamingResponse(_events(reply), media_type="text/event-stream")


async def _events(reply: Reply) -> AsyncIterator[bytes]:
    yield _event({"role": "assistant", "content": ""})
    while reply.endless or reply.drips:
        yield _event({"content": reply.text})
        await asyncio.sleep(0.02 if reply.drips else 0)
    for start in range(0, len(reply.text), _PIECE_CHARACTERS):
        yield _event({"content": reply.text[start : start + _PIECE_CHARACTERS]})
    yield _event({}, "stop", {"prompt_tokens": 700, "completion_tokens": 50, "total_tokens": 750})
    yield b"data: [DONE]\n\n"


def _event(
    delta: dict[str, str], finish: str | None = None, usage: dict[str, int] | None = None
) -> bytes:
    event = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "double",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        "usage": usage,
    }
    return b"data: " + json.dumps(event).encode() + b"\n\n"
