"""How models share the processor."""

import os
import sys
import threading

import pytest

from vectorstore.turns import ModelTurns


def test_what_runs_alone_gets_every_thread_and_two_share() -> None:
    """Never less than one each."""
    turns = ModelTurns(2, at_once=3)
    with turns.turn() as alone:
        assert alone == 2
        with turns.turn() as beside, turns.turn() as third:
            assert (beside, third) == (1, 1)
    with turns.turn() as again:
        assert again == 2


def test_who_gets_no_turn_in_time_gets_no_thread() -> None:
    """And its place is not given back, since it never had one."""
    turns = ModelTurns(2)
    with turns.turn():
        for seconds in (0.0, -1.0):
            with turns.turn(seconds) as threads:
                assert threads == 0
    with turns.turn(0.0) as threads:
        assert threads == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives threads priorities")
def test_who_gives_way_takes_no_turn_and_a_low_priority() -> None:
    """Neither its calls nor its place count for the others, and the process keeps its priority."""
    turns, seen = ModelTurns(2), []
    before = os.getpriority(os.PRIO_PROCESS, 0)

    def call() -> None:
        turns.give_way()
        with turns.turn() as threads:
            seen.append((threads, os.getpriority(os.PRIO_PROCESS, threading.get_native_id())))

    with turns.turn() as alone:
        thread = threading.Thread(target=call)
        thread.start()
        thread.join(5)
        assert alone == 2
    assert seen == [(2, min(before + 10, 19))]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
