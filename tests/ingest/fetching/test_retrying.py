"""What failed in passing is tried again, within the time there is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import PageUnavailableError, SkipReason
from ingest.fetching.deadline import Deadline
from ingest.fetching.retrying import PassingFault, seconds_to_wait, with_retries
from tests.fakes import Clock
from tests.ingest.fetching.timing import Sleep

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


class _Attempt:
    """Fails so many times, then gives an answer."""

    def __init__(self, failures: int) -> None:
        self.made = 0
        self._failures = failures

    def __call__(self) -> str:
        self.made += 1
        if self.made <= self._failures:
            error = PageUnavailableError("u", f"fault {self.made}", SkipReason.UNAVAILABLE)
            raise PassingFault(error)
        return "answer"


def _run(attempt: _Attempt, seconds: float = 60.0) -> tuple[str, list[float]]:
    clock = Clock()
    sleep = Sleep(clock)
    return with_retries(attempt, 3, Deadline(seconds, clock), sleep), sleep.naps


def test_a_third_try_can_succeed() -> None:
    """The pauses between tries grow."""
    assert _run(_Attempt(2)) == ("answer", [1.0, 2.0])


def test_three_failures_are_an_error() -> None:
    """The last one is what is told."""
    attempt = _Attempt(3)
    with pytest.raises(PageUnavailableError, match="fault 3"):
        _run(attempt)
    assert attempt.made == 3


def test_there_is_no_try_for_which_there_is_no_time() -> None:
    """A pause that would outlast the deadline is not begun."""
    attempt = _Attempt(1)
    with pytest.raises(PageUnavailableError, match="fault 1"):
        _run(attempt, seconds=0.5)
    assert attempt.made == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 -0000", 30.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    """Anything else is passed over."""
    assert seconds_to_wait(value, NOW) == seconds


@given(st.text())
def test_no_retry_after_breaks_the_reader(value: str) -> None:
    """Servers can say anything."""
    seconds = seconds_to_wait(value, NOW)
    assert seconds is None or seconds >= 0
