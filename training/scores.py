"""How well spans and their scores agree with the truth: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation import abstention
from bot.evaluation.phrases import token_f1, words

# Thresholds between "answer" and "refuse" that are tried, as quantiles of the margins.
_THRESHOLDS = np.linspace(0.02, 0.98, 97)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: whether its answer is there, how far (logits) the reader is sure, and how well.

    `f1` and `exact` (0..1) compare the span found with the nearest true answer; 0 without one.
    """

    answerable: bool
    margin: float
    f1: float
    exact: float


def outcome(found: str, margin: float, answers: Sequence[str]) -> Outcome:
    """Compare a span with the true answers; none: the question has no answer there."""
    overlap = max((token_f1(found, answer) for answer in answers), default=0.0)
    exact = max((float(words(found) == words(answer)) for answer in answers), default=0.0)
    return Outcome(bool(answers), margin, overlap, exact)


def auroc(outcomes: Sequence[Outcome]) -> float:
    """Give the chance that an answerable question has the greater margin; NaN without both."""
    there, missing = (
        [o.margin for o in outcomes if o.answerable is sort] for sort in (True, False)
    )
    measured = abstention.auroc(there, missing)
    return float("nan") if measured is None else measured


def best_threshold(outcomes: Sequence[Outcome]) -> float:
    """Find the margin below which refusing gives the best F1 with abstention."""
    margins = np.array([o.margin for o in outcomes])
    tried = [float(t) for t in np.quantile(margins, _THRESHOLDS)]
    return max(tried, key=lambda threshold: abstaining(outcomes, threshold))


def abstaining(outcomes: Sequence[Outcome], threshold: float, *, exact: bool = False) -> float:
    """Give F1 (or exact match) where refusing an unanswerable question counts as right."""
    return float(np.mean([_credit(o, threshold, exact=exact) for o in outcomes]))


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """Sum up outcomes: with abstention at a threshold, and forced to answer."""
    there = [o for o in outcomes if o.answerable]
    return {
        "questions": len(outcomes),
        "f1": round(abstaining(outcomes, threshold), 3),
        "exact": round(abstaining(outcomes, threshold, exact=True), 3),
        "auroc": round(auroc(outcomes), 3),
        "forced_f1": round(float(np.mean([o.f1 for o in there])), 3) if there else 0.0,
        "threshold": round(threshold, 2),
    }


def fitted_logistic(margins: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Fit chance = logistic(slope * margin + bias) by Newton's method."""
    x = np.stack([np.asarray(margins, dtype=float), np.ones(len(margins))])
    y = np.asarray(right, dtype=float)
    weights = np.zeros(2)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-weights @ x))
        curvature = (x * (chance * (1 - chance))) @ x.T + np.eye(2) * 1e-3
        weights += np.linalg.solve(curvature, x @ (y - chance))
    return float(weights[0]), float(weights[1])


def _credit(outcome: Outcome, threshold: float, *, exact: bool) -> float:
    answered = outcome.margin > threshold
    if not outcome.answerable:
        return float(not answered)
    return (outcome.exact if exact else outcome.f1) if answered else 0.0
