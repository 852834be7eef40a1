"""Collects what a source gives, before it is compared with the library."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.errors import SkipReason
from ingest.models import Finding, FoundArticle, Gone, Skipped, Unchanged
from ingest.stored import digest_article


@dataclass(frozen=True, slots=True)
class SourceFindings:
    """What one source gave.

    Attributes:
        source: its name.
        found: its articles by id.
        digests: the digests of these articles, by id.
        skipped: what was left out.
        unchanged: ids of articles that the source says are as they were.
        gone: why articles are withdrawn, by id.
        lists_all: whether what the source does not mention is gone.
    """

    source: str
    found: Mapping[str, FoundArticle]
    digests: Mapping[str, str]
    skipped: tuple[Skipped, ...] = ()
    unchanged: frozenset[str] = frozenset()
    gone: Mapping[str, str] = field(default_factory=dict)
    lists_all: bool = True


def gather(
    source: str,
    findings: Iterable[Finding],
    on_found: Callable[[], None],
    *,
    lists_all: bool = True,
) -> SourceFindings:
    """Collect what a source gives; the first of two articles with one id is taken."""
    found: dict[str, FoundArticle] = {}
    skipped: list[Skipped] = []
    unchanged: set[str] = set()
    gone: dict[str, str] = {}
    for finding in findings:
        match finding:
            case Skipped():
                skipped.append(finding)
            case Unchanged():
                unchanged.add(finding.article_id)
            case Gone():
                gone[finding.article_id] = finding.reason
            case FoundArticle():
                skipped += _add(found, finding)
                on_found()
    digests = {id_: digest_article(one.article) for id_, one in found.items()}
    return SourceFindings(
        source,
        found,
        digests,
        tuple(skipped),
        frozenset(unchanged - found.keys()),
        {id_: reason for id_, reason in gone.items() if id_ not in found},
        lists_all,
    )


def taken(finding: FoundArticle, by: str) -> Skipped:
    """Report an article whose id is already that of another."""
    article_id = finding.article.info.article_id
    reason = f"The id {article_id!r} {by}."
    return Skipped(finding.origin, reason, SkipReason.DUPLICATE_ID)


def _add(found: dict[str, FoundArticle], finding: FoundArticle) -> Iterator[Skipped]:
    first = found.setdefault(finding.article.info.article_id, finding)
    if first is not finding:
        yield taken(finding, f"was already given by {first.origin}; the first one is kept")
