"""What is new, changed and gone: a pure comparison of sources and library."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ingest.errors import SkipReason
from ingest.gathering import SourceFindings, taken
from ingest.library import ArticleChange, Library, StoredArticle
from ingest.models import Skipped
from vectorstore.models import Article, Chunk

Chunker = Callable[[Article], tuple[Chunk, ...]]

# These say that an item is not ours to index; the others, that it could not be read this time.
_NOT_A_FAULT = frozenset(
    {
        SkipReason.UNSUPPORTED,
        SkipReason.DUPLICATE_ID,
        SkipReason.OUTSIDE_FOLDER,
        SkipReason.EXCLUDED,
    }
)
# Which article such a line was cannot be known, so none of its file is taken for removed.
_UNKNOWN_ROW = frozenset({SkipReason.MALFORMED, SkipReason.UNDECODABLE, SkipReason.TOO_LARGE})


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """The difference between a source and the library; ids sorted.

    `withdrawn` gives the reason for those of `removed` whose reason is known; `restated` are those
    of `unchanged` for which the server gave new validators.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[Skipped, ...]
    withdrawn: tuple[tuple[str, str], ...] = ()
    restated: tuple[str, ...] = ()


def plan_sync(
    findings: SourceFindings,
    stored: Mapping[str, StoredArticle],
    gone_sources: frozenset[str] = frozenset(),
) -> SyncPlan:
    """Compare a source's articles with what the library holds of it.

    An article that another source already gave stays that source's, unless that source is gone:
    then it is taken over. An article whose file, folder or page could not be read this time keeps
    its last good version.
    """
    digests = findings.digests
    own = _own(findings, stored, gone_sources)
    foreign = {id_: stored[id_].source for id_ in digests if id_ in stored and id_ not in own}
    ours = [id_ for id_ in digests if id_ not in foreign]
    same = {id_ for id_ in ours if id_ in own and own[id_].digest == digests[id_]}
    missing = own.keys() - digests.keys() - findings.unchanged
    removed = missing - _kept(missing, findings, own)
    return SyncPlan(
        new=_sorted(id_ for id_ in ours if id_ not in own),
        changed=_sorted(id_ for id_ in ours if id_ in own and id_ not in same),
        unchanged=_sorted(same | (findings.unchanged & own.keys())),
        removed=_sorted(removed),
        kept=_sorted(missing - removed),
        failed=(*findings.skipped, *_foreign_told(findings, foreign)),
        withdrawn=tuple(sorted((i, why) for i, why in findings.gone.items() if i in removed)),
        restated=_sorted(i for i in same if findings.found[i].validators != own[i].validators),
    )


def rechunk(library: Library, chunk: Chunker) -> None:
    """Cut every article of the library anew, after the chunker or the model changed."""
    changes = [
        ArticleChange(
            article, stored.source, stored.origin, stored.digest, chunk(article), stored.validators
        )
        for article, stored in library.articles()
    ]
    library.apply(changes, ())


def article_changes(
    findings: SourceFindings, plan: SyncPlan, chunk: Chunker
) -> Iterator[ArticleChange]:
    """Give the articles that a plan stores, cut into chunks."""
    for article_id in (*plan.new, *plan.changed):
        found = findings.found[article_id]
        yield ArticleChange(
            found.article,
            findings.source,
            found.origin,
            findings.digests[article_id],
            chunk(found.article),
            found.validators,
        )


def _own(
    findings: SourceFindings,
    stored: Mapping[str, StoredArticle],
    gone_sources: frozenset[str],
) -> dict[str, StoredArticle]:
    own = {id_: article for id_, article in stored.items() if article.source == findings.source}
    return own | {
        id_: replace(stored[id_], source=findings.source, digest="")
        for id_ in findings.digests
        if id_ in stored and stored[id_].source in gone_sources
    }


def _kept(
    missing: Iterable[str], findings: SourceFindings, own: Mapping[str, StoredArticle]
) -> set[str]:
    """Give those of the missing articles that stay."""
    candidates = [id_ for id_ in missing if id_ not in findings.gone]
    if findings.lists_all:
        faulty = {_file_of(skipped.name) for skipped in findings.skipped if _hides(skipped)}
        return {id_ for id_ in candidates if _stands_in(faulty, own[id_])}
    # A page that gave an article under another id has replaced the one it gave before.
    origins = {found.origin for found in findings.found.values()}
    return {id_ for id_ in candidates if own[id_].origin not in origins}


def _foreign_told(findings: SourceFindings, foreign: Mapping[str, str]) -> Iterator[Skipped]:
    for article_id, source in foreign.items():
        yield taken(
            findings.found[article_id],
            f"belongs to an article of {source}; that one is kept. If that source is no longer "
            "used, run `suluh sources forget` with its name",
        )


def _hides(skipped: Skipped) -> bool:
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
