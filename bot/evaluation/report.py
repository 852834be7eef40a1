"""A report and its JSON, which scripts and later comparisons depend on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.answering.models import Citation
from bot.evaluation.intervals import Estimate
from bot.evaluation.judging import Judgement, is_verbatim, link_resolves
from bot.evaluation.models import Found, Unreadable
from bot.evaluation.summary import Estimates, Summary

# A reader of reports may refuse another number.
FORMAT = 1
# More digits than are shown, so that what is shown of a kept figure is rounded once.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found. `made` is an ISO 8601 time; `name` that of the file."""

    name: str
    made: str
    summary: Summary
    judgements: tuple[Judgement, ...]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def failures(self) -> tuple[Judgement, ...]:
        """The questions that did not pass."""
        return tuple(one for one in self.judgements if one.faults)

    @property
    def builds(self) -> tuple[str, ...]:
        """The builds that were read: two, where a new one went live in between."""
        builds = (one.outcome.answer.build for one in self.judgements)
        return tuple(dict.fromkeys(build for build in builds if build))


def report_json(report: Report) -> dict[str, Any]:
    """Give a report as JSON values.

    `metrics` has the measures of all questions and, by language, register and kind, of each group:
    `{"value", "of", "low", "high"}`, the last two null where there is no interval. `questions` has
    each question with its status, faults (none: passed), what was found and what was cited.
    """
    summary = report.summary
    groups = {
        grouping: {name: _estimates(group) for name, group in found.items()}
        for grouping, found in summary.groups.items()
    }
    return {
        "format": FORMAT,
        "name": report.name,
        "made": report.made,
        "builds": list(report.builds),
        "asked": len(report.judgements),
        "passed": len(report.judgements) - len(report.failures),
        "unreadable": [asdict(row) for row in report.unreadable],
        "metrics": {"all": _estimates(summary.overall), **groups},
        "statuses": dict(summary.statuses),
        "timings_ms": {
            step: {"p50": round(p50, 1), "p95": round(p95, 1)}
            for step, (p50, p95) in summary.steps.items()
        },
        "reliability": [_rounded(asdict(one)) for one in summary.bins],
        "coverage_precision": [_rounded(asdict(one)) for one in summary.curve],
        "questions": [_question_json(one) for one in report.judgements],
    }


def _estimates(estimates: Estimates) -> dict[str, Any]:
    return {name: _estimate(estimate) for name, estimate in estimates.items()}


def _estimate(estimate: Estimate) -> dict[str, Any]:
    ends = {"low": estimate.low, "high": estimate.high}
    return {"value": round(estimate.value, DIGITS), "of": estimate.of, **_rounded(ends)}


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: round(v, DIGITS) if isinstance(v, float) else v for k, v in values.items()}


def _question_json(judgement: Judgement) -> dict[str, Any]:
    outcome = judgement.outcome
    question, answer = outcome.question, outcome.answer
    return {
        "qid": question.qid,
        "question": question.text,
        "earlier": list(question.earlier),
        "language": question.language,
        "register": question.register,
        "kind": question.kind,
        "answerable": question.answerable,
        "expected": {
            "articles": list(question.articles),
            "phrases": list(question.phrases),
            "answers": list(question.answers),
        },
        "status": answer.status.value,
        "confidence": answer.confidence,
        "right": judgement.right,
        "faults": list(judgement.faults),
        "total_ms": answer.timings.total,
        "found": _found_json(outcome.found),
        "cited": [
            {
                **_citation_json(citation),
                "verbatim": is_verbatim(citation, outcome),
                "link_resolves": link_resolves(citation),
            }
            for citation in answer.citations
        ],
    }


def _found_json(found: Sequence[Found]) -> list[dict[str, Any]]:
    return [
        {
            "rank": rank,
            "article_id": one.article_id,
            "title": one.title,
            "section": one.section,
            "url": one.url,
        }
        for rank, one in enumerate(found, start=1)
    ]


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "article_id": citation.article_id,
        "title": citation.title,
        "section": citation.section,
        "url": citation.url,
        "quote": citation.quote,
        "highlight": list(citation.highlight) if citation.highlight else None,
    }
