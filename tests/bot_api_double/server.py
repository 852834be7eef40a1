"""Serves the double over HTTP in a thread of its own."""

from __future__ import annotations

import re
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.methods import carry_out
from tests.bot_api_double.records import Call
from tests.bot_api_double.request_bodies import read_request

if TYPE_CHECKING:
    from tests.bot_api_double.world import World

START_SECONDS = 10.0

_PATH = re.compile(r"/bot([^/]*)/([A-Za-z]+)")
_WELL_FORMED_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


class ServerThread:
    """A uvicorn server on a free port of 127.0.0.1."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    def start(self) -> None:
        """Bind, start the thread and wait until it serves."""
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self._serve,
            http="h11",
            ws="none",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="bot-api-double", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline:
                raise AssertionError("the Bot API double did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """End the server and wait for its thread."""
        if self._server is None or self._thread is None or self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join(START_SECONDS)
        self._socket.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        reply = await self._reply(Request(scope, receive))
        if reply is None:
            # uvicorn's request cycle, whose bound method `send` is, is the only way to the socket
            send.__self__.transport.abort()  # type: ignore[attr-defined]
            return
        await reply(scope, receive, send)

    async def _reply(self, request: Request) -> Response | None:
        path = _PATH.fullmatch(request.url.path)
        parameters, uploads = read_request(await request.body(), request)
        if path is None:
            return _refused(ApiError(404, "Not Found"))
        token, method = path.groups()
        if token != self._world.token:
            known_form = _WELL_FORMED_TOKEN.fullmatch(token)
            error = ApiError(401, "Unauthorized") if known_form else ApiError(404, "Not Found")
            return _refused(error)
        return await self._call(Call(method, parameters, uploads, time.monotonic()))

    async def _call(self, call: Call) -> Response | None:
        world = self._world
        with world.changed:
            fault = call.fault = world.fault_plan.take(call.method)
            world.calls.append(call)
            world.changed.notify_all()
        if fault is not None:
            await fault.wait()
        reply: Response | None = None
        if fault is None or fault.carried_out or not fault.replaces_reply:
            reply = await self._carried_out(call)
        if fault is not None and fault.replaces_reply:
            reply = None if fault.resets else Response(fault.body, fault.status)
        with world.changed:
            call.status = reply.status_code if reply else 0
            world.changed.notify_all()
        return reply

    async def _carried_out(self, call: Call) -> Response:
        try:
            return JSONResponse({"ok": True, "result": await carry_out(self._world, call)})
        except ApiError as error:
            call.description = error.description
            return _refused(error)


def _refused(error: ApiError) -> Response:
    reply: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        reply["parameters"] = error.parameters
    return JSONResponse(reply, error.code)
