"""The server: raw sockets, because a server library would refuse to misbehave."""

import contextlib
import socket
import ssl
import threading
from types import TracebackType

from tests.hostile_site.faults import FAULTS, no_robots
from tests.hostile_site.visit import Fault, Visit

_LONGEST_HEAD = 65536


class HostileSite:
    """Serves `/NAME` by the fault of that name, until it is left.

    Args:
        tls: serve https with this certificate.

    Attributes:
        endpoint: `127.0.0.1:port`.
        heads: every request head it was sent.
    """

    def __init__(
        self, robots: Fault = no_robots, tls: ssl.SSLContext | None = None, **pages: Fault
    ) -> None:
        self._tls = tls
        self.heads: list[str] = []
        self._pages: dict[str, Fault] = {"robots.txt": robots, **FAULTS, **pages}
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port: int = self._listener.getsockname()[1]
        self.endpoint = f"127.0.0.1:{self._port}"

    def __enter__(self) -> "HostileSite":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):  # wakes the thread that accepts
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def url(self, path: str) -> str:
        """Give the address of a page."""
        return f"http://{self.endpoint}/{path}"

    def asked(self, path: str) -> int:
        """Count the requests for a page."""
        return sum(head.startswith(f"GET /{path} ") for head in self.heads)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(30)
            if self._tls is None:
                self._answer(connection)
                return
            with self._tls.wrap_socket(connection, server_side=True) as secured:
                self._answer(secured)

    def _answer(self, connection: socket.socket) -> None:
        head = _read_head(connection)
        self.heads.append(head)
        path = head.partition(" ")[2].partition(" ")[0]
        name = path.strip("/").partition("/")[0].partition("?")[0]
        fault = self._pages.get(name)
        visit = Visit(connection, path, self._port, self._closing)
        if fault is None:
            visit.page(b"", status="404 Not Found")
        else:
            fault(visit)


def _read_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    return head.decode("latin-1")
