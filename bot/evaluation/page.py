"""A report as one HTML page that needs nothing else: no script, no font, no address. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from bot.answering.models import Citation
from bot.evaluation.comparing import Comparison
from bot.evaluation.judging import Judgement, same_article
from bot.evaluation.measures import BY_NAME, MEASURES
from bot.evaluation.report import Report
from bot.evaluation.style import STYLE
from bot.evaluation.summary import GROUPINGS, Estimates
from bot.evaluation.svg import coverage_plot, latency_plot, reliability_plot
from bot.evaluation.wording import NOTHING, difference, interval, number, status_words
from vectorstore.cleaning import clean_line, shorten

# Even a mistake in escaping could load nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_INTERVALS = (
    "Intervals are what repeating the set with other questions like these would give 95 times in "
    "100. Where nothing failed, or everything did, they cannot tell how far chance goes."
)
_FOUND_SHOWN = 5
_QUOTE_CHARACTERS = 400


def html_page(report: Report, comparison: Comparison | None = None) -> str:
    """Write the whole page; every text in it is escaped."""
    title = f"Evaluation of {report.name}"
    plots = report.summary
    body = [
        f"<h1>{escape(title)}</h1>",
        _facts(report),
        _section("Measures", _measure_table(report.summary.overall)),
        _section(
            "Plots",
            '<div class="plots">'
            f"{reliability_plot(plots.bins)}{coverage_plot(plots.curve)}"
            f"{latency_plot(plots.milliseconds)}</div>",
        ),
        *(_section(f"By {name}", table) for name, table in _group_tables(report)),
        *([_section("What changed", _changes(comparison))] if comparison else []),
        _section("Questions that did not pass", _failures(report)),
    ]
    if report.unreadable:
        rows = [(str(row.line), row.reason) for row in report.unreadable]
        body.append(_section("Rows that were left out", _table(("line", "why"), rows)))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _facts(report: Report) -> str:
    asked, failed = len(report.judgements), len(report.failures)
    statuses = report.summary.statuses.items()
    facts = (
        f"{asked - failed} of {asked} questions pass.",
        f"Status: {', '.join(f'{status_words(name)} {count}' for name, count in statuses)}.",
        f"Build: {', '.join(report.builds) or NOTHING}. Made: {report.made}.",
    )
    return "".join(f"<p>{escape(fact)}</p>" for fact in facts)


def _measure_table(estimates: Estimates) -> str:
    rows = [
        (
            f"{measure.part}: {measure.label}",
            number(measure.name, estimate.value),
            interval(estimate),
            str(estimate.of),
            measure.meaning,
        )
        for measure in MEASURES
        if (estimate := estimates.get(measure.name)) is not None
    ]
    header = ("measure", "value", "95 % interval", "of", "what it is")
    return f"{_table(header, rows)}<p>{_INTERVALS}</p>"


def _group_tables(report: Report) -> Iterator[tuple[str, str]]:
    for grouping in GROUPINGS:
        groups = report.summary.groups[grouping]
        if groups:
            yield grouping, _group_table(groups)


def _group_table(groups: Mapping[str, Estimates]) -> str:
    values = list(groups.values())
    rows = [
        (f"{measure.part}: {measure.label}", *(_cell(found, measure.name) for found in values))
        for measure in MEASURES
        if any(measure.name in found for found in values)
    ]
    return _table(("measure", *groups), rows, kind="wide figures")


def _cell(estimates: Estimates, name: str) -> str:
    estimate = estimates.get(name)
    if estimate is None:
        return NOTHING
    told = interval(estimate)
    return f"{number(name, estimate.value)} ({told})" if told else number(name, estimate.value)


def _changes(comparison: Comparison) -> str:
    rows = [
        (
            f"{BY_NAME[change.name].part}: {BY_NAME[change.name].label}",
            number(change.name, change.before),
            number(change.name, change.now),
            difference(change) + (" worse" if change.is_worse else ""),
        )
        for change in comparison.changes
        if change.before != change.now
    ]
    flips = [
        (
            flip.qid,
            flip.question,
            "passes now" if flip.passes else "fails now",
            f"{status_words(flip.status_before)} → {status_words(flip.status_now)}",
        )
        for flip in comparison.flips
    ]
    told = (
        f"Questions since {comparison.made}: {len(flips)} flipped, {comparison.only_now} new, "
        f"{comparison.only_before} gone."
    )
    measures = _table(("measure", "before", "now", "difference"), rows)
    flipped = _table(("qid", "question", "verdict", "status"), flips) if flips else ""
    return f"<p>{escape(told)}</p>{measures}{flipped}"


def _failures(report: Report) -> str:
    return "".join(_failure(one) for one in report.failures) or "<p>None.</p>"


def _failure(judgement: Judgement) -> str:
    outcome = judgement.outcome
    question, answer = outcome.question, outcome.answer
    wanted = (*question.articles, *(f"“{one}”" for one in (*question.phrases, *question.answers)))
    facts = [
        ("what is wrong", "; ".join(judgement.faults)),
        ("asked before", " / ".join(question.earlier)),
        ("expected", ", ".join(wanted) if question.answerable else "no answer"),
        ("status", f"{status_words(answer.status.value)}, confidence {answer.confidence:.3f}"),
    ]
    listed = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts if text
    )
    cited = "".join(f"<li>{_citation(one)}</li>" for one in answer.citations)
    found = "".join(
        f"<li>{_place(same_article(question.articles, one.article_id, one.url), one.title)}"
        f" {escape(one.section)}</li>"
        for one in outcome.found[:_FOUND_SHOWN]
    )
    return (
        f"<details><summary>{escape(question.qid)}: {escape(question.text)} "
        f'<span class="fault">{escape(judgement.faults[0])}</span></summary><dl>{listed}</dl>'
        f"<h3>Cited</h3><ol>{cited or '<li>nothing</li>'}</ol>"
        f"<h3>Found</h3><ol>{found or '<li>nothing</li>'}</ol></details>"
    )


def _citation(citation: Citation) -> str:
    quote = shorten(clean_line(citation.quote), _QUOTE_CHARACTERS)
    return f"{_place(citation.article_id, citation.title)} <q>{escape(quote)}</q>"


def _place(article_id: str, title: str) -> str:
    return f"<b>{escape(title)}</b> <code>{escape(article_id)}</code>"


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "wide") -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f'<div class="{kind}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
