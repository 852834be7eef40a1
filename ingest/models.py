"""What the sources hand on: articles that were found and items that were left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.errors import SkippedInputError, SkipReason
from vectorstore.models import Article, ArticleKind


@dataclass(frozen=True, slots=True)
class SourceDefaults:
    """Facts that staff state for a whole source; an article's own facts come first."""

    publisher: str = ""
    kind: ArticleKind = ArticleKind.DOCUMENT
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page's version, to be asked with next time (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""


UNSTATED = Validators()


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article and where it was read: a path, an address, or a file and line."""

    article: Article
    origin: str
    validators: Validators = UNSTATED


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article whose server says that it is as it was when it was last read."""

    article_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that its publisher has withdrawn, or that staff exclude, and why."""

    article_id: str
    origin: str
    reason: str


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


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of a website that the library holds an article of."""

    article_id: str
    url: str
    validators: Validators


Finding = FoundArticle | Skipped | Unchanged | Gone


@dataclass(frozen=True, slots=True)
class Source:
    """Something that gives articles.

    Attributes:
        name: what its articles are filed under: a path or an address.
        read: gives what it holds, given the pages that the library knows of it.
        lists_all: whether what it does not give is gone; of a website only what says so is.
    """

    name: str
    read: Callable[[Sequence[KnownPage]], Iterable[Finding]]
    lists_all: bool = True
