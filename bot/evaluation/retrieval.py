"""How well a ranking finds what is expected: pure functions over ranked articles.

A ranking lists the article of each passage, best first; an article may stand in it several times.
Of several expected articles any one is enough, but for nDCG, which rewards all of them.
"""

import math
from collections.abc import Collection, Sequence


def recall_at(ranking: Sequence[str], expected: Collection[str], k: int) -> float:
    """Tell (0 or 1) whether one of the first k passages is from an expected article."""
    return float(any(article in expected for article in ranking[:k]))


def reciprocal_rank(ranking: Sequence[str], expected: Collection[str]) -> float:
    """Give 1 / the place of the first passage from an expected article, 0 without one."""
    places = (place for place, one in enumerate(ranking, start=1) if one in expected)
    first = next(places, None)
    return 1 / first if first else 0.0


def ndcg_at(ranking: Sequence[str], expected: Collection[str], k: int) -> float:
    """Give the normalised discounted cumulative gain (0..1) of the first k passages.

    An article gains once, at its first passage.
    """
    missing = set(expected)
    gained = 0.0
    for place, article in enumerate(ranking[:k], start=1):
        if article in missing:
            missing.discard(article)
            gained += 1 / math.log2(place + 1)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(k, len(set(expected))) + 1))
    return gained / ideal if ideal else 0.0
