"""What each measure counts of one question, and what is wrong with it."""

from dataclasses import replace

import pytest

from bot.answering.models import AnswerStatus
from bot.evaluation.judging import Judgement, is_refusal, judge, link_resolves
from tests.bot.evaluation.outcomes import TEXT, citation, gold, outcome, unanswerable

_FIRST, _SECOND = TEXT.split(". ")


def _shares(judgement: Judgement) -> dict[str, float]:
    return {name: part / whole for name, (part, whole) in judgement.parts.items() if whole}


def test_a_good_answer_passes() -> None:
    """Found first, quoted in the leading quote, cited from the expected article."""
    judged = judge(outcome(gold(), citation("a")))
    assert judged.faults == ()
    assert judged.right is True
    wrong = {"errors", "answered_partly", "over_refusal"}
    assert {name for name, share in _shares(judged).items() if share == 0} == wrong
    assert {name for name, share in _shares(judged).items() if share == 1} >= {
        "recall_at_1",
        "mrr",
        "ndcg_at_10",
        "answered",
        "gold_leading",
        "gold_quoted",
        "gold_shown",
        "citation_precision",
        "citation_recall",
        "verbatim",
        "link_resolves",
    }


def test_gold_in_a_later_quote_does_not_lead() -> None:
    """And an article that is not expected halves precision."""
    judged = judge(outcome(gold(), citation("b", _SECOND), citation("a", _FIRST)))
    shares = _shares(judged)
    assert (shares["gold_leading"], shares["gold_quoted"]) == (0, 1)
    assert (shares["citation_precision"], shares["citation_recall"]) == (0.5, 1)


def test_a_partial_answer_is_none_but_is_shown() -> None:
    """It counts for neither gold_quoted nor over-refusal, and is told."""
    judged = judge(outcome(gold(), citation("a"), status=AnswerStatus.ANSWERED_PARTLY))
    shares = _shares(judged)
    assert (shares["gold_quoted"], shares["gold_shown"], shares["over_refusal"]) == (0, 1, 0)
    assert "citation_precision" not in shares
    assert judged.faults == ("only partly answered",)


def test_the_highlight_is_compared_with_the_nearest_answer() -> None:
    """Marked is "10 hari kerja", expected "10 hari": 2 * 2 / (3 + 2)."""
    question = gold(phrases=(), answers=("sepuluh", "10 hari"))
    at = TEXT.index("10 hari kerja")
    marked = citation("a", highlight=(at, at + len("10 hari kerja")))
    assert _shares(judge(outcome(question, marked)))["highlight_f1"] == pytest.approx(0.8)
    assert _shares(judge(outcome(question, citation("a"))))["highlight_f1"] == 0


def test_a_refusal_of_what_is_answerable_is_over_refusal() -> None:
    """What was found is still measured; there is nothing to be right or wrong."""
    judged = judge(outcome(gold(), status=AnswerStatus.UNANSWERABLE_NOTHING_FOUND))
    shares = _shares(judged)
    assert (shares["over_refusal"], shares["recall_at_1"], shares["citation_recall"]) == (1, 1, 0)
    assert judged.right is None
    assert judged.faults == ("answerable, yet refused",)


@pytest.mark.parametrize(
    ("status", "refused", "partly", "fault"),
    [
        (AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES, 1, 0, ""),
        (AnswerStatus.REFUSED_UNSAFE, 1, 0, ""),
        (AnswerStatus.ANSWERED_PARTLY, 0, 1, "unanswerable, yet answered partly"),
        (AnswerStatus.ANSWERED, 0, 0, "unanswerable, yet answered"),
        (AnswerStatus.ERROR_INDEX, 0, 0, "ended in error_index"),
    ],
)
def test_unanswerable_questions_should_be_refused(
    status: AnswerStatus, refused: int, partly: int, fault: str
) -> None:
    """A partial answer is counted apart, and an outage is no refusal."""
    judged = judge(outcome(unanswerable(), status=status))
    shares = _shares(judged)
    assert (shares["unanswerable_refused"], shares["unanswerable_partly"]) == (refused, partly)
    assert "over_refusal" not in shares
    assert "recall_at_1" not in shares
    assert judged.faults == ((fault,) if fault else ())
    assert judged.right is (False if status.group == "answered" else None)


def test_an_outage_is_no_refusal() -> None:
    """Nor is a full house."""
    groups = {status.group for status in AnswerStatus if not is_refusal(status)}
    assert groups == {"answered", "error", "limited"}


def test_a_quote_must_stand_in_the_passage_that_was_found() -> None:
    """A changed word, or a passage that was not found, is named."""
    changed = judge(outcome(gold(), citation("a", "PPID menjawab 10 hari kerja.")))
    elsewhere = judge(outcome(gold(), citation("c")))
    for judged in (changed, elsewhere):
        assert _shares(judged)["verbatim"] == 0
        assert "a quote is not verbatim" in judged.faults


def test_links_are_sound_or_the_article_is_named() -> None:
    """No network is asked."""
    assert link_resolves(citation("a"))
    assert link_resolves(citation("a", url="https://ppid.contoh.go.id/a#b"))
    for url in ("https://", "ppid.contoh.go.id/a", "javascript:alert(1)", "http://[", "file:///a"):
        assert not link_resolves(citation("a", url=url)), url
    assert not link_resolves(citation(""))


def test_an_expected_article_may_be_named_by_its_address() -> None:
    """With or without the fragment that leads to a section."""
    address = "https://ppid.contoh.go.id/a"
    asked = outcome(gold(articles=(address,)), citation("a", url=f"{address}#bagian"))
    passages = (replace(asked.found[0], url=f"{address}#bagian"),)
    shares = _shares(judge(replace(asked, found=passages)))
    assert (shares["recall_at_1"], shares["citation_precision"]) == (1, 1)


def test_a_question_without_expectation_counts_for_little() -> None:
    """Only its status; nothing is right or wrong."""
    judged = judge(outcome(gold(articles=(), phrases=(), answerable=None), citation("a")))
    assert set(judged.parts) == {"errors", "verbatim", "link_resolves"}
    assert judged.right is None
    assert judged.faults == ()


def test_without_phrases_the_cited_article_tells_what_is_right() -> None:
    """As staff who know only where it stands write it."""
    assert judge(outcome(gold(phrases=()), citation("a"))).right is True
    assert judge(outcome(gold(phrases=()), citation("b"))).right is False


def test_what_was_not_found_is_told() -> None:
    """None of the ten passages is expected."""
    judged = judge(outcome(gold(), citation("b", _SECOND), ranking=("b",)))
    assert judged.faults == (
        "the quotes do not hold what is expected",
        "no expected article is among the ten passages found",
    )
