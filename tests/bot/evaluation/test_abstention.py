"""Confidence is judged by worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.abstention import (
    Bin,
    CurvePoint,
    Shown,
    auroc,
    calibration_error,
    coverage_at,
    coverage_curve,
    reliability,
)

_CONFIDENCES = st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.5, 0.9]), min_size=1, max_size=12)


def test_auroc_of_a_worked_example() -> None:
    """Of six pairs four are in order and one is tied: 4.5 / 6."""
    assert auroc([0.9, 0.5, 0.3], [0.5, 0.2]) == pytest.approx(4.5 / 6)
    assert auroc([0.9], []) is None


@given(_CONFIDENCES, _CONFIDENCES)
def test_auroc_is_the_share_of_pairs_in_order(there: list[float], missing: list[float]) -> None:
    """Counted pair by pair, ties half."""
    wins = sum((a > b) + (a == b) / 2 for a in there for b in missing)
    assert auroc(there, missing) == pytest.approx(wins / (len(there) * len(missing)))


def test_coverage_of_a_worked_example() -> None:
    """Four answerable questions, one of them not shown, and an unanswerable one that was."""
    shown = [
        Shown(0.9, right=True, answerable=True),
        Shown(0.8, right=True, answerable=True),
        Shown(0.8, right=False, answerable=False),
        Shown(0.4, right=True, answerable=True),
    ]
    curve = coverage_curve(shown, answerable=4)
    assert curve == (
        CurvePoint(0.9, 0.25, 1.0),
        CurvePoint(0.8, 0.5, 2 / 3),
        CurvePoint(0.4, 0.75, 0.75),
    )
    assert coverage_at(curve, 0.95) == 0.25
    assert coverage_at(curve, 0.7) == 0.75
    assert coverage_at((), 0.9) == 0.0


def test_calibration_of_a_worked_example() -> None:
    """Bins of .1: two answers near .95, one of them right, and one at .3 that is right."""
    shown = [
        Shown(0.9, right=True, answerable=True),
        Shown(1.0, right=False, answerable=True),
        Shown(0.3, right=True, answerable=True),
    ]
    bins = reliability(shown)
    assert bins == (Bin(1, 0.3, 1.0), Bin(2, 0.95, 0.5))
    assert calibration_error(bins) == pytest.approx((0.7 + 2 * 0.45) / 3)
    assert calibration_error(()) is None
