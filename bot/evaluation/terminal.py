"""A report as tables for a terminal."""

from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.evaluation.comparing import Comparison
from bot.evaluation.measures import BY_NAME, MEASURES
from bot.evaluation.report import Report
from bot.evaluation.summary import Estimates
from bot.evaluation.wording import difference, interval, number, status_words


def print_report(report: Report, comparison: Comparison | None, console: Console) -> None:
    """Print the measures of all and of each register, what changed, and what to look at."""
    summary = report.summary
    registers = summary.groups["register"]
    console.print(_measures(summary.overall, registers if len(registers) > 1 else {}))
    statuses = (f"{status_words(name)} {count}" for name, count in summary.statuses.items())
    console.print(escape(f"Status: {', '.join(statuses)}."))
    if comparison is not None:
        _print_comparison(comparison, console)
    asked, failed = len(report.judgements), len(report.failures)
    console.print(f"{asked - failed} of {asked} questions pass; --html FILE lists the others.")


def _measures(overall: Estimates, registers: Mapping[str, Estimates]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure")
    for title in ("all", "95 %", "of"):
        table.add_column(title, justify="right", no_wrap=True)
    for name in registers:
        table.add_column(escape(name), justify="right", no_wrap=True)
    for measure in MEASURES:
        estimate = overall.get(measure.name)
        if estimate is None:
            continue
        values = (number(measure.name, _value(found, measure.name)) for found in registers.values())
        value = number(measure.name, estimate.value)
        of = "" if measure.milliseconds else str(estimate.of)
        table.add_row(f"{measure.part}: {measure.label}", value, interval(estimate), of, *values)
    return table


def _value(estimates: Estimates, name: str) -> float | None:
    estimate = estimates.get(name)
    return None if estimate is None else estimate.value


def _print_comparison(comparison: Comparison, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("changed", "before", "now", "difference"):
        table.add_column(title, justify="left" if title == "changed" else "right")
    for change in comparison.changes:
        if change.before == change.now:
            continue
        style = "red" if change.is_worse else "green"
        before, now = number(change.name, change.before), number(change.name, change.now)
        measure = BY_NAME[change.name]
        label = f"{measure.part}: {measure.label}"
        table.add_row(label, before, now, f"[{style}]{difference(change)}[/]")
    if table.row_count:
        console.print(table)
    for flip in comparison.flips:
        verdict = "passes now" if flip.passes else "fails now"
        statuses = f"{status_words(flip.status_before)} -> {status_words(flip.status_now)}"
        line = f"  {flip.qid} {verdict} ({statuses}): {flip.question}"
        console.print(escape(line), soft_wrap=True)
    console.print(
        escape(
            f"Questions since {comparison.made}: {len(comparison.flips)} flipped, "
            f"{comparison.only_now} new, {comparison.only_before} gone."
        )
    )
