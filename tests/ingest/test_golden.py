"""Golden questions are compared by what a citizen would notice: the status and the quotes."""

from typing import Any

from ingest.golden import answer_changes


def _answer(status: str, *quotes: str, qid: str = "q1") -> dict[str, Any]:
    citations = [
        {"article_id": "a", "quote": quote, "title": "Biaya", "section": "Salinan"}
        for quote in quotes
    ]
    return {"qid": qid, "question": "Berapa?", "status": status, "citations": citations}


def test_an_answer_with_the_same_quotes_has_not_changed() -> None:
    """Neither scores nor builds matter."""
    assert list(answer_changes([_answer("answered", "x")], [_answer("answered", "x")])) == []


def test_another_status_or_quote_is_a_change() -> None:
    """Both are named as they were and as they would be."""
    before = [_answer("answered", "x"), _answer("answered", "x", qid="q2")]
    after = [_answer("unanswerable_nothing_found"), _answer("answered", "y", qid="q2")]
    first, second = answer_changes(before, after)
    assert (first.status_before, first.status_after) == ("answered", "unanswerable_nothing_found")
    assert (first.citations_before, first.citations_after) == (("Biaya: x",), ())
    assert second.qid == "q2"
