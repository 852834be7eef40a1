"""Asks again when a request failed for a passing reason."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from ingest.errors import PageUnavailableError
from ingest.fetching.deadline import Deadline
from ingest.fetching.pacing import Sleep

_FIRST_PAUSE = 1.0  # seconds; each later one is twice as long
_SECONDS = re.compile(r"\d{1,9}")

Answer = TypeVar("Answer")


class PassingFault(Exception):  # noqa: N818 - it is not yet an error: the next try may do
    """A request failed, and may do when it is made again.

    Attributes:
        error: what to raise when it does not.
    """

    def __init__(self, error: PageUnavailableError) -> None:
        super().__init__(str(error))
        self.error = error


def with_retries(
    attempt: Callable[[], Answer], tries: int, deadline: Deadline, sleep: Sleep
) -> Answer:
    """Attempt until it succeeds, the tries are used up, or a pause would outlast the deadline.

    Raises:
        PageUnavailableError: of the last attempt.
    """
    pause = _FIRST_PAUSE
    for tries_left in reversed(range(tries)):
        try:
            return attempt()
        except PassingFault as fault:
            if not tries_left or pause >= deadline.left:
                raise fault.error from fault
            sleep(pause)
            pause *= 2
    raise ValueError("there must be one try at least")


def seconds_to_wait(retry_after: str, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or a date; None if it is neither."""
    value = retry_after.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:  # "-0000" means UTC here as well
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())
