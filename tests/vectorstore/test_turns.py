"""How models share the processor."""

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
