"""What the commands of ingest share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ingest.errors import IngestError
from vectorstore.errors import VectorStoreError

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


@contextmanager
def failures_told() -> Iterator[None]:
    """End a command that failed with its one sentence and exit code 1."""
    try:
        yield
    except (IngestError, VectorStoreError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
