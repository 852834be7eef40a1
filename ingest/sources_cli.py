"""The `suluh sources` commands: where the articles come from."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.command_line import JsonOption, failures_told
from ingest.errors import SourceNotFoundError
from ingest.hygiene import Flagged, flagged_texts
from ingest.library import Library
from ingest.printing import print_flagged, print_report
from ingest.settings import IngestSettings
from vectorstore.settings import StoreSettings

sources_app = typer.Typer(no_args_is_help=True, help="Look after where the articles come from.")


@sources_app.command("list")
def list_sources(as_json: JsonOption = False) -> None:
    """Show every source that is listed or that the library holds articles of."""
    with failures_told():
        rows = _rows(IngestSettings(), StoreSettings())
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        known = row["name"] or "not listed"
        typer.echo(f"{row['articles']:>7}  {row['source']}  ({known})")


@sources_app.command()
def flagged(as_json: JsonOption = False) -> None:
    """Show what reads like an instruction to a language model in the articles."""
    path = StoreSettings().library_path
    with failures_told():
        rows = [asdict(text) for text in _flagged_texts(path)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        print_flagged(rows)
    else:
        typer.echo("No article reads like instructions to a language model.")


@sources_app.command()
def forget(
    source: Annotated[str, typer.Argument(help="A listed name, or a source as `list` shows it.")],
    as_json: JsonOption = False,
) -> None:
    """Remove all articles of a source from the index."""
    from rich.console import Console

    from ingest.composition import open_job

    settings, store = IngestSettings(), StoreSettings()
    with failures_told():
        rows = _rows(settings, store)
        name = _stored_name(source, rows)
        with open_job(settings, store, Console(stderr=True)) as job:
            report = job.forget(name).as_json()
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_report(report)


def _rows(settings: IngestSettings, store: StoreSettings) -> list[dict[str, Any]]:
    from ingest.sources.opening import listed_sources, source_name

    listed = listed_sources(settings.sources, needed=False)
    base = settings.sources.resolve().parent
    names = {source_name(source, base): source.name for source in listed.source}
    counts = _counts(store.library_path)
    return [
        {"source": source, "name": names.get(source), "articles": counts.get(source, 0)}
        for source in sorted(names.keys() | counts.keys())
    ]


def _flagged_texts(path: Path) -> list[Flagged]:
    if not path.exists():
        return []
    with Library.open(path) as library:
        return list(flagged_texts(article for article, _ in library.articles()))


def _counts(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    with Library.open(path) as library:
        return library.source_counts()


def _stored_name(asked: str, rows: Sequence[dict[str, Any]]) -> str:
    path = str(Path(asked).expanduser().resolve())
    for row in rows:
        if asked in (row["source"], row["name"]) or path == row["source"]:
            return str(row["source"])
    raise SourceNotFoundError(
        f"No articles are of a source {asked}, so nothing was changed; "
        "`suluh sources list` shows the sources."
    )
