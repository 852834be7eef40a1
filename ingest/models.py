"""What the sources hand on: articles that were found and items that were left out."""

from dataclasses import dataclass

from ingest.errors import SkippedInputError, SkipReason
from vectorstore.models import Article, ArticleKind


@dataclass(frozen=True, slots=True)
class SourceDefaults:
    """Facts that staff state for a whole source; an article's own facts come first."""

    publisher: str = ""
    kind: ArticleKind = ArticleKind.DOCUMENT


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article and where it was read: a path, an address, or a file and line."""

    article: Article
    origin: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that was left out, and why, in one sentence."""

    name: str
    reason: str
    code: SkipReason = SkipReason.UNREADABLE

    @classmethod
    def from_error(cls, error: SkippedInputError) -> "Skipped":
        """The report of an item that a parser refused."""
        return cls(name=error.name, reason=error.reason, code=error.code)


Finding = FoundArticle | Skipped
