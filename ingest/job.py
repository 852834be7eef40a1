"""The ingest job: sources -> library -> live build, and a report of all of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from ingest.building import Published, publish_library
from ingest.chunking import CHUNKER_VERSION
from ingest.library import Library, StoredArticle
from ingest.locking import one_writer
from ingest.models import Finding, Skipped
from ingest.progress import Progress
from ingest.sync import (
    Chunker,
    SourceFindings,
    SyncPlan,
    article_changes,
    digest_findings,
    gather,
    plan_sync,
    rechunk,
    refuse_emptying,
    refuse_implausible,
)
from vectorstore.embedding import Embedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.models import Article, Chunk
from vectorstore.settings import StoreSettings

# A source's canonical name and a function that reads it.
Source = tuple[str, Callable[[], Iterable[Finding]]]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an ingest did; `published` is None for a dry run."""

    new: int
    changed: int
    unchanged: int
    removed: int
    kept: int
    failed: tuple[Skipped, ...]
    published: Published | None

    def as_json(self) -> dict[str, Any]:
        """Give the report as the JSON that scripts read."""
        live = self.published
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "kept": self.kept,
            "failed": [
                {"name": item.name, "code": item.code.value, "reason": item.reason}
                for item in self.failed
            ],
            "build": live.build_id if live else None,
            "published": bool(live and live.new),
            "chunks": live.chunks if live else None,
            "embedded": live.embedded if live else 0,
        }


@dataclass(frozen=True, slots=True)
class IngestJob:
    """Everything an ingest needs, put together at the entry point."""

    settings: StoreSettings
    embedder: Embedder
    chunk: Chunker
    progress: Progress
    most_removed: float

    def run(self, sources: Sequence[Source], *, dry_run: bool, sure: bool) -> SyncReport:
        """Sync the sources in one transaction and bring the live build up to date.

        Raises:
            IngestError: the sync was refused, or another ingest is at work; nothing was changed.
            VectorStoreError: the new build could not be made; the live one is kept.
        """
        with (
            one_writer(self.settings.home),
            Library.open(self.settings.library_path) as library,
        ):
            planned = self._plan(sources, library.stored_articles(), sure=sure)
            if dry_run:
                return _report([plan for _, plan in planned], None)
            self._apply(library, planned)
            return _report([plan for _, plan in planned], self._publish(library))

    def _plan(
        self, sources: Sequence[Source], stored: Mapping[str, StoredArticle], *, sure: bool
    ) -> list[tuple[SourceFindings, SyncPlan]]:
        known = dict(stored)
        planned = []
        for name, read in sources:
            self.progress.start("Reading", None)
            findings = gather(name, read(), self.progress.advance)
            self.progress.finish()
            digests = digest_findings(findings)
            plan = plan_sync(findings, digests, known, _gone(known))
            if not sure:
                refuse_implausible(plan, self.most_removed)
            for id_ in plan.new:
                known[id_] = StoredArticle(name, findings.found[id_].origin, digests[id_])
            planned.append((findings, plan))
        refuse_emptying([plan for _, plan in planned], len(known))
        return planned

    def _apply(self, library: Library, planned: list[tuple[SourceFindings, SyncPlan]]) -> None:
        removed = [article_id for _, plan in planned for article_id in plan.removed]
        stored = sum(len(plan.new) + len(plan.changed) for _, plan in planned)
        if not stored and not removed:
            return
        self.progress.start("Chunking", stored)
        changes = chain.from_iterable(
            article_changes(findings, plan, self._chunk_and_advance) for findings, plan in planned
        )
        library.apply(changes, removed)
        self.progress.finish()

    def _chunk_and_advance(self, article: Article) -> tuple[Chunk, ...]:
        self.progress.advance()
        return self.chunk(article)

    def _publish(self, library: Library) -> Published:
        shelf = FolderShelf(self.settings.index_folder)
        shelf.discard_unfinished()
        mark = f"{CHUNKER_VERSION} {self.embedder.fingerprint.key}"
        if library.chunker() not in ("", mark):
            rechunk(library, self.chunk)
        library.set_chunker(mark)
        return publish_library(library, shelf, self.embedder, self.progress)


def _gone(stored: Mapping[str, StoredArticle]) -> frozenset[str]:
    """Give the sources that are no longer there, so that a moved folder keeps its articles."""
    sources = {article.source for article in stored.values()}
    return frozenset(source for source in sources if not Path(source).exists())


def _report(plans: Sequence[SyncPlan], published: Published | None) -> SyncReport:
    return SyncReport(
        new=sum(len(plan.new) for plan in plans),
        changed=sum(len(plan.changed) for plan in plans),
        unchanged=sum(len(plan.unchanged) for plan in plans),
        removed=sum(len(plan.removed) for plan in plans),
        kept=sum(len(plan.kept) for plan in plans),
        failed=tuple(item for plan in plans for item in plan.failed),
        published=published,
    )
