"""What a sync would change, article by article and chunk by chunk."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ingest.golden import AnswerChange
from ingest.library import ArticleChange
from ingest.sync import SyncPlan

StoredDigests = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class ArticlePreview:
    """One article that a sync would add, change or remove; `change` is "new", "changed", "removed".

    `chunks_new` and `chunks_gone` count the texts that would come and go; the others stay.
    """

    article_id: str
    change: str
    title: str
    chunks_new: int
    chunks_gone: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that a sync would change, and why it would be refused, if it would be.

    `golden` are the golden questions whose answer would change; None where they were not asked.
    """

    articles: tuple[ArticlePreview, ...]
    refusal: str = ""
    golden: tuple[AnswerChange, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the preview as the JSON that scripts read."""
        return {
            "articles": [asdict(article) for article in self.articles],
            "chunks_new": sum(article.chunks_new for article in self.articles),
            "chunks_gone": sum(article.chunks_gone for article in self.articles),
            "refusal": self.refusal or None,
            "golden": None if self.golden is None else [asdict(one) for one in self.golden],
        }


def preview_articles(
    plan: SyncPlan, changes: Iterable[ArticleChange], stored_digests: StoredDigests
) -> Iterator[ArticlePreview]:
    """Compare the chunks of what a plan stores and removes with those of the library."""
    new = set(plan.new)
    for change in changes:
        info = change.article.info
        before = Counter(stored_digests(info.article_id))
        after = Counter(chunk.digest for chunk in change.chunks)
        yield ArticlePreview(
            info.article_id,
            "new" if info.article_id in new else "changed",
            info.title,
            (after - before).total(),
            (before - after).total(),
        )
    for article_id in plan.removed:
        yield ArticlePreview(article_id, "removed", "", 0, len(stored_digests(article_id)))
