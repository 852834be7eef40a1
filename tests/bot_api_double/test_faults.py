"""Faults come as planned, and the double tells which call met which."""

from tests.bot_api_double.fault_plan import FaultPlan, RandomFaults
from tests.bot_api_double.faults import EVERY_KIND, Fault
from tests.bot_api_double.records import Call


def _planned(seed: int, calls: int) -> list[Fault | None]:
    plan = FaultPlan()
    plan.at_random(RandomFaults(seed, 0.3, methods={"sendMessage"}, left=1000))
    return [plan.take("sendMessage") for _ in range(calls)]


def test_a_seed_gives_the_same_faults_again() -> None:
    """In about the share that was asked for, of every kind."""
    faults = _planned(1, 2000)
    assert faults == _planned(1, 2000)
    assert faults != _planned(2, 2000)
    met = [fault for fault in faults if fault is not None]
    assert 500 < len(met) < 700
    assert set(met) == set(EVERY_KIND)
    assert len({fault.name for fault in EVERY_KIND}) == len(EVERY_KIND)


def test_random_faults_end_after_so_many() -> None:
    """And spare the methods that were not named."""
    assert sum(fault is not None for fault in _planned(1, 5000)) == 1000
    plan = FaultPlan()
    plan.at_random(RandomFaults(1, 1.0, methods={"sendMessage"}))
    assert plan.take("getUpdates") is None
    assert plan.take("sendMessage") is not None
    plan.clear()
    assert plan.take("sendMessage") is None


def test_scripted_faults_come_first() -> None:
    """In the order of the script."""
    plan = FaultPlan()
    plan.at_random(RandomFaults(1, 1.0, kinds=[Fault.slow(0)]))
    plan.script("sendMessage", Fault.bad_gateway(), times=2)
    assert [plan.take("sendMessage") for _ in range(3)] == [
        Fault.bad_gateway(),
        Fault.bad_gateway(),
        Fault.slow(0),
    ]


def test_a_lost_reply_is_told_from_a_lost_call() -> None:
    """Only the first took effect."""
    for fault, carried_out, lost in (
        (Fault.reset(carried_out=True), True, True),
        (Fault.reset(), False, False),
        (Fault.slow(0), True, False),
        (None, True, False),
    ):
        call = Call("sendMessage", {}, fault=fault, carried_out=carried_out)
        assert call.reply_lost is lost
