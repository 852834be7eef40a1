"""The `suluh evaluate` command: reads a question set, asks it, and reports."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BotError
from bot.settings import BotSettings
from vectorstore.errors import VectorStoreError
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from bot.evaluation.comparing import Comparison
    from bot.evaluation.limits import Limit
    from bot.evaluation.models import Outcome, QuestionSet
    from bot.evaluation.report import Report

# Of a table that is not printed to a terminal.
_TABLE_WIDTH = 120


def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions: JSON Lines or CSV, also packed (.gz).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with plots and all failures.")
    ] = None,
    old: Annotated[
        Path | None, typer.Option("--compare", help="A report of --json; show what changed.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE: exit 1 where a measure is lower.")
    ] = None,
    fail_over: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE: exit 1 where a measure is higher.")
    ] = None,
) -> None:
    """Measure retrieval, answers, citations, doubt and speed on a set of questions."""
    limits = _limits(fail_under or (), fail_over or ())
    if html is not None and not html.absolute().parent.is_dir():
        raise typer.BadParameter(f"the folder of {html} does not exist")
    # These need no model, so that a mistake in a file is told at once.
    from bot.evaluation.comparing import compare, read_past
    from bot.evaluation.limits import passed_limits
    from bot.evaluation.questions import read_questions

    try:
        past = read_past(old) if old else None
        questions = read_questions(file)
        for row in questions.unreadable:
            typer.echo(f"{file} line {row.line} was left out: it {row.reason}.", err=True)
        report = _run(file.name, questions)
    except (BotError, VectorStoreError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    comparison = compare(past, report) if past else None
    _print(report, comparison, as_json=as_json)
    if html is not None:
        _write_page(html, report, comparison)
    broken = list(passed_limits(limits, report.summary.overall))
    if broken:
        typer.echo(f"The evaluation fails: {'; '.join(broken)}.", err=True)
        raise typer.Exit(1)


def _limits(least: Iterable[str], most: Iterable[str]) -> "list[Limit]":
    from bot.evaluation.limits import parse_limit

    try:
        return [*map(parse_limit, least), *map(partial(parse_limit, is_most=True), most)]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _run(name: str, questions: "QuestionSet") -> "Report":
    # The models' libraries take seconds to import.
    from bot.app import open_bot
    from bot.evaluation.asking import ask_all
    from bot.evaluation.judging import judge
    from bot.evaluation.report import Report
    from bot.evaluation.summary import summarise

    made = datetime.now(UTC).isoformat(timespec="seconds")
    with open_bot(BotSettings(), StoreSettings()) as bot:
        bot.warm_up()
        outcomes = ask_all(bot, questions.questions)
        judgements = tuple(map(judge, _watched(outcomes, len(questions.questions))))
    return Report(name, made, summarise(judgements), judgements, questions.unreadable)


def _watched(outcomes: "Iterable[Outcome]", total: int) -> "Iterable[Outcome]":
    """Show how far it is, where somebody watches."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(outcomes, "Asking", total, console=console, disable=not console.is_terminal)


def _print(report: "Report", comparison: "Comparison | None", *, as_json: bool) -> None:
    from rich.console import Console

    from bot.evaluation.comparing import comparison_json
    from bot.evaluation.report import report_json
    from bot.evaluation.terminal import print_report

    if not as_json:
        width = None if sys.stdout.isatty() else _TABLE_WIDTH
        print_report(report, comparison, Console(width=width))
        return
    row = report_json(report)
    if comparison is not None:
        row["compared"] = comparison_json(comparison)
    typer.echo(json.dumps(row, ensure_ascii=False, indent=2))


def _write_page(path: Path, report: "Report", comparison: "Comparison | None") -> None:
    from bot.evaluation.page import html_page

    try:
        path.write_text(html_page(report, comparison), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        typer.echo(f"The page {path} could not be written: {reason}.", err=True)
        raise typer.Exit(1) from error
