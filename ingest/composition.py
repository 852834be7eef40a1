"""The composition root of ingest: settings and names in, a job and its sources out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from ingest.chunking import chunk_article
from ingest.exclusions import Exclusion
from ingest.fetching.client import PoliteFetcher
from ingest.fetching.giving_up import GivingUpFetcher
from ingest.fetching.models import Fetcher, FetchLimits
from ingest.job import IngestJob
from ingest.models import Source
from ingest.progress import show_progress
from ingest.settings import IngestSettings
from ingest.source_list import ListedSource
from ingest.sources.opening import choose_sources, listed_sources, open_source, website_hosts
from vectorstore.embedding import open_embeddings
from vectorstore.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Selection:
    """The sources that are to be read, and what staff keep out of the index."""

    sources: Sequence[Source]
    exclusions: Sequence[Exclusion]


def make_fetcher(settings: IngestSettings, sources: Sequence[ListedSource]) -> Fetcher:
    """Make what reads the pages of these sources, politely and from public addresses only."""
    polite = PoliteFetcher(
        contact=settings.crawler_contact,
        limits=FetchLimits(seconds_between=settings.seconds_between_requests),
        allowed_hosts=website_hosts(sources),
        allowed_private=settings.allowed_private,
    )
    return GivingUpFetcher(polite)


def open_sources(names: Sequence[str], settings: IngestSettings) -> Selection:
    """Open the sources that were named, or all that are listed.

    Raises:
        IngestError: a source is not there, or the list of sources is at fault.
    """
    listed = listed_sources(settings.sources, needed=not names)
    publisher = listed.publisher or settings.publisher
    base = settings.sources.resolve().parent
    chosen = choose_sources(names, listed)
    fetcher = make_fetcher(settings, chosen)
    sources = [
        open_source(source, base if source in listed.source else Path.cwd(), publisher, fetcher)
        for source in chosen
    ]
    return Selection(sources, [Exclusion(one.article, one.reason) for one in listed.exclude])


@contextmanager
def open_job(
    settings: IngestSettings,
    store: StoreSettings,
    console: Console,
    exclusions: Sequence[Exclusion] = (),
) -> Iterator[IngestJob]:
    """Put together the job; its progress is shown on the console.

    Raises:
        EmbeddingModelError: the embedding model cannot be loaded.
    """
    embedder = open_embeddings(store, serving=False)
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    with show_progress(console) as progress:
        yield IngestJob(store, embedder, chunk, progress, settings.most_removed, exclusions)
