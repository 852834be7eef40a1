"""Asks a server for something: paced, again when it failed in passing, and on where it points."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from ingest.errors import PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.body import ACCEPTED_ENCODINGS
from ingest.fetching.deadline import Deadline
from ingest.fetching.exchange import Reply, Wanted
from ingest.fetching.models import FetchLimits
from ingest.fetching.pacing import Pacing, Sleep
from ingest.fetching.retrying import PassingFault, seconds_to_wait, with_retries
from ingest.fetching.urls import PageAddress, join

_ASK_AGAIN = (
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_REDIRECTS = (
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
)

Get = Callable[[PageAddress, Mapping[str, str], Wanted, Deadline], Reply]
"""Makes one request; raises PassingFault if it may be made again, else FetchError."""

Permit = Callable[[PageAddress], None]
"""Raises FetchError if an address must not be asked for."""


def wall_clock() -> datetime:
    """The time of day, which dates in Retry-After are told by."""
    return datetime.now(UTC)


class Asking:
    """Makes requests with the patience and the pauses that a server is owed.

    Args:
        get: makes one request.
        user_agent: says who asks.
    """

    def __init__(
        self,
        get: Get,
        pacing: Pacing,
        limits: FetchLimits,
        user_agent: str,
        sleep: Sleep,
        now: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._get = get
        self._pacing = pacing
        self._limits = limits
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODINGS,
        }
        self._sleep = sleep
        self._now = now

    def follow(
        self,
        address: PageAddress,
        headers: Mapping[str, str],
        wanted: Wanted,
        deadline: Deadline,
        permit: Permit,
    ) -> Reply:
        """Ask for an address, and on along its redirects; each is permitted first.

        Raises:
            FetchError: there is no answer, or the redirects lead nowhere.
        """
        seen = {address}
        permit(address)
        reply = self._ask(address, headers, wanted, deadline)
        while reply.status in _REDIRECTS:
            address = join(reply.address, reply.headers.get("location", ""))
            if address in seen:
                raise _refused(address, "the redirects lead in a circle")
            if len(seen) > self._limits.redirects:
                raise _refused(address, f"there are more than {self._limits.redirects} redirects")
            seen.add(address)
            permit(address)
            reply = self._ask(address, headers, wanted, deadline)
        return reply

    def _ask(
        self, address: PageAddress, headers: Mapping[str, str], wanted: Wanted, deadline: Deadline
    ) -> Reply:
        def attempt() -> Reply:
            self._rest(address, deadline)
            deadline.postpone(self._pacing.wait(address.host))
            part = deadline.at_most(self._limits.seconds)
            reply = self._get(address, {**self._headers, **headers}, wanted, part)
            return self._checked(reply)

        return with_retries(attempt, self._limits.tries, deadline, self._sleep)

    def _rest(self, address: PageAddress, deadline: Deadline) -> None:
        rest = self._pacing.rest_left(address.host)
        if rest >= deadline.left:
            reason = f"the server wants to be left alone for {rest:.0f} more seconds"
            raise _unavailable(address, reason)
        if rest:
            self._sleep(rest)

    def _checked(self, reply: Reply) -> Reply:
        if reply.status not in _ASK_AGAIN:
            return reply
        wait = seconds_to_wait(reply.headers.get("retry-after", ""), self._now())
        if wait:
            self._pacing.rest(reply.address.host, wait)
        raise PassingFault(_unavailable(reply.address, f"the server answered {reply.status}"))


def _refused(address: PageAddress, reason: str) -> PageForbiddenError:
    return PageForbiddenError(address.url, reason, SkipReason.REFUSED)


def _unavailable(address: PageAddress, reason: str) -> PageUnavailableError:
    return PageUnavailableError(address.url, reason, SkipReason.UNAVAILABLE)
