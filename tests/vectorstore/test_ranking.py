"""Fusion and ranking are pure arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.ranking import (
    Candidate,
    Weights,
    above_floor,
    cited_first,
    fuse,
    spread_articles,
    superseded_later,
)

_IDS = st.sampled_from([f"a{n}::0" for n in range(8)])
_COSINES = st.dictionaries(_IDS, st.floats(-1, 1), max_size=8)
_SCORES = st.dictionaries(_IDS, st.floats(0, 50), max_size=8)


def test_a_chunk_best_by_both_methods_scores_one() -> None:
    """The best chunk of both methods has the full score, the worst of both none."""
    best, worst = fuse({"x": 0.9, "y": 0.8}, {"x": 4.0}, Weights(dense=0.7))
    assert (best.chunk_id, worst.chunk_id) == ("x", "y")
    assert (best.score, worst.score) == pytest.approx((1.0, 0.0))


def test_keyword_hits_alone_are_no_candidates() -> None:
    """A chunk that only keywords found, without a cosine, is not ranked."""
    assert fuse({}, {"x": 9.0}, Weights(dense=0.5)) == []
    assert [c.chunk_id for c in fuse({"y": 0.8}, {"x": 9.0}, Weights(dense=0.5))] == ["y"]


@given(dense=_COSINES, keyword=_SCORES, share=st.floats(0, 1))
def test_scores_lie_between_none_and_one_and_fall(
    dense: dict[str, float], keyword: dict[str, float], share: float
) -> None:
    """Whatever the scores, the fusion ranks every dense candidate once, best first, in 0..1."""
    ranked = fuse(dense, keyword, Weights(share))
    scores = [candidate.score for candidate in ranked]
    assert sorted(candidate.chunk_id for candidate in ranked) == sorted(dense)
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)


def test_an_article_does_not_fill_the_list() -> None:
    """Chunks beyond the first few of one article move behind those of others."""
    ranked = [Candidate(f"a::{n}", 0.9, 0, 0.9) for n in range(3)] + [Candidate("b::0", 0.8, 0, 0)]
    articles = {c.chunk_id: c.chunk_id[0] for c in ranked}
    spread = [c.chunk_id for c in spread_articles(ranked, articles, most=2)]
    assert spread == ["a::0", "a::1", "b::0", "a::2"]


def test_the_floor_keeps_what_reaches_it() -> None:
    """A cosine equal to the floor stays, a lower one goes."""
    kept = above_floor([Candidate("x", 0.8, 0, 1), Candidate("y", 0.79, 0, 1)], 0.8)
    assert [c.chunk_id for c in kept] == ["x"]


def test_what_is_cited_comes_first_with_the_best_score() -> None:
    """In the order of the citation; the others keep theirs, and unknown ids change nothing."""
    ranked = [Candidate(id_, 0.9, 0, score) for id_, score in (("a", 0.9), ("b", 0.5), ("c", 0.1))]
    first = cited_first(ranked, ["c", "unknown", "b"])
    assert [(c.chunk_id, c.score) for c in first] == [("c", 0.9), ("b", 0.9), ("a", 0.9)]
    assert cited_first(ranked, []) == ranked


def test_the_floor_spares_what_is_cited() -> None:
    """What a question names is wanted however far its words are."""
    low = [Candidate("x", 0.1, 0, 0.0)]
    assert above_floor(low, 0.8) == []
    assert above_floor(low, 0.8, ["x"]) == low


def test_what_no_longer_holds_yields_to_what_fits_about_as_well() -> None:
    """Its score is lowered and it moves behind what then scores more, but not to the end."""
    scores = (("old", 0.9), ("a", 0.85), ("b", 0.5), ("c", 0.4))
    ranked = [Candidate(id_, 0.9, 0, score) for id_, score in scores]
    later = superseded_later(ranked, {"old"}, penalty=0.1)
    assert [c.chunk_id for c in later] == ["a", "old", "b", "c"]
    assert later[1].score == pytest.approx(0.8)


def test_what_stands_out_stays_first_though_it_no_longer_holds() -> None:
    """A question that names the superseded law itself still finds it."""
    ranked = [Candidate("old", 0.9, 0, 0.9), Candidate("a", 0.9, 0, 0.7)]
    assert [c.chunk_id for c in superseded_later(ranked, {"old"}, 0.1)] == ["old", "a"]


@given(st.lists(st.floats(0, 1), max_size=8), st.sets(st.integers(0, 7)))
def test_those_in_force_keep_their_order_and_none_superseded_rises(
    scores: list[float], old: set[int]
) -> None:
    """Also where the order is not that of the scores; nothing is lost."""
    ranked = [Candidate(str(n), 0.9, 0, score) for n, score in enumerate(scores)]
    superseded = {str(n) for n in old}
    later = [c.chunk_id for c in superseded_later(ranked, superseded, 0.1)]
    assert sorted(later) == [c.chunk_id for c in ranked]
    kept = [id_ for id_ in later if id_ not in superseded]
    assert kept == sorted(kept, key=int)
    for place, id_ in enumerate(later):
        if id_ in superseded:
            before = {other for other in later[:place] if other not in superseded}
            assert {str(n) for n in range(int(id_)) if str(n) not in superseded} <= before
