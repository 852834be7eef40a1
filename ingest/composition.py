"""The composition root of ingest: settings and names in, a job and its sources out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console

from ingest.chunking import chunk_article
from ingest.exclusions import Exclusion
from ingest.job import IngestJob
from ingest.models import Source
from ingest.progress import show_progress
from ingest.settings import IngestSettings
from ingest.source_list import SourceList
from ingest.sources.opening import choose_sources, listed_sources, open_source
from vectorstore.embedding import open_embeddings
from vectorstore.settings import StoreSettings


@contextmanager
def open_job(
    names: Sequence[str], console: Console, settings: IngestSettings, store: StoreSettings
) -> Iterator[tuple[IngestJob, list[Source]]]:
    """Put together the job and the sources that were named, or all that are listed.

    Raises:
        IngestError: a source is not there, or the list of sources is at fault.
        EmbeddingModelError: the embedding model cannot be loaded.
    """
    listed = listed_sources(settings.sources, needed=not names)
    sources = _open_sources(names, listed, settings)
    embedder = open_embeddings(store, serving=False)
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    exclusions = [Exclusion(one.article, one.reason) for one in listed.exclude]
    with show_progress(console) as progress:
        job = IngestJob(store, embedder, chunk, progress, settings.most_removed, exclusions)
        yield job, sources


def _open_sources(
    names: Sequence[str], listed: SourceList, settings: IngestSettings
) -> list[Source]:
    publisher = listed.publisher or settings.publisher
    base = {source.name: settings.sources.resolve().parent for source in listed.source}
    return [
        open_source(source, base.get(source.name, Path.cwd()), publisher)
        for source in choose_sources(names, listed)
    ]
