"""The `suluh ingest` command: reads arguments, runs or schedules the job, prints the report."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console

from ingest.command_line import JsonOption, failures_told
from ingest.durations import parse_duration
from ingest.errors import IngestError
from ingest.printing import print_report
from ingest.run_record import keep_record, now
from ingest.schedule import ChildRunner, Timetable, run_schedule
from ingest.settings import IngestSettings
from vectorstore.errors import VectorStoreError
from vectorstore.settings import StoreSettings

# Beside a bot on the same cores an ingest of the same priority doubles its slowest answers.
_NICENESS = 19


def ingest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders, addresses, names of listed sources. None: all listed."
        ),
    ] = None,
    as_json: JsonOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Carry out even a sync that removes much.")
    ] = False,
    every: Annotated[
        str, typer.Option("--every", help="Go on for ever, and repeat after 45m, 6h or 2d.")
    ] = "",
) -> None:
    """Index articles: read the sources, embed what is new, publish a new build."""
    names = sources or []
    with failures_told():
        if every:
            _run_for_ever(names, every, sure=yes)
            return
        os.nice(_NICENESS)
        report = _preview(names, sure=yes) if dry_run else _run(names, sure=yes)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_report(report)


def _run(names: Sequence[str], *, sure: bool) -> dict[str, Any]:
    """Run the job and keep a record of it, of a run that failed too."""
    # The job's libraries take seconds to import; --help and wrong usage need none of them.
    from ingest.composition import open_job, open_sources
    from vectorstore.shelves import open_shelf

    settings, store, started = IngestSettings(), StoreSettings(), now()
    keep = partial(keep_record, store.home, partial(open_shelf, store), started)
    try:
        selection = open_sources(names, settings)
        with open_job(settings, store, Console(stderr=True), selection.exclusions) as job:
            report = job.run(selection.sources, sure=sure).as_json()
    except (IngestError, VectorStoreError) as error:
        keep(fault=str(error))
        raise
    keep(report=report)
    return report


def _preview(names: Sequence[str], *, sure: bool) -> dict[str, Any]:
    from ingest.composition import open_job, open_sources

    settings, store = IngestSettings(), StoreSettings()
    selection = open_sources(names, settings)
    with open_job(settings, store, Console(stderr=True), selection.exclusions) as job:
        return job.preview(selection.sources, sure=sure, golden=settings.golden).as_json()


def _run_for_ever(names: Sequence[str], every: str, *, sure: bool) -> None:
    from ingest.sources.opening import choose_sources, listed_sources

    try:
        span: timedelta = parse_duration(every)
    except ValueError as error:
        raise typer.BadParameter(f"{every!r} {error}", param_hint="--every") from None
    path = IngestSettings().sources
    chosen = choose_sources(names, listed_sources(path, needed=not names))
    timetable = Timetable({source.name: source.every or span for source in chosen})
    runner = ChildRunner(["--yes"] if sure else [])
    runner.stop_on_signals()
    run_schedule(timetable, runner, lambda: datetime.now(UTC), runner.wait)
