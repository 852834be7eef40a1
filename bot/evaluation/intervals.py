"""Bootstrap intervals over questions, and percentiles: pure functions with a fixed seed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Enough for two stable digits; the seed makes a repeated evaluation give the same interval.
_RESAMPLES = 1000
_SEED = 20261124
# At most so many drawn indices are held at once.
_DRAWN_AT_ONCE = 1_000_000
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value, the ends of its 95 % interval where there is one, and of how many."""

    value: float
    of: int
    low: float | None = None
    high: float | None = None


def estimate_share(parts: Sequence[tuple[float, float]]) -> Estimate | None:
    """Give the sum of the first parts over that of the second, resampling questions.

    None where nothing was measured: no question has a second part above 0.
    """
    counted = np.array([part for part in parts if part[1] > 0], dtype=float)
    if not len(counted):
        return None
    resampled = np.concatenate([_ratio(counted[drawn]) for drawn in _draws(len(counted))])
    low, high = np.percentile(resampled, (_LOW, _HIGH))
    value = counted[:, 0].sum() / counted[:, 1].sum()
    return Estimate(float(value), int(counted[:, 1].sum()), float(low), float(high))


def estimate_apart(
    statistic: Callable[[Sequence[float], Sequence[float]], float | None],
    one: Sequence[float],
    other: Sequence[float],
) -> Estimate | None:
    """Give a statistic of two groups of questions, resampling each group; None without both."""
    value = statistic(one, other)
    if value is None:
        return None
    first, second = np.array(one), np.array(other)
    random = np.random.default_rng(_SEED)
    resampled = [
        statistic(
            random.choice(first, len(first)).tolist(), random.choice(second, len(second)).tolist()
        )
        for _ in range(_RESAMPLES)
    ]
    low, high = np.percentile(np.array(resampled, dtype=float), (_LOW, _HIGH))
    return Estimate(value, len(one) + len(other), float(low), float(high))


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the value below which `percent` (0..100) of the values lie; 0 without values."""
    return float(np.percentile(np.array(values), percent)) if values else 0.0


def _draws(count: int) -> Iterator[NDArray[np.int64]]:
    """Draw questions with repeats: arrays of shape (some resamples, count)."""
    random = np.random.default_rng(_SEED)
    at_once = max(1, min(_RESAMPLES, _DRAWN_AT_ONCE // count))
    for start in range(0, _RESAMPLES, at_once):
        yield random.integers(count, size=(min(at_once, _RESAMPLES - start), count))


def _ratio(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of each resample; `drawn` has the shape (resamples, questions, 2)."""
    sums = drawn.sum(axis=1)
    ratio: NDArray[np.float64] = sums[:, 0] / sums[:, 1]
    return ratio
