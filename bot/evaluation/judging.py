"""Judges one outcome: what each measure counts of it, and what is wrong with it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.answering.models import Answer, AnswerStatus, Citation
from bot.evaluation.models import GoldQuestion, Outcome
from bot.evaluation.phrases import holds_gold, precision, token_f1
from bot.evaluation.retrieval import ndcg_at, recall_at, reciprocal_rank

# An outage and a full house are no judgement on the question.
_NO_REFUSAL = frozenset(("answered", "error", "limited"))

# What a measure counts of one question: of how much (the second), how much (the first).
Parts = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome with what the measures count of it.

    `right` is None where nothing was shown, or where nothing is expected to compare it with;
    `faults` say in words what is wrong, none: the question passed.
    """

    outcome: Outcome
    parts: Parts
    right: bool | None
    faults: tuple[str, ...]


def judge(outcome: Outcome) -> Judgement:
    """Compare what came of a question with what is expected."""
    question, answer = outcome.question, outcome.answer
    parts: dict[str, tuple[float, float]] = {"errors": _count(answer.status.group == "error")}
    right: bool | None = None
    if answer.status.group == "answered":
        right = _is_right(question, answer)
    if question.answerable is True:
        parts |= dict(_answer_parts(question, answer)) | dict(_article_parts(outcome))
    elif question.answerable is False:
        parts["unanswerable_refused"] = _count(is_refusal(answer.status))
        parts["unanswerable_partly"] = _count(answer.status is AnswerStatus.ANSWERED_PARTLY)
    parts |= _citation_parts(outcome)
    return Judgement(outcome, parts, right, tuple(_faults(outcome, parts, right)))


def is_refusal(status: AnswerStatus) -> bool:
    """Tell whether nothing was shown as an answer, and no fault was the reason."""
    return status.group not in _NO_REFUSAL


def is_verbatim(citation: Citation, outcome: Outcome) -> bool:
    """Tell whether a quote stands in its passage as it was found."""
    texts = {found.chunk_id: found.text for found in outcome.found}
    return bool(citation.quote) and citation.quote in texts.get(citation.chunk_id, "")


def link_resolves(citation: Citation) -> bool:
    """Tell whether a citation leads somewhere: a sound web address, or else an article."""
    if not citation.url:
        return bool(citation.article_id)
    try:
        parts = urlsplit(citation.url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def same_article(expected: tuple[str, ...], article_id: str, url: str) -> str:
    """Give the expected article that this one is, by id or address; else its own id."""
    address = url.partition("#")[0]
    names = (article_id, url, address)
    return next((one for one in expected if one in names), article_id)


def _answer_parts(
    question: GoldQuestion, answer: Answer
) -> Iterator[tuple[str, tuple[float, float]]]:
    answered = answer.status is AnswerStatus.ANSWERED
    yield "answered", _count(answered)
    yield "answered_partly", _count(answer.status is AnswerStatus.ANSWERED_PARTLY)
    yield "over_refusal", _count(is_refusal(answer.status))
    if question.phrases or question.answers:
        quotes = [citation.quote for citation in answer.citations]
        gold = holds_gold(quotes, question.phrases, question.answers)
        leading = holds_gold(quotes[:1], question.phrases, question.answers)
        yield "gold_leading", _count(answered and leading)
        yield "gold_quoted", _count(answered and gold)
        yield "gold_shown", _count(answer.status.group == "answered" and gold)
    if question.answers:
        marked = _highlighted(answer) if answered else ""
        yield "highlight_f1", (max(token_f1(marked, one) for one in question.answers), 1.0)


def _article_parts(outcome: Outcome) -> Iterator[tuple[str, tuple[float, float]]]:
    expected = outcome.question.articles
    if not expected:
        return
    ranking = [same_article(expected, one.article_id, one.url) for one in outcome.found]
    for k in (1, 5, 10):
        yield f"recall_at_{k}", (recall_at(ranking, expected, k), 1.0)
    yield "mrr", (reciprocal_rank(ranking[:10], expected), 1.0)
    yield "ndcg_at_10", (ndcg_at(ranking, expected, 10), 1.0)
    cited = _cited_articles(outcome)
    answered = outcome.answer.status is AnswerStatus.ANSWERED
    if answered and cited:
        yield "citation_precision", (precision(cited, expected), 1.0)
    yield "citation_recall", (precision(expected, cited) if answered else 0.0, 1.0)


def _citation_parts(outcome: Outcome) -> dict[str, tuple[float, float]]:
    citations = outcome.answer.citations
    count = float(len(citations))
    return {
        "verbatim": (float(sum(is_verbatim(one, outcome) for one in citations)), count),
        "link_resolves": (float(sum(link_resolves(one) for one in citations)), count),
    }


def _is_right(question: GoldQuestion, answer: Answer) -> bool | None:
    """Tell by the phrases, else by the article cited; None where neither is given."""
    if question.answerable is False:
        return False
    if question.phrases or question.answers:
        quotes = [citation.quote for citation in answer.citations]
        return holds_gold(quotes, question.phrases, question.answers)
    if question.articles:
        cited = {same_article(question.articles, c.article_id, c.url) for c in answer.citations}
        return bool(cited & set(question.articles))
    return None


def _faults(outcome: Outcome, parts: Parts, right: bool | None) -> Iterator[str]:
    status, question = outcome.answer.status, outcome.question
    if status.group in ("error", "limited"):
        yield f"ended in {status.value}"
    elif question.answerable is False and status.group == "answered":
        yield f"unanswerable, yet {status.value.replace('_', ' ')}"
    elif question.answerable is True and is_refusal(status):
        yield "answerable, yet refused"
    elif question.answerable is True and status is AnswerStatus.ANSWERED_PARTLY:
        yield "only partly answered"
    if question.answerable is True and right is False:
        yield "the quotes do not hold what is expected"
    if "recall_at_10" in parts and not parts["recall_at_10"][0]:
        yield "no expected article is among the ten passages found"
    for name, fault in (("verbatim", "a quote is not verbatim"), ("link_resolves", "a bad link")):
        if parts[name][0] < parts[name][1]:
            yield fault


def _cited_articles(outcome: Outcome) -> frozenset[str]:
    expected = outcome.question.articles
    citations = outcome.answer.citations
    return frozenset(same_article(expected, one.article_id, one.url) for one in citations)


def _highlighted(answer: Answer) -> str:
    marked = ((c.quote, c.highlight) for c in answer.citations)
    return next((quote[span[0] : span[1]] for quote, span in marked if span), "")


def _count(holds: bool) -> tuple[float, float]:
    return float(holds), 1.0
