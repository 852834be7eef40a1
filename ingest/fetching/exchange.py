"""One HTTP request and its answer, by httpcore, the part of httpx that lets us make connections."""

import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import httpcore

from ingest.errors import FetchError, PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.addresses import AllowedAddresses
from ingest.fetching.body import (
    BodyBrokenError,
    BodyTooLargeError,
    EncodingRefusedError,
    read_body,
)
from ingest.fetching.deadline import Deadline
from ingest.fetching.models import FetchLimits
from ingest.fetching.network import AddressRefusedError, PinnedNetwork, TooManyBytesError
from ingest.fetching.resolving import Resolve
from ingest.fetching.retrying import PassingFault
from ingest.fetching.urls import PageAddress

_Headers = Iterable[tuple[bytes, bytes]]
_FAULTS = (
    AddressRefusedError,
    TooManyBytesError,
    BodyTooLargeError,
    EncodingRefusedError,
    BodyBrokenError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Attributes:
        headers: by lower-case name; of a name that comes twice, the first.
        content: the decoded body; read only if the status is 2xx.
    """

    address: PageAddress
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a body to read, and whether to leave off the rest or to refuse the whole."""

    most_bytes: int
    cut: bool = False


class Exchange:
    """Makes single requests, each over a connection of its own.

    Args:
        ssl_context: verifies certificates.
    """

    def __init__(
        self,
        limits: FetchLimits,
        allowed: AllowedAddresses,
        resolve: Resolve,
        ssl_context: ssl.SSLContext,
    ) -> None:
        self._limits = limits
        self._allowed = allowed
        self._resolve = resolve
        self._ssl_context = ssl_context

    def get(
        self, address: PageAddress, headers: Mapping[str, str], wanted: Wanted, deadline: Deadline
    ) -> Reply:
        """Ask once.

        Raises:
            PassingFault: it failed, and may do when asked again.
            FetchError: it failed, and asking again would not help.
        """
        try:
            with self._connections(deadline) as connections:
                return self._get(connections, address, headers, wanted)
        except _FAULTS as fault:
            raise _outcome(address.url, fault, deadline) from fault

    def _connections(self, deadline: Deadline) -> httpcore.ConnectionPool:
        limits = self._limits
        network = PinnedNetwork(
            self._resolve, self._allowed, deadline, limits.wire_bytes, limits.connect_seconds
        )
        return httpcore.ConnectionPool(ssl_context=self._ssl_context, network_backend=network)

    def _get(
        self,
        connections: httpcore.ConnectionPool,
        address: PageAddress,
        headers: Mapping[str, str],
        wanted: Wanted,
    ) -> Reply:
        with connections.stream("GET", _url(address), headers=_sent(address, headers)) as response:
            received = _received(response.headers)
            if not 200 <= response.status < 300:
                return Reply(address, response.status, received)
            length = received.get("content-length", "")
            if length.isdecimal() and int(length) > self._limits.wire_bytes and not wanted.cut:
                raise TooManyBytesError
            encoding = received.get("content-encoding", "")
            pieces = response.iter_stream()
            content = read_body(pieces, encoding, wanted.most_bytes, cut=wanted.cut)
            return Reply(address, response.status, received, content)


def _url(address: PageAddress) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )


def _sent(address: PageAddress, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    host = address.origin.removeprefix(f"{address.scheme}://")
    named = {"Host": host, **headers}
    return [(name.encode(), value.encode("latin-1", "replace")) for name, value in named.items()]


def _received(headers: _Headers) -> dict[str, str]:
    read: dict[str, str] = {}
    for name, value in headers:
        read.setdefault(name.decode("latin-1").lower(), _text(value))
    return read


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _outcome(url: str, fault: Exception, deadline: Deadline) -> FetchError | PassingFault:
    match fault:
        case AddressRefusedError():
            return PageForbiddenError(url, str(fault), SkipReason.ADDRESS_NOT_PUBLIC)
        case TooManyBytesError():
            return PageForbiddenError(url, "the server sends too much", SkipReason.TOO_LARGE)
        case BodyTooLargeError():
            return PageForbiddenError(url, str(fault), SkipReason.TOO_LARGE)
        case EncodingRefusedError():
            return PageForbiddenError(url, str(fault), SkipReason.UNSUPPORTED)
        case BodyBrokenError():
            return _passing(url, str(fault), SkipReason.UNDECODABLE)
        case httpcore.LocalProtocolError():
            return PageForbiddenError(url, "cannot be asked for over HTTP", SkipReason.REFUSED)
    # httpcore hands its cause on as an argument, and cuts the chain of causes.
    cause = fault.args[0] if fault.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = f"its certificate is not valid: {cause.verify_message}"
        return PageForbiddenError(url, reason, SkipReason.CERTIFICATE)
    if isinstance(fault, httpcore.TimeoutException) and deadline.left <= 0:
        return PageUnavailableError(url, "took too long", SkipReason.TOO_SLOW)
    return _passing(url, f"the connection failed: {fault}", SkipReason.UNAVAILABLE)


def _passing(url: str, reason: str, code: SkipReason) -> PassingFault:
    return PassingFault(PageUnavailableError(url, reason, code))
