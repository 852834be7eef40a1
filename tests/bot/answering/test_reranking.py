"""A reranker puts what was found into its own order, if staff name one."""

import re
from collections.abc import Sequence

from bot.answering.reranking import reranked
from tests.factories import make_passage


class _DigitCounter:
    """Finds that a text fits the better the more digits it has."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        return [min(1.0, len(re.findall(r"\d", text)) / 10) for text in texts]


def test_the_rerankers_score_decides() -> None:
    """Whatever the search thought of the passages."""
    few, many = make_passage("Pasal 1.", score=1.0), make_passage("Rp350.000", score=0.2)
    found = reranked(_DigitCounter(), "Berapa?", [few, many])
    assert [passage.chunk for passage in found] == [many.chunk, few.chunk]
    assert found[0].score > found[1].score


def test_nothing_found_stays_nothing() -> None:
    """A reranker is not asked about no texts."""
    assert reranked(_DigitCounter(), "Berapa?", []) == ()
