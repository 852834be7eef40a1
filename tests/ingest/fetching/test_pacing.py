"""Requests to one host keep their distance."""

from ingest.fetching.pacing import Pacing
from tests.fakes import Clock
from tests.ingest.fetching.timing import Sleep


def test_requests_to_one_host_are_a_second_apart() -> None:
    """The first goes at once, the next wait for what is missing of the second."""
    clock = Clock()
    sleep = Sleep(clock)
    pacing = Pacing(1.0, clock, sleep)
    assert pacing.wait("a.go.id") == 0.0
    clock.seconds += 0.25
    assert pacing.wait("a.go.id") == 0.75
    clock.seconds += 5.0
    assert pacing.wait("a.go.id") == 0.0
    assert sleep.naps == [0.75]


def test_hosts_do_not_wait_for_each_other() -> None:
    """Each has its own distance."""
    clock = Clock()
    pacing = Pacing(1.0, clock, Sleep(clock))
    pacing.wait("a.go.id")
    assert pacing.wait("b.go.id") == 0.0


def test_a_host_can_ask_for_more_distance_but_not_for_less() -> None:
    """A crawl delay of 0.1 s is no reason to hurry."""
    clock = Clock()
    pacing = Pacing(1.0, clock, Sleep(clock))
    pacing.slow_down("a.go.id", 5.0)
    pacing.slow_down("b.go.id", 0.1)
    for host in ("a.go.id", "b.go.id"):
        pacing.wait(host)
    assert pacing.wait("b.go.id") == 1.0
    assert pacing.wait("a.go.id") == 4.0


def test_a_host_rests_for_as_long_as_it_asked() -> None:
    """The rest runs out by itself."""
    clock = Clock()
    pacing = Pacing(1.0, clock, Sleep(clock))
    assert pacing.rest_left("a.go.id") == 0.0
    pacing.rest("a.go.id", 30.0)
    clock.seconds += 10.0
    assert pacing.rest_left("a.go.id") == 20.0
    assert pacing.rest_left("b.go.id") == 0.0
    clock.seconds += 30.0
    assert pacing.rest_left("a.go.id") == 0.0
