"""Serves HTTP beside the bot, in its event loop, and ends when the bot says so."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from bot.errors import ListenError

LOCAL_HOST = "127.0.0.1"
# Requests under way may still be answered for so long after the end was called.
END_SECONDS = 10
# Many times what the Bot API opens; a flood cannot take all file handles.
MOST_CONNECTIONS = 500

_START_STEP_SECONDS = 0.01

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """A host and port to listen at; port 0 takes any free one."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "host:port", "[IPv6]:port" or "port"; without a host it is this machine alone.

        Raises:
            ListenError: it is no such address.
        """
        host, _, port = text.strip().rpartition(":")
        if not (port.isascii() and port.isdigit() and int(port) <= 65_535):
            raise ListenError(text, "it is not of the form host:port")
        return cls(host.strip("[]") or LOCAL_HOST, int(port))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class _Server(uvicorn.Server):
    """A server that leaves SIGTERM and SIGINT to the bot, which must drain first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, address: Address) -> AsyncIterator[Address]:
    """Serve until the end of the block, then finish the requests under way; gives the address.

    Raises:
        ListenError: nothing can listen at the address.
    """
    listening = _listen(address)
    bound = Address(address.host, listening.getsockname()[1])
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        log_config=None,
        access_log=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=END_SECONDS,
    )
    server = _Server(config)
    running = asyncio.ensure_future(server.serve([listening]))
    try:
        while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(_START_STEP_SECONDS)
        _log.info("listening at %s", bound)
        yield bound
    finally:
        server.should_exit = True
        await running


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family)
    except OSError as error:
        raise ListenError(str(address), error.strerror or type(error).__name__) from None
