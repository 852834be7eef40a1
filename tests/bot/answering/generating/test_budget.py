"""A day has a budget of tokens and money, which neither haste nor a restart can exceed."""

import threading
from pathlib import Path

import pytest

from bot.answering.generating.budget import DailyBudget, Limits, Usage
from tests.fakes import Clock

# 2026-01-01 23:59:00 in Jakarta.
_BEFORE_MIDNIGHT = 1_767_286_740.0
_CALL = Usage(900, 100)


def _clock() -> Clock:
    clock = Clock()
    clock.seconds = _BEFORE_MIDNIGHT
    return clock


def test_no_more_is_given_than_the_day_has() -> None:
    """What a call leaves over is given to the next."""
    budget = DailyBudget(Limits(tokens_a_day=2_500), _clock(), None)
    assert [budget.take(_CALL) for _ in range(3)] == [True, True, False]
    budget.settle(_CALL, Usage(400, 50))
    assert budget.take(_CALL)
    assert not budget.take(_CALL)


def test_money_counts_by_the_prices_of_what_is_read_and_written() -> None:
    """A call of 900 and 100 tokens at 1 and 10 a million costs 0.0019."""
    budget = DailyBudget(Limits(0, 0.004, 1.0, 10.0), _clock(), None)
    assert budget.cost(_CALL) == pytest.approx(0.0019)
    assert [budget.take(_CALL) for _ in range(3)] == [True, True, False]


def test_without_limits_all_is_given() -> None:
    """Zero is no limit."""
    budget = DailyBudget(Limits(), _clock(), None)
    assert budget.take(Usage(10**9, 10**9))


def test_a_day_ends_at_midnight_in_jakarta(caplog: pytest.LogCaptureFixture) -> None:
    """That is 17:00 UTC; and staff are told once a day that nothing is left."""
    clock = _clock()
    budget = DailyBudget(Limits(tokens_a_day=1_000), clock, None)
    assert [budget.take(_CALL) for _ in range(3)] == [True, False, False]
    assert len(caplog.records) == 1
    clock.seconds += 60
    assert [budget.take(_CALL) for _ in range(2)] == [True, False]
    assert len(caplog.records) == 2


def test_a_restart_opens_no_new_budget(tmp_path: Path) -> None:
    """What was spent stays on disk; a damaged file counts as none."""
    file = tmp_path / "home" / "budget.json"
    limits = Limits(tokens_a_day=1_500)
    assert DailyBudget(limits, _clock(), file).take(_CALL)
    assert not DailyBudget(limits, _clock(), file).take(_CALL)
    file.write_text("{")
    assert DailyBudget(limits, _clock(), file).take(_CALL)


def test_a_full_disk_does_not_stop_the_count(tmp_path: Path) -> None:
    """It lasts as long as the process."""
    budget = DailyBudget(Limits(tokens_a_day=1_500), _clock(), tmp_path / "file" / "budget.json")
    (tmp_path / "file").write_text("no folder")
    assert [budget.take(_CALL) for _ in range(2)] == [True, False]


def test_many_at_once_do_not_overspend() -> None:
    """Sixteen threads get no more than one would."""
    budget = DailyBudget(Limits(tokens_a_day=100_000), _clock(), None)
    given: list[bool] = []

    def spend() -> None:
        given.extend(budget.take(_CALL) for _ in range(20))

    threads = [threading.Thread(target=spend) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert given.count(True) == 100
