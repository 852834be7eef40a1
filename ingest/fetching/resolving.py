"""Looks up the addresses of a host, for no longer than there is time."""

import queue
import socket
import threading
from collections.abc import Callable

Resolve = Callable[[str, int, float], tuple[str, ...]]
"""Gives the IP addresses of a host and port within so many seconds, or raises OSError."""


def resolve(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Look up a host as the operating system does.

    Raises:
        OSError: it has no address.
        TimeoutError: the answer took longer.
    """
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(_addresses(host, port))
        except (OSError, UnicodeError) as fault:
            answers.put(OSError(str(fault)))

    # The C library cannot be interrupted; a thread that nobody waits for ends in its own time.
    threading.Thread(target=look_up, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except queue.Empty as fault:
        raise TimeoutError("the name server does not answer") from fault
    if isinstance(answer, OSError):
        raise answer
    return answer


def _addresses(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[4][0]) for place in found))
