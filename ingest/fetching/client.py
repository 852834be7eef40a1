"""The fetcher that ingest uses: it composes the parts, and names every outcome."""

import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version

import httpx

from ingest.errors import (
    FetchError,
    PageForbiddenError,
    PageGoneError,
    PageUnavailableError,
    SkipReason,
)
from ingest.fetching.addresses import AllowedAddresses
from ingest.fetching.asking import Asking, Permit
from ingest.fetching.deadline import Clock, Deadline
from ingest.fetching.exchange import Exchange, Reply, Wanted
from ingest.fetching.models import FetchedPage, FetchLimits, NotModified
from ingest.fetching.pacing import Pacing, Sleep
from ingest.fetching.resolving import Resolve, resolve
from ingest.fetching.robots import ROBOT, Robots
from ingest.fetching.urls import PageAddress, is_same_site, parse_page_address
from ingest.models import Validators

_LONGEST_VALIDATOR = 1000  # characters; what is longer names no version, but fills the library
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a fetcher needs of the machine it runs on; tests give other parts.

    Attributes:
        ssl_context: verifies certificates; None for the authorities that browsers trust.
    """

    resolve: Resolve = resolve
    clock: Clock = time.monotonic
    sleep: Sleep = time.sleep
    ssl_context: ssl.SSLContext | None = None


def user_agent(contact: str = "") -> str:
    """Who asks: the product, its version, and where its operator can be reached."""
    product = f"{ROBOT}/{version('suluh')}"
    return f"{product} (+{contact})" if contact else product


class PoliteFetcher:
    """Reads pages as their sites wish, from public addresses only, at a bounded cost.

    It remembers the wishes of sites for as long as it lives: make one for each run. One thread
    may use it at a time.

    Args:
        contact: address of a page that tells site owners who is asking.
        allowed_hosts: the only hosts that may be asked, each also with or without `www.`; if
            empty, any may be, but a page is only followed within its own site.
        allowed_private: exceptions from "public addresses only": `host:port` or networks.

    Raises:
        ValueError: an entry of `allowed_private` is malformed.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        limits: FetchLimits = FetchLimits(),
        allowed_hosts: tuple[str, ...] = (),
        allowed_private: tuple[str, ...] = (),
        machine: Machine = Machine(),
    ) -> None:
        self._limits = limits
        self._allowed_hosts = allowed_hosts
        self._clock = machine.clock
        self._pacing = Pacing(limits.seconds_between, machine.clock, machine.sleep)
        context = machine.ssl_context or httpx.create_ssl_context(trust_env=False)
        allowed = AllowedAddresses(allowed_private)
        exchange = Exchange(limits, allowed, machine.resolve, context)
        agent = user_agent(contact)
        self._asking = Asking(exchange.get, self._pacing, limits, agent, machine.sleep)
        self._robots = Robots(self._read_robots)

    def fetch(self, url: str, validators: Validators = Validators()) -> FetchedPage | NotModified:
        """Read a page, or learn that it is unchanged since the validators were given.

        Raises:
            PageGoneError: the server says that it no longer exists.
            PageForbiddenError: it may not or must not be read, or costs too much.
            PageUnavailableError: it cannot be read this time.
        """
        try:
            return self._fetch(url, validators)
        except FetchError as fault:
            if fault.url == url:
                raise
            raise _told_of(url, fault) from fault

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """List the absolute addresses that the robots.txt of a site names as its sitemaps.

        Raises:
            FetchError: the robots.txt could not, must not or may not be read.
        """
        address = parse_page_address(site_url)
        self._within(address)(address)
        return self._robots.rules(address, self._deadline()).sitemaps

    def _fetch(self, url: str, validators: Validators) -> FetchedPage | NotModified:
        address = parse_page_address(url)
        deadline = self._deadline()
        is_within = self._within(address)

        def permit(place: PageAddress) -> None:
            is_within(place)
            self._check_robots(place, deadline)

        wanted = Wanted(self._limits.decoded_bytes)
        headers = _conditions(validators)
        reply = self._asking.follow(address, headers, wanted, deadline, permit)
        if reply.status == HTTPStatus.NOT_MODIFIED and headers:
            return NotModified(url)
        if reply.status != HTTPStatus.OK:
            raise _error_of(reply)
        return _page(url, reply)

    def _deadline(self) -> Deadline:
        return Deadline(self._limits.seconds_in_all, self._clock)

    def _within(self, start: PageAddress) -> Permit:
        hosts = self._allowed_hosts or (start.host,)

        def check(place: PageAddress) -> None:
            if not is_same_site(place.host, hosts):
                reason = f"{place.host} is not one of the hosts of this source"
                raise PageForbiddenError(place.url, reason, SkipReason.REFUSED)

        return check

    def _check_robots(self, place: PageAddress, deadline: Deadline) -> None:
        rules = self._robots.rules(place, deadline)
        self._pacing.slow_down(place.host, min(rules.crawl_delay, self._limits.longest_crawl_delay))
        if not rules.welcomes(place):
            reason = "the robots.txt of the site asks robots to leave this page alone"
            raise PageForbiddenError(place.url, reason, SkipReason.ROBOTS)

    def _read_robots(self, place: PageAddress, deadline: Deadline) -> Reply:
        wanted = Wanted(self._limits.robots_bytes, cut=True)
        part = deadline.at_most(self._limits.robots_seconds)
        return self._asking.follow(place, {}, wanted, part, self._within(place))


def _conditions(validators: Validators) -> Mapping[str, str]:
    stated = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    return {name: value for name, value in stated.items() if value}


def _page(url: str, reply: Reply) -> FetchedPage:
    content_type = reply.headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    return FetchedPage(
        requested=url,
        url=reply.address.url,
        content=reply.content,
        media_type=content_type.partition(";")[0].strip().lower(),
        charset=charset[1].lower() if charset else "",
        validators=Validators(_validator(reply, "etag"), _validator(reply, "last-modified")),
    )


def _validator(reply: Reply, name: str) -> str:
    value = reply.headers.get(name, "")
    return value if len(value) <= _LONGEST_VALIDATOR else ""


def _error_of(reply: Reply) -> FetchError:
    url, status = reply.address.url, reply.status
    reason = f"the server answered {status}"
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return PageGoneError(url, reason, SkipReason.GONE)
    if 400 <= status < 500 and status not in _PASSING:
        return PageForbiddenError(url, reason, SkipReason.REFUSED)
    return PageUnavailableError(url, reason, SkipReason.UNAVAILABLE)


def _told_of(url: str, fault: FetchError) -> FetchError:
    return type(fault)(url, f"leads to {fault.url}: {fault.reason}", fault.code)
