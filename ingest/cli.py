"""The `suluh ingest` command: reads arguments, puts the job together, prints."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from ingest.command_line import JsonOption, failures_told
from ingest.errors import SourceNotFoundError
from ingest.settings import IngestSettings
from vectorstore.settings import StoreSettings


def ingest(
    sources: Annotated[list[str], typer.Argument(help="Files and folders; also *.jsonl[.gz].")],
    as_json: JsonOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Carry out even a sync that removes much.")
    ] = False,
) -> None:
    """Index articles: read the sources, embed what is new, publish a new build."""
    console = Console(stderr=True)
    with failures_told():
        report = _run_ingest(sources, console, dry_run=dry_run, sure=yes)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print_report(report, dry_run=dry_run)


def _run_ingest(
    sources: list[str], console: Console, *, dry_run: bool, sure: bool
) -> dict[str, Any]:
    # The job's libraries take seconds to import; --help and wrong usage need none of them.
    from ingest.chunking import chunk_article
    from ingest.job import IngestJob
    from ingest.models import SourceDefaults
    from ingest.progress import show_progress
    from ingest.sources.files import read_source
    from vectorstore.embedding import open_embeddings

    settings, store = IngestSettings(), StoreSettings()
    defaults = SourceDefaults(publisher=settings.publisher)
    paths = [_existing(name) for name in sources]
    read = [(str(path), partial(read_source, path, defaults)) for path in paths]
    embedder = open_embeddings(store, serving=False)
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    with show_progress(console) as progress:
        job = IngestJob(store, embedder, chunk, progress, settings.most_removed)
        return job.run(read, dry_run=dry_run, sure=sure).as_json()


def _existing(source: str) -> Path:
    path = Path(source).expanduser()
    if not path.exists():
        raise SourceNotFoundError(
            f"There is no file or folder {source}, so nothing was changed; check the path."
        )
    return path.resolve()


def _print_report(report: dict[str, Any], *, dry_run: bool) -> None:
    counts = ", ".join(
        f"{report[name]} {name}" for name in ("new", "changed", "unchanged", "removed")
    )
    typer.echo(f"Articles: {counts}, {len(report['failed'])} failed.")
    for item in report["failed"]:
        typer.echo(f"  {item['name']}: {item['reason']}")
    if report["kept"]:
        typer.echo(f"Kept as they were: {report['kept']} articles of files that failed now.")
    if dry_run:
        typer.echo("Dry run: nothing was changed.")
    elif report["published"]:
        typer.echo(f"Live build: {report['build']} with {report['chunks']} chunks.")
    else:
        typer.echo(f"Live build: {report['build']}, as before.")
