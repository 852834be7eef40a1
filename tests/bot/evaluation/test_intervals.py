"""Intervals come from resampling questions, the same each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.abstention import auroc
from bot.evaluation.intervals import estimate_apart, estimate_share, percentile


def test_a_share_has_the_interval_that_theory_expects() -> None:
    """Half of 400: .5 give or take 1.96 * sqrt(.25 / 400) = .049."""
    estimate = estimate_share([(1.0, 1.0), (0.0, 1.0)] * 200)
    assert estimate is not None
    assert (estimate.value, estimate.of) == (0.5, 400)
    assert estimate.low == pytest.approx(0.451, abs=0.01)
    assert estimate.high == pytest.approx(0.549, abs=0.01)


def test_questions_without_anything_to_count_are_left_out() -> None:
    """Two of three quotes; the question without quotes is none of the sample."""
    estimate = estimate_share([(1.0, 2.0), (1.0, 1.0), (0.0, 0.0)])
    assert estimate is not None
    assert estimate.value == pytest.approx(2 / 3)
    assert estimate.of == 3
    assert estimate_share([(0.0, 0.0)]) is None


def test_a_statistic_of_two_groups_is_resampled_within_each() -> None:
    """Never undefined, and certain where the groups are apart."""
    estimate = estimate_apart(auroc, [0.9, 0.8], [0.1])
    assert estimate is not None
    assert (estimate.value, estimate.low, estimate.high, estimate.of) == (1.0, 1.0, 1.0, 3)
    assert estimate_apart(auroc, [], [0.1]) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_share_lies_within_its_interval(holds: list[bool]) -> None:
    """And twice gives the same."""
    parts = [(float(one), 1.0) for one in holds]
    estimate = estimate_share(parts)
    assert estimate is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate == estimate_share(parts)


def test_percentiles_of_nothing_are_0() -> None:
    """And those of values lie between them."""
    assert percentile([], 95) == 0
    assert percentile([10.0, 20.0, 30.0], 50) == 20
