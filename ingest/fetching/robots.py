"""What a site asks of robots (RFC 9309), read once for each site."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from protego import Protego

from ingest.errors import FetchError, PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.deadline import Deadline
from ingest.fetching.exchange import Reply
from ingest.fetching.urls import PageAddress, join, parse_page_address

ROBOT = "Suluh"
_AGENT_LINE = re.compile(r"\s*user[-\s]?agent(?:\s*:|\s)(?P<agent>[^#]*)", re.IGNORECASE)

ReadRobots = Callable[[PageAddress, Deadline], Reply]
"""Asks for a robots.txt; raises FetchError if there is no answer."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The wishes of one site.

    Attributes:
        crawl_delay: seconds between requests that the site asks for; 0 if it asks for none.
        sitemaps: absolute http(s) addresses.
    """

    parsed: Protego
    crawl_delay: float = 0.0
    sitemaps: tuple[str, ...] = ()

    def welcomes(self, address: PageAddress) -> bool:
        """Whether robots may read a page of the site."""
        return self.parsed.can_fetch(address.url, ROBOT)


def parse_rules(content: bytes, address: PageAddress) -> SiteRules:
    """Read the robots.txt found at an address; what cannot be understood is passed over."""
    text = content.decode("utf-8-sig", "replace")
    parsed = Protego.parse("\n".join(_with_known_agent(line) for line in text.splitlines()))
    sitemaps = tuple(_absolute(parsed.sitemaps, address))
    return SiteRules(parsed, parsed.crawl_delay(ROBOT) or 0.0, sitemaps)


class Robots:
    """The wishes of every site that was asked; a failure holds for as long as the others do."""

    def __init__(self, read: ReadRobots) -> None:
        self._read = read
        self._sites: dict[str, SiteRules | FetchError] = {}

    def rules(self, address: PageAddress, deadline: Deadline) -> SiteRules:
        """Give the wishes of the site that an address belongs to.

        Raises:
            PageUnavailableError: its robots.txt could not be read, so that none of its pages may
                be (RFC 9309, 2.3.1.4).
            PageForbiddenError: its robots.txt must not be read.
        """
        found = self._sites.get(address.origin)
        if found is None:
            found = self._sites[address.origin] = self._ask(address, deadline)
        if isinstance(found, FetchError):
            raise type(found)(address.url, found.reason, found.code)
        return found

    def _ask(self, address: PageAddress, deadline: Deadline) -> SiteRules | FetchError:
        place = parse_page_address(f"{address.origin}/robots.txt")
        try:
            reply = self._read(place, deadline)
        except FetchError as fault:
            if fault.code is SkipReason.ADDRESS_NOT_PUBLIC:
                return fault
            reason = f"the robots.txt of the site cannot be read: {fault.reason}"
            return type(fault)(place.url, reason, fault.code)
        if reply.status >= 500:
            reason = f"the robots.txt of the site cannot be read: it answers {reply.status}"
            return PageUnavailableError(place.url, reason, SkipReason.UNAVAILABLE)
        has_wishes = 200 <= reply.status < 300
        return parse_rules(reply.content if has_wishes else b"", place)


def _with_known_agent(line: str) -> str:
    # A group of 10,000 agents with 10,000 rules makes the parser keep 100,000,000; only whether
    # an agent is us, everyone or someone else matters.
    match = _AGENT_LINE.match(line)
    if match is None:
        return line
    agent = match["agent"].strip().partition("/")[0].lower()
    known = {"*": "*", ROBOT.lower(): ROBOT}.get(agent, "other")
    return f"User-agent: {known}"


def _absolute(references: Iterable[str], base: PageAddress) -> Iterable[str]:
    for reference in dict.fromkeys(references):
        try:
            yield join(base, reference).url
        except PageForbiddenError:
            continue
