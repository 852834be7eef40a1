"""One connection of a reader to the hostile site."""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass


class SiteClosedError(OSError):
    """The test is over; what still drips may stop."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was read, and the connection to mistreat its sender over."""

    connection: socket.socket
    path: str
    port: int
    closing: threading.Event

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self.connection.sendall(data)

    def send_forever(self, data: bytes, *, pause: float = 0.0) -> None:
        """Send it again and again, until the reader or the test has had enough."""
        while True:
            self.send(data)
            self.wait(pause)

    def drip(self, data: bytes) -> None:
        """Send byte by byte, never silent long enough for a timeout between two reads."""
        for byte in data:
            self.send(bytes([byte]))
            self.wait(0.1)

    def wait(self, seconds: float) -> None:
        """Do nothing for a while."""
        if self.closing.wait(seconds):
            raise SiteClosedError

    def page(self, body: bytes, *headers: str, status: str = "200 OK") -> None:
        """Send a well-formed answer."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        self.send("\r\n".join(lines).encode() + body)

    def head(self, *headers: str, status: str = "200 OK") -> None:
        """Send a head; what follows it is up to the fault."""
        self.send("\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode())


Fault = Callable[[Visit], None]
