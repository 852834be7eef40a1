"""The report on the questions of a while: read from storage, put together, and as JSON."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from bot.reporting.summary import Summary
from bot.reporting.unanswered import QuestionGroup, Stems, group_questions
from bot.storage.feedback import Rejected
from bot.storage.steps import ModelSummary
from bot.storage.store import Storage

SECONDS_A_DAY = 86_400.0
# Read at most; more than these in one period tell staff nothing that these do not.
MOST_UNANSWERED = 1_000
MOST_REJECTED = 20
MOST_GROUPS = 15


@dataclass(frozen=True, slots=True)
class Report:
    """What staff learn of the last `days`: no id and no conversation, only masked questions."""

    days: int
    summary: Summary
    unanswered: tuple[QuestionGroup, ...]
    rejected: tuple[Rejected, ...]
    model: ModelSummary


def read_report(storage: Storage, days: int, now: float, stems: Stems) -> Report:
    """Put the report on the last `days` before `now` (unix seconds) together.

    Raises:
        StorageError: the records cannot be read.
    """
    since = now - days * SECONDS_A_DAY
    questions, feedback = storage.questions, storage.feedback
    return Report(
        days,
        Summary(questions.counts(since), *feedback.counts(since)),
        group_questions(questions.unanswered(since, MOST_UNANSWERED), stems)[:MOST_GROUPS],
        tuple(feedback.rejected(since, MOST_REJECTED)),
        storage.steps.model_use(since),
    )


def report_json(report: Report) -> dict[str, Any]:
    """Give the report for scripts, times as ISO 8601 in UTC."""
    summary = report.summary
    return {
        "days": report.days,
        "questions": summary.total,
        "by_status": {status.value: number for status, number in summary.by_status.items()},
        "by_language": summary.by_language,
        "sought": summary.sought,
        "share_answered": summary.share_answered,
        "helpful": summary.helpful,
        "not_helpful": summary.not_helpful,
        "unanswered": [{**asdict(one), "last": _iso(one.last)} for one in report.unanswered],
        "rejected": [{**asdict(one), "asked": _iso(one.asked)} for one in report.rejected],
        "language_model": asdict(report.model),
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
