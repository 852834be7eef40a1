"""The ingest job: sources -> library -> live build, and a report of all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ingest.building import Published, publish_library
from ingest.chunking import CHUNKER_VERSION
from ingest.errors import SyncRefusedError
from ingest.exclusions import Exclusion, without_excluded
from ingest.gathering import SourceFindings, gather
from ingest.golden import AnswerChange
from ingest.hygiene import Flagged, flagged_texts
from ingest.library import Library, StoredArticle
from ingest.locking import one_writer
from ingest.models import Source
from ingest.preview import ArticlePreview, Preview, preview_articles
from ingest.progress import Progress
from ingest.refusals import refuse_emptying, refuse_implausible
from ingest.rehearsal import rehearse
from ingest.report import SyncReport
from ingest.sync import Chunker, SyncPlan, article_changes, plan_sync, rechunk
from vectorstore.embedding import Embedder
from vectorstore.faults import FaultPoint, reach
from vectorstore.folder_shelf import FolderShelf
from vectorstore.models import Article, Chunk
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Shelf
from vectorstore.shelves import open_shelf

_Planned = Sequence[tuple[SourceFindings, SyncPlan]]


@dataclass(frozen=True, slots=True)
class IngestJob:
    """Everything an ingest needs, put together at the entry point.

    `most_removed` is the share (0..1) of a source that one sync may remove unasked.
    """

    settings: StoreSettings
    embedder: Embedder
    chunk: Chunker
    progress: Progress
    most_removed: float
    exclusions: Sequence[Exclusion] = ()

    def run(self, sources: Sequence[Source], *, sure: bool) -> SyncReport:
        """Sync the sources in one transaction and bring the live build up to date.

        Raises:
            IngestError: the sync was refused, or another ingest is at work; nothing was changed.
            VectorStoreError: the new build could not be made; the live one is kept.
        """
        with (
            one_writer(self.settings.home),
            Library.open(self.settings.library_path) as library,
        ):
            reach(FaultPoint.SYNC_LOCKED)
            planned, known = self._plan(sources, library)
            plans = [plan for _, plan in planned]
            self._refuse(plans, known, sure=sure)
            reach(FaultPoint.SYNC_PLANNED)
            self._apply(library, planned)
            with open_shelf(self.settings) as shelf:
                return SyncReport.of(
                    plans,
                    published=self._publish(library, shelf, sure=sure),
                    flagged=_flagged(planned),
                )

    def forget(self, source: str) -> SyncReport:
        """Remove every article of a source and bring the live build up to date.

        Raises:
            IngestError: no article would be left, or another ingest is at work.
            VectorStoreError: the new build could not be made; the live one is kept.
        """
        return self.run([Source(source, lambda known: ())], sure=True)

    def preview(
        self, sources: Sequence[Source], *, sure: bool = False, golden: Path | None = None
    ) -> SyncReport:
        """Tell what `run` would change or refuse, and change nothing.

        `golden` names questions whose answers are compared before and after.

        Raises:
            IngestError: a source is not there, or another ingest is at work.
            VectorStoreError: the golden questions cannot be asked of what the sync would make.
        """
        with (
            one_writer(self.settings.home),
            Library.open(self.settings.library_path) as library,
        ):
            planned, known = self._plan(sources, library)
            plans = [plan for _, plan in planned]
            refusal = ""
            try:
                self._refuse(plans, known, sure=sure)
            except SyncRefusedError as error:
                refusal = str(error)
            articles = self._article_previews(library, planned)
            changes = self._rehearse(golden, library, planned) if golden and articles else None
            preview = Preview(articles, refusal, changes)
            return SyncReport.of(plans, preview=preview, flagged=_flagged(planned))

    def _rehearse(
        self, golden: Path, library: Library, planned: _Planned
    ) -> tuple[AnswerChange, ...]:
        def carry_out(copy: Library, settings: StoreSettings) -> None:
            self._apply(copy, planned)
            self._publish(copy, FolderShelf(settings.index_folder), sure=True)

        return rehearse(golden, library, self.settings.home, carry_out)

    def _article_previews(self, library: Library, planned: _Planned) -> tuple[ArticlePreview, ...]:
        self.progress.start("Chunking", None)
        articles = [
            article
            for findings, plan in planned
            for article in preview_articles(
                plan,
                article_changes(findings, plan, self._chunk_and_advance),
                library.chunk_digests,
            )
        ]
        self.progress.finish()
        return tuple(articles)

    def _plan(self, sources: Sequence[Source], library: Library) -> tuple[_Planned, int]:
        """Compare every source with the library; also give how many articles are known then."""
        known = library.stored_articles()
        gone = _gone(known)
        planned = []
        for source in sources:
            self.progress.start("Reading", None)
            found = without_excluded(source.read(library.pages(source.name)), self.exclusions)
            advance = self.progress.advance
            findings = gather(source.name, found, advance, lists_all=source.lists_all)
            self.progress.finish()
            plan = plan_sync(findings, known, gone)
            for id_ in plan.new:
                origin, digest = findings.found[id_].origin, findings.digests[id_]
                known[id_] = StoredArticle(source.name, origin, digest)
            planned.append((findings, plan))
        return planned, len(known)

    def _refuse(self, plans: Sequence[SyncPlan], known: int, *, sure: bool) -> None:
        for plan in plans:
            if not sure:
                refuse_implausible(plan, self.most_removed)
        refuse_emptying(plans, known)

    def _apply(self, library: Library, planned: _Planned) -> None:
        library.restate(
            (article_id, findings.found[article_id].validators)
            for findings, plan in planned
            for article_id in plan.restated
        )
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

    def _publish(self, library: Library, shelf: Shelf, *, sure: bool) -> Published:
        shelf.discard_unfinished()
        reach(FaultPoint.SYNC_CLEANED)
        mark = f"{CHUNKER_VERSION} {self.embedder.fingerprint.key}"
        if library.chunker() not in ("", mark):
            rechunk(library, self.chunk)
        library.set_chunker(mark)
        return publish_library(library, shelf, self.embedder, self.progress, sure=sure)


def _flagged(planned: _Planned) -> list[Flagged]:
    """Give what is to be looked at in the articles that are new or changed."""
    return [
        flagged
        for findings, plan in planned
        for flagged in flagged_texts(
            findings.found[article_id].article for article_id in (*plan.new, *plan.changed)
        )
    ]


def _gone(stored: Mapping[str, StoredArticle]) -> frozenset[str]:
    """Give the folders that are no longer there, so that a moved folder keeps its articles."""
    sources = {article.source for article in stored.values()}
    return frozenset(
        source for source in sources if "://" not in source and not Path(source).exists()
    )
