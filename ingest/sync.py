"""What is new, changed and gone: a pure comparison of sources and library."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.errors import SkipReason, SyncRefusedError
from ingest.library import ArticleChange, Library, StoredArticle, digest_article
from ingest.models import Finding, FoundArticle, Skipped
from vectorstore.models import Article, Chunk

Chunker = Callable[[Article], tuple[Chunk, ...]]

# These say that an item is not ours to index; the others, that it could not be read this time.
_NOT_A_FAULT = frozenset(
    {SkipReason.UNSUPPORTED, SkipReason.DUPLICATE_ID, SkipReason.OUTSIDE_FOLDER}
)
# Which article such a line was cannot be known, so none of its file is taken for removed.
_UNKNOWN_ROW = frozenset({SkipReason.MALFORMED, SkipReason.UNDECODABLE, SkipReason.TOO_LARGE})
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
    source: str, findings: Iterable[Finding], on_found: Callable[[], None]
) -> SourceFindings:
    """Collect what a source gives; the first of two articles with one id is taken."""
    found: dict[str, FoundArticle] = {}
    skipped: list[Skipped] = []
    for finding in findings:
        if isinstance(finding, Skipped):
            skipped.append(finding)
            continue
        if not isinstance(finding, FoundArticle):
            continue
        article_id = finding.article.info.article_id
        if article_id in found:
            skipped.append(
                _taken(
                    finding,
                    f"was already given by {found[article_id].origin}; the first one is kept",
                )
            )
        else:
            found[article_id] = finding
        on_found()
    return SourceFindings(source, found, tuple(skipped))


def plan_sync(
    findings: SourceFindings,
    digests: Mapping[str, str],
    stored: Mapping[str, StoredArticle],
    gone: frozenset[str] = frozenset(),
) -> SyncPlan:
    """Compare a source's articles (with their digests) with what the library holds of it.

    An article that another source already gave stays that source's, unless that source is `gone`:
    then it is taken over. An article whose file or folder could not be read this time keeps its
    last good version.
    """
    own = {id_: s for id_, s in stored.items() if s.source == findings.source}
    own |= {
        id_: replace(stored[id_], source=findings.source, digest="")
        for id_ in digests
        if id_ in stored and stored[id_].source in gone
    }
    foreign = {id_: stored[id_].source for id_ in digests if id_ in stored and id_ not in own}
    ours = [id_ for id_ in digests if id_ not in foreign]
    faulty = {_file_of(skipped.name) for skipped in findings.skipped if _hides_articles(skipped)}
    missing = [id_ for id_ in own if id_ not in digests]
    kept = [id_ for id_ in missing if _stands_in(faulty, own[id_])]
    return SyncPlan(
        new=_sorted(id_ for id_ in ours if id_ not in own),
        changed=_sorted(id_ for id_ in ours if id_ in own and own[id_].digest != digests[id_]),
        unchanged=_sorted(id_ for id_ in ours if id_ in own and own[id_].digest == digests[id_]),
        removed=_sorted(set(missing) - set(kept)),
        kept=_sorted(kept),
        failed=(
            *findings.skipped,
            *(
                _taken(findings.found[id_], f"belongs to an article of {source}; that one is kept")
                for id_, source in foreign.items()
            ),
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
        count = len(plan.failed)
        first = f" First of {count} faults: {_told(plan.failed[0])}" if count else ""
        raise SyncRefusedError(
            f"No articles were found, so nothing was changed.{first} "
            "Check the source, or repeat with --yes to remove what it gave before."
        )
    if len(plan.removed) > max(most_removed * before, 1 if before < _FEW_ARTICLES else 0):
        raise SyncRefusedError(
            f"This would remove {len(plan.removed)} of {before} articles, so nothing was changed. "
            "Check the source, or repeat with --yes if they are really gone."
        )


def refuse_emptying(plans: Sequence[SyncPlan], known: int) -> None:
    """Stop a sync that would leave none of the `known` articles, however sure the operator is.

    Raises:
        SyncRefusedError: since a bot without any article could only be silent.
    """
    if known <= sum(len(plan.removed) for plan in plans):
        raise SyncRefusedError(
            "This would leave no article at all, so nothing was changed; "
            "ingest what is to be there instead, then remove the rest."
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


def _told(skipped: Skipped) -> str:
    return f"{skipped.name}: {skipped.reason.rstrip('.')}."


def _hides_articles(skipped: Skipped) -> bool:
    """Tell whether articles may stand in what was skipped, without being seen this time."""
    if skipped.code in _NOT_A_FAULT:
        return False
    return _file_of(skipped.name) == skipped.name or skipped.code in _UNKNOWN_ROW


def _stands_in(faulty: set[str], article: StoredArticle) -> bool:
    file = PurePosixPath(_file_of(article.origin))
    return any(str(place) in faulty for place in (file, *file.parents))


def _file_of(place: str) -> str:
    """Give the file of a place such as "faq.jsonl line 7"."""
    return place.partition(" line ")[0]


def _sorted(article_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(article_ids))


def _taken(finding: FoundArticle, by: str) -> Skipped:
    article_id = finding.article.info.article_id
    reason = f"The id {article_id!r} {by}."
    return Skipped(finding.origin, reason, SkipReason.DUPLICATE_ID)
