"""Addresses of pages: what is accepted as one, and which of them belong to one site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from ingest.errors import PageForbiddenError, SkipReason
from ingest.fetching.addresses import is_ip

_PORTS = {"http": 80, "https": 443}
_LONGEST = 8000  # octets that RFC 9110 (4.1) asks everyone to support
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_LONGEST_NAME = 253  # RFC 1035, 2.3.4
# The C library reads a name whose last part is a number, or 0x and hex digits, as an IPv4 address
# (URL standard, "ends in a number"): 2130706433, 127.1 and 0x7f000001 are all this machine.
_LAST_PART_IS_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """An http(s) address that was checked.

    Attributes:
        scheme: `http` or `https`.
        host: lower-case ASCII name without a closing dot, or IP address without brackets.
        port: also where the address leaves it out.
        target: path and query, percent-encoded.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port; the default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.target


def parse_page_address(url: str) -> PageAddress:
    """Check an address and take it apart; a fragment is dropped.

    Raises:
        PageForbiddenError: it is not an http(s) address, carries a password, or its host is
            written in a form that programs read differently.
    """
    if len(url) > _LONGEST:
        raise _refused(f"{url[:100]}…", "the address is too long")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as fault:
        raise _refused(url, "is not a well-formed address") from fault
    if parsed.scheme not in _PORTS:
        raise _refused(url, "only http and https addresses are read")
    if parsed.userinfo:
        raise _refused(url, "the address carries a user name or password")
    host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
    if not is_ip(host):
        _check_name(url, host)
    port = parsed.port or _PORTS[parsed.scheme]
    if port > 0xFFFF:
        raise _refused(url, "the port does not exist")
    return PageAddress(parsed.scheme, host, port, parsed.raw_path.decode("ascii"))


def join(base: PageAddress, reference: str) -> PageAddress:
    """Check the address that a redirect or a robots.txt refers to.

    Raises:
        PageForbiddenError: as for `parse_page_address`.
    """
    try:
        joined = str(httpx.URL(base.url).join(reference))
    except (httpx.InvalidURL, ValueError) as fault:
        raise _refused(reference[:200], "is not a well-formed address") from fault
    return parse_page_address(joined)


def is_same_site(host: str, hosts: Iterable[str]) -> bool:
    """Whether a host is among others, a leading `www.` left aside."""
    return _bare(host) in {_bare(other.lower()) for other in hosts}


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _check_name(url: str, host: str) -> None:
    if _LAST_PART_IS_NUMBER.search(host):
        raise _refused(url, "the host is a number that only some programs understand")
    if len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
        raise _refused(url, "the host name is not well-formed")


def _refused(url: str, reason: str) -> PageForbiddenError:
    return PageForbiddenError(url, reason, SkipReason.REFUSED)
