"""Looks whether ingest can do its work, and says what to do where it cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.composition import make_fetcher
from ingest.errors import FetchError, IngestError
from ingest.fetching.models import Fetcher
from ingest.library import Library
from ingest.run_record import read_record
from ingest.settings import IngestSettings
from ingest.source_list import ListedSource, SourceList
from ingest.sources.opening import is_address, listed_sources, source_name
from vectorstore.errors import VectorStoreError
from vectorstore.health import Health, HealthCheck
from vectorstore.settings import StoreSettings

# A body that publishes at all publishes within this time; a run older than it was forgotten.
_OLD_RUN = timedelta(days=7)


def check_ingest(settings: IngestSettings, store: StoreSettings) -> Iterator[HealthCheck]:
    """Look at the library, the last run and every listed source."""
    yield from _check_last_run(store.home)
    try:
        listed = listed_sources(settings.sources, needed=False)
    except IngestError as error:
        yield HealthCheck("sources", Health.FAULT, str(error), f"Mend {settings.sources}.")
        return
    yield from _check_library(store.library_path, listed, settings.sources.resolve().parent)
    fetcher = make_fetcher(settings, listed.source)
    for source in listed.source:
        yield _check_source(source, settings.sources.resolve().parent, fetcher)


def _check_last_run(home: Path) -> Iterator[HealthCheck]:
    record = read_record(home)
    if record is None:
        yield HealthCheck("last run", Health.WARNING, "there was none yet", "Run `suluh ingest`.")
        return
    if not record.succeeded:
        mend = "Mend what it says, then run `suluh ingest` again."
        yield HealthCheck("last run", Health.FAULT, f"{record.ended}: {record.fault}", mend)
        return
    age = datetime.now(UTC) - datetime.fromisoformat(record.ended)
    failures = sum(record.failures.values())
    found = f"succeeded {record.ended}, {failures} items left out"
    if age > _OLD_RUN:
        mend = "Schedule it: `suluh ingest --every 6h`, or the timer in deploy/."
        yield HealthCheck("last run", Health.WARNING, f"{found}; {age.days} days ago", mend)
    else:
        yield HealthCheck("last run", Health.GOOD, found)


def _check_library(path: Path, listed: SourceList, base: Path) -> Iterator[HealthCheck]:
    if not path.exists():
        mend = "Run `suluh ingest`; a build can be read without it, but not made anew."
        yield HealthCheck("library", Health.FAULT, f"there is no library {path}", mend)
        return
    try:
        with Library.open(path) as library:
            fault, counts = library.fault(), library.source_counts()
    except VectorStoreError as error:
        yield HealthCheck("library", Health.FAULT, str(error), "Mend the file or its folder.")
        return
    if fault:
        mend = "Move the file away and run `suluh ingest`, which reads and embeds everything anew."
        yield HealthCheck("library", Health.FAULT, f"SQLite says: {fault}", mend)
        return
    found = f"{sum(counts.values())} articles of {len(counts)} sources"
    yield HealthCheck("library", Health.GOOD, found)
    names = {source_name(source, base) for source in listed.source}
    for name in sorted(counts.keys() - names) if names else ():
        found = f"{counts[name]} articles are of {name}, which is not listed"
        mend = f"List it in the sources, or run `suluh sources forget {name}`."
        yield HealthCheck("library", Health.WARNING, found, mend)


def _check_source(source: ListedSource, base: Path, fetcher: Fetcher) -> HealthCheck:
    part = f"source {source.name}"
    if not is_address(source.at):
        path = Path(source_name(source, base))
        if path.exists():
            return HealthCheck(part, Health.GOOD, f"{path} is there")
        return HealthCheck(part, Health.FAULT, f"there is no {path}", "Mend its path in the list.")
    try:
        fetcher.fetch(source.at)
    except FetchError as error:
        mend = "Open the address in a browser; mend it in the list, or wait if the site is down."
        return HealthCheck(part, Health.FAULT, str(error), mend)
    return HealthCheck(part, Health.GOOD, f"{source.at} answers")
