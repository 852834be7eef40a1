"""Rankings are measured as the textbooks do."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.retrieval import ndcg_at, recall_at, reciprocal_rank

_RANKINGS = st.lists(st.sampled_from("abcdef"), max_size=10)


def test_recall_counts_the_first_passages_only() -> None:
    """The expected article stands third."""
    assert [recall_at("xya", {"a"}, k) for k in (1, 2, 3, 10)] == [0, 0, 1, 1]


def test_the_reciprocal_rank_is_that_of_the_first_hit() -> None:
    """A second hit adds nothing; no hit is 0."""
    assert reciprocal_rank("xaya", {"a"}) == 1 / 2
    assert reciprocal_rank("xyz", {"a"}) == 0


def test_ndcg_of_a_worked_example() -> None:
    """Hits on places 2 and 4 of two expected: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)."""
    ideal = 1 + 1 / math.log2(3)
    assert ndcg_at("xaxb", {"a", "b"}, 10) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / ideal
    )


def test_an_article_gains_once() -> None:
    """Three passages of one article are no better than one."""
    assert ndcg_at("aaa", {"a"}, 10) == 1.0


@given(_RANKINGS, st.sets(st.sampled_from("abcdef"), min_size=1), st.integers(1, 10))
def test_all_measures_lie_between_0_and_1(ranking: list[str], expected: set[str], k: int) -> None:
    """And nDCG is 1 where the expected lead."""
    for value in (
        recall_at(ranking, expected, k),
        reciprocal_rank(ranking, expected),
        ndcg_at(ranking, expected, k),
    ):
        assert 0 <= value <= 1 + 1e-12
    assert ndcg_at(sorted(expected), expected, k) == pytest.approx(1.0)
