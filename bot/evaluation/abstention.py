"""How well confidence tells when to answer, and how far it can be believed: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that was shown: its confidence (0..1), whether right, whether one exists."""

    confidence: float
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: how many, their mean confidence, and the share that is right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What answering from `threshold` on gives.

    `coverage` is the share of the answerable questions that get an answer, `precision` the share
    of the answers given that are right.
    """

    threshold: float
    coverage: float
    precision: float


def auroc(there: Sequence[float], missing: Sequence[float]) -> float | None:
    """Give the chance that an answerable question has the greater confidence; ties count half.

    None without questions of both sorts.
    """
    if not there or not missing:
        return None
    values = np.concatenate([there, missing])
    _, groups, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    above = ranks[groups][: len(there)].sum() - len(there) * (len(there) + 1) / 2
    return float(above / (len(there) * len(missing)))


def coverage_curve(shown: Sequence[Shown], answerable: int) -> tuple[CurvePoint, ...]:
    """Try each confidence as the threshold, greatest first; `answerable` questions were asked."""
    points: list[CurvePoint] = []
    ranked = sorted(shown, key=lambda one: -one.confidence)
    right = covered = 0
    for place, one in enumerate(ranked, start=1):
        right += one.right
        covered += one.answerable
        if place < len(ranked) and ranked[place].confidence == one.confidence:
            continue
        coverage = covered / answerable if answerable else 0.0
        points.append(CurvePoint(one.confidence, coverage, right / place))
    return tuple(points)


def coverage_at(curve: Sequence[CurvePoint], least_precision: float) -> float:
    """Give the greatest coverage (0..1) at which at least this share of the answers is right."""
    return max((p.coverage for p in curve if p.precision >= least_precision), default=0.0)


def reliability(shown: Sequence[Shown], bins: int = BINS) -> tuple[Bin, ...]:
    """Sort answers into bins of equal width by confidence; empty bins are left out."""
    sorted_in: dict[int, list[Shown]] = {}
    for one in shown:
        sorted_in.setdefault(min(bins - 1, int(one.confidence * bins)), []).append(one)
    return tuple(
        Bin(
            len(group),
            sum(one.confidence for one in group) / len(group),
            sum(one.right for one in group) / len(group),
        )
        for _, group in sorted(sorted_in.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Give the expected calibration error (0..1) of bins; None without answers."""
    total = sum(one.count for one in bins)
    if not total:
        return None
    return sum(one.count * abs(one.confidence - one.right) for one in bins) / total
