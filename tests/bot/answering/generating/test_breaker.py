"""A model that fails again and again is left alone for a while, then tried by one citizen."""

import logging

import pytest

from bot.answering.generating.breaker import CircuitBreaker
from bot.errors import ModelBusyError, ModelRefusedError, ModelUnavailableError
from tests.fakes import Clock


def _breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker(clock, failures=3, pause_seconds=30, refused_pause_seconds=600)


def _opened(clock: Clock) -> CircuitBreaker:
    breaker = _breaker(clock)
    for _ in range(3):
        breaker.failed(ModelUnavailableError())
    return breaker


def test_failures_in_a_row_open_it() -> None:
    """Two do not, and a success between them starts the count anew."""
    breaker = _breaker(Clock())
    for _ in range(3):
        breaker.failed(ModelBusyError())
        breaker.failed(ModelBusyError())
        assert breaker.allows()
        breaker.succeeded()
    assert not _opened(Clock()).allows()


def test_after_the_pause_one_call_tries() -> None:
    """The others wait for what comes of it."""
    clock = Clock()
    breaker = _opened(clock)
    clock.seconds = 29
    assert not breaker.allows()
    clock.seconds = 30
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.allows()


def test_a_failed_trial_opens_it_again() -> None:
    """For another pause, at once."""
    clock = Clock()
    breaker = _opened(clock)
    clock.seconds = 31
    assert breaker.allows()
    breaker.failed(ModelUnavailableError())
    clock.seconds = 60
    assert not breaker.allows()
    clock.seconds = 61
    assert breaker.allows()


def test_a_trial_without_an_end_does_not_close_it_for_ever() -> None:
    """The next one comes after another pause."""
    clock = Clock()
    breaker = _opened(clock)
    clock.seconds = 30
    assert breaker.allows()
    clock.seconds = 60
    assert breaker.allows()


def test_a_wrong_key_opens_it_at_once_and_for_long() -> None:
    """It does not mend itself."""
    clock = Clock()
    breaker = _breaker(clock)
    breaker.failed(ModelRefusedError("401"))
    clock.seconds = 599
    assert not breaker.allows()
    clock.seconds = 600
    assert breaker.allows()


def test_staff_are_told_once_when_it_opens_and_when_it_closes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not at each failure."""
    caplog.set_level(logging.INFO)
    breaker = _opened(Clock())
    breaker.failed(ModelUnavailableError())
    breaker.succeeded()
    breaker.succeeded()
    opened, closed = (record.getMessage() for record in caplog.records)
    assert "is down" in opened
    assert "30 seconds" in opened
    assert "answers again" in closed
