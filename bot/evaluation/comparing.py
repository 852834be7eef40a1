"""What changed since an older report: measures, and questions that flipped."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.errors import OldReportError
from bot.evaluation.measures import BY_NAME
from bot.evaluation.report import DIGITS, FORMAT, Report


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """How a question ended in an older report."""

    passed: bool
    status: str


@dataclass(frozen=True, slots=True)
class PastReport:
    """What a comparison needs of an older report: values by measure, questions by qid."""

    made: str
    values: Mapping[str, float]
    questions: Mapping[str, PastQuestion]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and now; None where it was or is not measured."""

    name: str
    before: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        """Now less before."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def is_worse(self) -> bool:
        """Tell whether the value went the wrong way."""
        lower_is_better = BY_NAME[self.name].lower_is_better
        difference = self.difference or 0.0
        return difference > 0 if lower_is_better else difference < 0


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that passed and does not any more, or the other way round."""

    qid: str
    question: str
    passes: bool
    status_before: str
    status_now: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since `made`; questions of one report alone are only counted."""

    made: str
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    only_before: int
    only_now: int


def read_past(path: Path) -> PastReport:
    """Read a report that `suluh evaluate --json` wrote.

    Raises:
        OldReportError: the file is none, or of another format.
    """
    try:
        report = json.loads(path.read_text(encoding="utf-8-sig"))
        if report["format"] != FORMAT:
            raise OldReportError(path)
        values = {k: float(v["value"]) for k, v in report["metrics"]["all"].items()}
        questions = {row["qid"]: _past_question(row) for row in report["questions"]}
        return PastReport(str(report["made"]), values, questions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OldReportError(path) from error


def compare(past: PastReport, report: Report) -> Comparison:
    """Compare a report with an older one; questions are the same by their qid."""
    overall = report.summary.overall
    now = {name: round(estimate.value, DIGITS) for name, estimate in overall.items()}
    names = [name for name in BY_NAME if name in now or name in past.values]
    asked = {one.outcome.question.qid: one for one in report.judgements}
    both = [(past.questions[qid], one) for qid, one in asked.items() if qid in past.questions]
    flips = (
        Flip(
            one.outcome.question.qid,
            one.outcome.question.text,
            not one.faults,
            before.status,
            one.outcome.answer.status.value,
        )
        for before, one in both
        if before.passed == bool(one.faults)
    )
    return Comparison(
        made=past.made,
        changes=tuple(Change(name, past.values.get(name), now.get(name)) for name in names),
        flips=tuple(sorted(flips, key=lambda flip: flip.passes)),
        only_before=len(past.questions) - len(both),
        only_now=len(asked) - len(both),
    )


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as JSON values."""
    return {
        "made": comparison.made,
        "metrics": {
            change.name: {"before": change.before, "now": change.now}
            for change in comparison.changes
        },
        "flipped": [asdict(flip) for flip in comparison.flips],
        "only_before": comparison.only_before,
        "only_now": comparison.only_now,
    }


def _past_question(row: Mapping[str, Any]) -> PastQuestion:
    return PastQuestion(not row["faults"], str(row["status"]))
