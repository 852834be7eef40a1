"""The `suluh index` commands: what is built, which build is live, and whether it is sound."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from ingest.command_line import JsonOption, failures_told
from ingest.run_record import RunRecord, read_record
from vectorstore.errors import VectorStoreError
from vectorstore.settings import StoreSettings

if TYPE_CHECKING:
    from vectorstore.shelf import Shelf

index_app = typer.Typer(no_args_is_help=True, help="Look after the builds of the index.")


@index_app.command()
def status(as_json: JsonOption = False) -> None:
    """Show the live build."""
    from vectorstore.shelves import open_shelf

    with failures_told(), open_shelf(StoreSettings()) as shelf:
        pointer = shelf.pointer()
        manifest = shelf.manifest(pointer.live)
    record = read_record(StoreSettings().home)
    facts = {
        "build": manifest.build_id,
        "created": manifest.created,
        "published": pointer.published,
        "articles": manifest.articles,
        "chunks": manifest.chunks,
        "model": manifest.fingerprint.model,
        "previous": list(pointer.previous),
        "last_run": asdict(record) if record else None,
    }
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    facts["last_run"] = _told(record) if record else "never"
    for name, value in facts.items():
        typer.echo(f"{name:<10} {', '.join(value) if isinstance(value, list) else value}")


def _told(record: RunRecord) -> str:
    if not record.succeeded:
        return f"failed {record.ended}: {record.fault}"
    return f"succeeded {record.ended}, {sum(record.failures.values())} items left out"


@index_app.command("list")
def list_builds(as_json: JsonOption = False) -> None:
    """Show the builds that are kept, the live one first."""
    from vectorstore.shelves import open_shelf

    with failures_told(), open_shelf(StoreSettings()) as shelf:
        pointer = shelf.pointer()
        builds = [_build_row(shelf, build_id) for build_id in (pointer.live, *pointer.previous)]
    builds[0]["live"] = True
    if as_json:
        typer.echo(json.dumps(builds, ensure_ascii=False, indent=2))
        return
    for row in builds:
        mark = "live" if row["live"] else "before"
        told = row["fault"] or f"{row['articles']} articles, {row['chunks']} chunks"
        typer.echo(f"{mark:<7} {row['build']}  {row['created'] or ''}  {told}")


def _build_row(shelf: "Shelf", build_id: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(("created", "articles", "chunks", "model", "fault"))
    row |= {"build": build_id, "live": False}
    try:
        manifest = shelf.manifest(build_id)
    except VectorStoreError as error:
        return row | {"fault": str(error)}
    return row | {
        "created": manifest.created,
        "articles": manifest.articles,
        "chunks": manifest.chunks,
        "model": manifest.fingerprint.model,
    }


@index_app.command()
def rollback() -> None:
    """Make the build before the live one live again."""
    from ingest.locking import one_writer
    from vectorstore.shelves import open_shelf

    settings = StoreSettings()
    with failures_told(), one_writer(settings.home), open_shelf(settings) as shelf:
        pointer = shelf.roll_back()
    typer.echo(f"The build {pointer.live} is live again.")


@index_app.command()
def verify() -> None:
    """Check the live build: its files, its count, and searches for known chunks."""
    from vectorstore.shelves import open_shelf

    with failures_told(), open_shelf(StoreSettings()) as shelf:
        live = shelf.pointer().live
        shelf.verify(live)
    typer.echo(f"The live build {live} is sound.")
