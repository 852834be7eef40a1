"""Prints what an ingest did, or would do, for people."""

from collections.abc import Iterable, Sequence
from typing import Any

import typer

# A longer list is for --json; on a terminal it would push the summary out of sight.
_MOST_LISTED = 50


def print_report(report: dict[str, Any]) -> None:
    """Print the JSON of a report as lines."""
    counts = ", ".join(
        f"{report[name]} {name}" for name in ("new", "changed", "unchanged", "removed")
    )
    typer.echo(f"Articles: {counts}, {len(report['failed'])} failed.")
    _print_some(f"  {item['name']}: {item['reason']}" for item in report["failed"])
    _print_some(f"  removed {item['article_id']}: {item['reason']}" for item in report["withdrawn"])
    if report["flagged"]:
        print_flagged(report["flagged"])
    if report["kept"]:
        typer.echo(f"Kept as they were: {report['kept']} articles that could not be read now.")
    if "preview" in report:
        _print_preview(report["preview"])
    elif report["published"]:
        typer.echo(f"Live build: {report['build']} with {report['chunks']} chunks.")
    elif report["held_back"]:
        typer.echo(
            f"Live build: {report['build']}, as before: {report['held_back']} was rolled back and "
            "nothing has changed since. Change what was wrong, or repeat with --yes."
        )
    else:
        typer.echo(f"Live build: {report['build']}, as before.")


def print_flagged(flagged: Sequence[dict[str, Any]]) -> None:
    """Print the texts that read like instructions to a language model."""
    typer.echo(
        f"Please look at {len(flagged)} texts that read like instructions to a language model. "
        "They can be quoted, and are never handed to one."
    )
    _print_some(_flagged_line(text) for text in flagged)


def _flagged_line(text: dict[str, Any]) -> str:
    section = f", {text['section']}" if text["section"] else ""
    return f"  {text['article_id']}{section} ({text['kind']}): {text['excerpt']}"


def _print_preview(preview: dict[str, Any]) -> None:
    _print_some(
        f"  {item['change']} {item['article_id']}: {item['chunks_new']} texts come, "
        f"{item['chunks_gone']} go"
        for item in preview["articles"]
    )
    typer.echo(f"Texts: {preview['chunks_new']} would come, {preview['chunks_gone']} would go.")
    if preview["golden"] is not None:
        typer.echo(f"Golden questions whose answer would change: {len(preview['golden'])}.")
        _print_some(_golden_line(change) for change in preview["golden"])
    if preview["refusal"]:
        typer.echo(f"This would be refused: {preview['refusal']}")
    typer.echo("Dry run: nothing was changed.")


def _golden_line(change: dict[str, Any]) -> str:
    before = "; ".join(change["citations_before"]) or "no citation"
    after = "; ".join(change["citations_after"]) or "no citation"
    return (
        f"  {change['qid'] or change['question']}: {change['status_before']} ({before}) -> "
        f"{change['status_after']} ({after})"
    )


def _print_some(lines: Iterable[str]) -> None:
    listed = list(lines)
    for line in listed[:_MOST_LISTED]:
        typer.echo(line)
    if len(listed) > _MOST_LISTED:
        typer.echo(f"  ... and {len(listed) - _MOST_LISTED} more; --json lists all.")
