"""What is new, changed and gone: a pure comparison of sources and library."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.errors import SkipReason, SyncRefusedError
from ingest.library import ArticleChange, Library, StoredArticle, digest_article
from ingest.models import FoundArticle, Skipped
from vectorstore.models import Article, Chunk

Chunker = Callable[[Article], tuple[Chunk, ...]]

# These say that an item is not ours to index; the others, that it could not be read this time.
_NOT_A_FAULT = frozenset(
    {SkipReason.UNSUPPORTED, SkipReason.DUPLICATE_ID, SkipReason.OUTSIDE_FOLDER}
)
# Below this many articles a share says little: one of three is already a third.
_FEW_ARTICLES = 10


@dataclass(frozen=True, slots=True)
class SourceFindings:
    """What one source gave: its name, its articles by id, and what was left out."""

    source: str
    found: Mapping[str, FoundArticle]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """The difference between the sources and the library; ids sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[Skipped, ...]


def gather(
    source: str, findings: Iterable[FoundArticle | Skipped], on_found: Callable[[], None]
) -> SourceFindings:
    """Collect what a source gives; the first of two articles with one id is taken."""
    found: dict[str, FoundArticle] = {}
    skipped: list[Skipped] = []
    for finding in findings:
        if isinstance(finding, Skipped):
            skipped.append(finding)
            continue
        article_id = finding.article.info.article_id
        if article_id in found:
            skipped.append(_duplicate(finding, found[article_id].origin))
        else:
            found[article_id] = finding
        on_found()
    return SourceFindings(source, found, tuple(skipped))


def plan_sync(
    findings: SourceFindings, digests: Mapping[str, str], stored: Mapping[str, StoredArticle]
) -> SyncPlan:
    """Compare a source's articles (with their digests) with what the library holds of it.

    An article that another source already gave stays that source's. An article whose file could
    not be read this time keeps its last good version.
    """
    foreign = {
        article_id: stored[article_id].source
        for article_id in digests
        if article_id in stored and stored[article_id].source != findings.source
    }
    own = {id_: s for id_, s in stored.items() if s.source == findings.source}
    ours = [id_ for id_ in digests if id_ not in foreign]
    faulty = {_file_of(s.name) for s in findings.skipped if s.code not in _NOT_A_FAULT}
    missing = [id_ for id_ in own if id_ not in digests]
    kept = [id_ for id_ in missing if id_ in faulty or _file_of(own[id_].origin) in faulty]
    return SyncPlan(
        new=_sorted(id_ for id_ in ours if id_ not in own),
        changed=_sorted(id_ for id_ in ours if id_ in own and own[id_].digest != digests[id_]),
        unchanged=_sorted(id_ for id_ in ours if id_ in own and own[id_].digest == digests[id_]),
        removed=_sorted(set(missing) - set(kept)),
        kept=_sorted(kept),
        failed=(
            *findings.skipped,
            *(_foreign(findings.found[id_], source) for id_, source in foreign.items()),
        ),
    )


def refuse_implausible(plan: SyncPlan, most_removed: float) -> None:
    """Stop a sync that finds nothing, or would remove more than `most_removed` (0..1) of a source.

    Raises:
        SyncRefusedError: with what to do next.
    """
    found = len(plan.new) + len(plan.changed) + len(plan.unchanged)
    before = len(plan.changed) + len(plan.unchanged) + len(plan.removed) + len(plan.kept)
    if found == 0:
        reasons = f" {len(plan.failed)} items could not be read." if plan.failed else ""
        raise SyncRefusedError(
            f"No articles were found, so nothing was changed.{reasons} "
            "Check the source, or repeat with --yes to remove what it gave before."
        )
    if len(plan.removed) > max(most_removed * before, 1 if before < _FEW_ARTICLES else 0):
        raise SyncRefusedError(
            f"This would remove {len(plan.removed)} of {before} articles, so nothing was changed. "
            "Check the source, or repeat with --yes if they are really gone."
        )


def rechunk(library: Library, chunk: Chunker) -> None:
    """Cut every article of the library anew, after the chunker or the model changed."""
    changes = [
        ArticleChange(article, stored.source, stored.origin, stored.digest, chunk(article))
        for article, stored in library.articles()
    ]
    library.apply(changes, ())


def digest_findings(findings: SourceFindings) -> dict[str, str]:
    """Digest every article of a source, by its id."""
    return {id_: digest_article(found.article) for id_, found in findings.found.items()}


def article_changes(
    findings: SourceFindings, plan: SyncPlan, chunk: Chunker
) -> Iterator[ArticleChange]:
    """Give the articles that a plan stores, cut into chunks."""
    for article_id in (*plan.new, *plan.changed):
        article, origin = findings.found[article_id].article, findings.found[article_id].origin
        digest = digest_article(article)
        yield ArticleChange(article, findings.source, origin, digest, chunk(article))


def _file_of(place: str) -> str:
    """Give the file of a place such as "faq.jsonl line 7"."""
    return place.partition(" line ")[0]


def _sorted(article_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(article_ids))


def _duplicate(finding: FoundArticle, first: str) -> Skipped:
    article_id = finding.article.info.article_id
    return Skipped(
        finding.origin,
        f"The id {article_id!r} was already given by {first}; the first one is kept.",
        SkipReason.DUPLICATE_ID,
    )


def _foreign(finding: FoundArticle, source: str) -> Skipped:
    article_id = finding.article.info.article_id
    return Skipped(
        finding.origin,
        f"The id {article_id!r} belongs to an article of {source}; that one is kept.",
        SkipReason.DUPLICATE_ID,
    )
