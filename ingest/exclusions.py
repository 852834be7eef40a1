"""Articles that staff keep out of the index, each with its reason (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wcmatch import fnmatch

from ingest.models import Finding, FoundArticle, Gone, Unchanged


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A pattern of article ids, addresses or places, where `*` stands for anything, and why."""

    pattern: str
    reason: str


def without_excluded(
    findings: Iterable[Finding], exclusions: Sequence[Exclusion]
) -> Iterator[Finding]:
    """Turn every article that staff exclude into one that is gone, with their reason."""
    for finding in findings:
        match finding:
            case FoundArticle(article, origin):
                article_id, address = article.info.article_id, article.info.url
            case Unchanged(article_id, origin):
                address = ""
            case _:
                yield finding
                continue
        reason = _reason((article_id, address, origin), exclusions)
        yield Gone(article_id, origin, f"is excluded: {reason}") if reason else finding


def _reason(names: tuple[str, ...], exclusions: Sequence[Exclusion]) -> str:
    for exclusion in exclusions:
        if any(fnmatch.fnmatch(name, exclusion.pattern, flags=fnmatch.CASE) for name in names):
            return exclusion.reason
    return ""
