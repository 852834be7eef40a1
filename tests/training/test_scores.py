"""Figures of a reader."""

import pytest

from bot.evaluation.phrases import token_f1
from training.scores import (
    Outcome,
    abstaining,
    auroc,
    best_threshold,
    figures,
    fitted_logistic,
    outcome,
)

OUTCOMES = [
    Outcome(True, 4.0, 1.0, 1.0),
    Outcome(True, 3.0, 0.5, 0.0),
    Outcome(True, -2.0, 1.0, 1.0),
    Outcome(False, -3.0, 0.0, 0.0),
    Outcome(False, 2.0, 0.0, 0.0),
]


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("3 hari kerja", "3 Hari Kerja.", 1.0),
        ("paling lama 3 hari", "3 hari", 2 / 3),
        ("lima", "enam", 0.0),
        ("", "x", 0.0),
    ],
)
def test_f1_counts_shared_words(found: str, gold: str, expected: float) -> None:
    """Case and punctuation do not count."""
    assert token_f1(found, gold) == pytest.approx(expected)


def test_the_nearest_true_answer_counts() -> None:
    """A question may have several."""
    assert outcome("Jakarta", 1.0, ["Kota Jakarta", "Jakarta"]) == Outcome(True, 1.0, 1.0, 1.0)
    assert outcome("Jakarta", 1.0, []) == Outcome(False, 1.0, 0.0, 0.0)


def test_auroc_is_the_share_of_pairs_in_right_order() -> None:
    """Five of the six pairs of an answerable and an unanswerable question are."""
    assert auroc(OUTCOMES) == pytest.approx(5 / 6)


def test_refusing_is_right_where_there_is_no_answer() -> None:
    """F1 with abstention at 0: 1 + .5 + 0 + 1 + 0 of five."""
    assert abstaining(OUTCOMES, 0.0) == pytest.approx(2.5 / 5)
    assert abstaining(OUTCOMES, 0.0, exact=True) == pytest.approx(2 / 5)
    assert figures(OUTCOMES, 0.0)["forced_f1"] == pytest.approx(0.833)


def test_the_best_threshold_is_no_worse_than_any_other() -> None:
    """Here it lies between the refused 2.0 and the answered 3.0, or answers all but the least."""
    best = abstaining(OUTCOMES, best_threshold(OUTCOMES))
    assert all(best >= abstaining(OUTCOMES, t) - 1e-9 for t in (-4, -2.5, 0.0, 2.5, 3.5))


def test_the_fitted_chance_is_the_share_that_is_right() -> None:
    """With as many right as wrong at margin 0, and more right above, 0 means one half."""
    slope, bias = fitted_logistic(
        [-1, -1, -1, 0, 0, 1, 1, 1], [right == "+" for right in "--+-+++-"]
    )
    assert slope > 0
    assert bias == pytest.approx(0.0, abs=1e-3)
