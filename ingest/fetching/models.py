"""What fetching gives, what it may cost, and the interface that sources read pages through."""

from dataclasses import dataclass
from typing import Protocol

from ingest.models import Validators


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as its server sent it.

    Attributes:
        requested: the address that was asked for.
        url: the address that answered, after redirects.
        content: the body, decoded of its content encoding.
        media_type: of the Content-Type, lower case, without parameters; "" if not stated.
        charset: of the Content-Type, lower case; "" if not stated.
        validators: what to ask with next time.
    """

    requested: str
    url: str
    content: bytes
    media_type: str = ""
    charset: str = ""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class NotModified:
    """A page whose server says that it is as it was when it was last read."""

    url: str


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one page may cost.

    Attributes:
        wire_bytes: read from one connection, headers included. (Of these, the HTTP library takes
            at most 100 kB of headers.)
        decoded_bytes: of a body once it is decompressed.
        seconds: one request may take, from resolving the name to the last byte.
        seconds_in_all: one page may take, with robots.txt, redirects, repeats and the waits that
            a server asks for; only the pauses of politeness come on top.
        connect_seconds: one address of a host may take to be connected to.
        redirects: followed for one page.
        tries: of a request that fails for a passing reason.
        seconds_between: requests to one host.
        longest_crawl_delay: seconds between requests that a robots.txt can ask for.
        robots_bytes: of a robots.txt that are read; RFC 9309 (2.5) asks for 500 KiB at least.
        robots_seconds: a robots.txt may take in all.
    """

    wire_bytes: int = 20_000_000
    decoded_bytes: int = 20_000_000
    seconds: float = 30.0
    seconds_in_all: float = 60.0
    connect_seconds: float = 10.0
    redirects: int = 5
    tries: int = 3
    seconds_between: float = 1.0
    longest_crawl_delay: float = 10.0
    robots_bytes: int = 500 * 1024
    robots_seconds: float = 20.0


class Fetcher(Protocol):
    """Reads pages."""

    def fetch(self, url: str, validators: Validators = Validators()) -> FetchedPage | NotModified:
        """Read a page, or learn that it is unchanged since the validators were given.

        Raises:
            FetchError: it could not, must not or may not be read; the subclass says which.
        """

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """List the absolute addresses that the robots.txt of a site names as its sitemaps.

        Raises:
            FetchError: the robots.txt could not, must not or may not be read.
        """
