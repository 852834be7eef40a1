"""The `suluh index` commands: what is built, which build is live, and whether it is sound."""

import json

import typer

from ingest.command_line import JsonOption, failures_told
from vectorstore.settings import StoreSettings

index_app = typer.Typer(no_args_is_help=True, help="Look after the builds of the index.")


@index_app.command()
def status(as_json: JsonOption = False) -> None:
    """Show the live build."""
    from vectorstore.folder_shelf import FolderShelf

    shelf = FolderShelf(StoreSettings().index_folder)
    with failures_told():
        pointer = shelf.pointer()
        manifest = shelf.manifest(pointer.live)
    facts = {
        "build": manifest.build_id,
        "created": manifest.created,
        "published": pointer.published,
        "articles": manifest.articles,
        "chunks": manifest.chunks,
        "model": manifest.fingerprint.model,
        "previous": list(pointer.previous),
    }
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for name, value in facts.items():
        typer.echo(f"{name:<10} {', '.join(value) if isinstance(value, list) else value}")


@index_app.command()
def rollback() -> None:
    """Make the build before the live one live again."""
    from ingest.locking import one_writer
    from vectorstore.folder_shelf import FolderShelf

    settings = StoreSettings()
    with failures_told(), one_writer(settings.home):
        pointer = FolderShelf(settings.index_folder).roll_back()
    typer.echo(f"The build {pointer.live} is live again.")


@index_app.command()
def verify() -> None:
    """Check the live build: its files, its count, and searches for known chunks."""
    from vectorstore.folder_shelf import FolderShelf

    shelf = FolderShelf(StoreSettings().index_folder)
    with failures_told():
        live = shelf.pointer().live
        shelf.verify(live)
    typer.echo(f"The live build {live} is sound.")
