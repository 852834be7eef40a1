"""Writes a report out, for Telegram and for the terminal."""

from collections.abc import Iterator

from bot.answering.models import WORDED
from bot.messages.catalogue import Catalogue
from bot.messages.dates import day_in_jakarta, format_date
from bot.reporting.report import Report
from bot.reporting.unanswered import QuestionGroup
from bot.storage.feedback import Rejected

# Staff see what a question is about; the rest of a long one makes the list hard to read.
LONGEST_QUESTION = 200


def report_text(report: Report, language: str, catalogue: Catalogue) -> str:
    """Write a report in `language`: paragraphs apart by empty lines, one line for each item."""
    writer = _Writer(language, catalogue)
    return "\n\n".join("\n".join(lines) for lines in writer.paragraphs(report) if lines)


class _Writer:
    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self._language = language
        self._catalogue = catalogue

    def paragraphs(self, report: Report) -> Iterator[list[str]]:
        summary = report.summary
        yield [self._text("report", days=report.days)]
        if not summary.total:
            yield [self._text("report_none")]
            return
        yield list(self._figures(report))
        yield [
            self._text("report_by_status"),
            *(
                f"• {self._text(f'status_{status.value}')}: {number}"
                for status, number in summary.by_status.items()
            ),
        ]
        yield [
            self._text("report_by_language"),
            *(f"• {self._name(code)}: {number}" for code, number in summary.by_language.items()),
        ]
        yield self._listed("report_unanswered", [self._group(one) for one in report.unanswered])
        yield self._listed("report_rejected", [self._rejected(one) for one in report.rejected])

    def _figures(self, report: Report) -> Iterator[str]:
        summary = report.summary
        yield self._text("report_total", total=summary.total)
        if summary.share_answered is not None:
            percent = round(100 * summary.share_answered)
            yield self._text("report_share", percent=percent, sought=summary.sought)
        if report.model.answers:
            used = report.model
            yield self._text(
                "report_model",
                worded=used.outcomes.get(WORDED, 0),
                asked=used.answers,
                tokens=used.input_tokens + used.output_tokens,
                cost=f"{used.cost:.2f}",
            )
        if summary.helpful or summary.not_helpful:
            yield self._text(
                "report_feedback", helpful=summary.helpful, not_helpful=summary.not_helpful
            )

    def _listed(self, heading: str, items: list[str]) -> list[str]:
        numbered = (f"{number}. {item}" for number, item in enumerate(items, start=1))
        return [self._text(heading), *numbered] if items else []

    def _group(self, group: QuestionGroup) -> str:
        line = self._text(
            "report_group",
            question=_short(group.example),
            size=group.size,
            date=self._day(group.last),
        )
        return "; ".join((line, *self._searched(group.searched)))

    def _rejected(self, answer: Rejected) -> str:
        facts = [self._day(answer.asked), *self._searched(answer.searched)]
        if answer.reason:
            facts.append(self._text("report_reason", reason=self._reason(answer.reason)))
        if answer.titles:
            titles = "; ".join(map(_short, answer.titles))
            facts.append(self._text("report_cited", titles=titles))
        return f"{_short(answer.question)} ({', '.join(facts)})"

    def _searched(self, searched: str) -> list[str]:
        """Say what was searched for where a language model wrote a follow-up out."""
        return [self._text("report_searched", searched=_short(searched))] if searched else []

    def _reason(self, reason: str) -> str:
        """Give the words on the button that was pressed; else the reason as it was written."""
        try:
            return self._catalogue.text(f"telegram.reason_{reason}", self._language)
        except KeyError:
            return _short(reason)

    def _name(self, code: str) -> str:
        try:
            return self._text(f"language_{code}")
        except KeyError:
            return code

    def _day(self, seconds: float) -> str:
        return format_date(day_in_jakarta(seconds), self._language, self._catalogue)

    def _text(self, key: str, **values: object) -> str:
        return self._catalogue.text(f"staff.{key}", self._language, **values)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUESTION else f"{line[: LONGEST_QUESTION - 1].rstrip()}…"
