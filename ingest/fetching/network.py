"""Connections that go only where a check allows, and end in time; for httpcore."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from ingest.fetching.addresses import AllowedAddresses
from ingest.fetching.deadline import Deadline
from ingest.fetching.resolving import Resolve


class AddressRefusedError(Exception):
    """A host leads to an address that must not be connected to."""


class TooManyBytesError(Exception):
    """A server sent more than a connection may take."""


class PinnedNetwork(httpcore.NetworkBackend):
    """Resolves a host once, checks every address it has, and connects to one of these.

    The name is not looked up again, so that a name server which changes its answer between the
    check and the connection gains nothing. TLS still verifies the certificate for the name.

    Args:
        deadline: of all that happens on the connections.
        most_bytes: one connection may receive.
        connect_seconds: one address may take.
    """

    def __init__(
        self,
        resolve: Resolve,
        allowed: AllowedAddresses,
        deadline: Deadline,
        most_bytes: int,
        connect_seconds: float,
    ) -> None:
        self._resolve = resolve
        self._allowed = allowed
        self._deadline = deadline
        self._most_bytes = most_bytes
        self._connect_seconds = connect_seconds
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers.

        Raises:
            AddressRefusedError: any of the addresses must not be connected to.
            httpcore.ConnectError: the host has no address, or none answers.
            httpcore.ConnectTimeout: there was no answer in time.
        """
        fault: Exception = httpcore.ConnectError("the host has no address")
        for address in self._checked_addresses(host, port):
            try:
                seconds = min(self._connect_seconds, _left(self._deadline))
                stream = self._sockets.connect_tcp(address, port, timeout=seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                fault = refused
            else:
                return _BoundedStream(stream, self._deadline, self._most_bytes)
        raise fault

    def _checked_addresses(self, host: str, port: int) -> tuple[str, ...]:
        if not self._allowed.may_resolve(host, port):
            raise AddressRefusedError(f"{host} is not a name of the public internet")
        try:
            seconds = min(self._connect_seconds, _left(self._deadline))
            addresses = self._resolve(host, port, seconds)
        except TimeoutError as fault:
            raise httpcore.ConnectTimeout(str(fault)) from fault
        except OSError as fault:
            raise httpcore.ConnectError("the host name has no address") from fault
        for address in addresses:
            if not self._allowed.may_connect(host, port, address):
                leads = "" if host == address else f" leads to {address}, which"
                raise AddressRefusedError(
                    f"{host}{leads} is not a public address; a host of your own network must be "
                    "named in SULUH_ALLOWED_PRIVATE"
                )
        return addresses


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends by one deadline, and that counts its bytes."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, bytes_left: int) -> None:
        self._stream = stream
        self._deadline = deadline
        self._bytes_left = bytes_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, _left(self._deadline))
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise TooManyBytesError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _left(self._deadline)
        secured = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _BoundedStream(secured, self._deadline, self._bytes_left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: Deadline) -> float:
    if deadline.left <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return deadline.left
