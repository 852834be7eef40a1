"""The vocabulary that the three packages share: article, chunk, passage."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SECTION_SEPARATOR = " › "
# Of an article that is superseded by nobody tells what.
NO_LONGER_IN_FORCE = "true"
_POSITION_SEPARATOR = "::"
# Two such lines are about 150 tokens of the 512 that small models read.
_MOST_CONTEXT_CHARACTERS = 300


class ArticleKind(StrEnum):
    """What sort of publication an article is."""

    NEWS = "news"
    REGULATION = "regulation"
    SERVICE = "service"
    FAQ = "faq"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What is known about an article beside its text.

    `language` is an ISO 639-1 code ("id", "en"); unknown facts are empty strings or None.
    `superseded` says what replaced it ("dicabut UU 17/2023"), or `NO_LONGER_IN_FORCE` where that
    is not told; it is empty while the article holds.
    """

    article_id: str
    title: str
    url: str = ""
    publisher: str = ""
    published: date | None = None
    kind: ArticleKind = ArticleKind.DOCUMENT
    language: str = "id"
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The text that stands under one heading of an article, with the fragment that links to it."""

    text: str
    heading_path: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One published item: its facts and its text under headings."""

    info: ArticleInfo
    blocks: tuple[Block, ...]


def embedding_context(title: str, heading_path: tuple[str, ...], lead: str = "") -> str:
    """Give the lines that stand before a chunk's text when it is embedded, cut to leave it room.

    Of a long heading path its end is kept, which is nearest to the text.
    """
    section = SECTION_SEPARATOR.join(heading_path)[-_MOST_CONTEXT_CHARACTERS:]
    lines = (title[:_MOST_CONTEXT_CHARACTERS], section, lead)
    return "".join(f"{line}\n" for line in lines if line)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A verbatim piece of an article's text, small enough to embed and to quote from.

    `lead` is what the text continues and does not hold itself: the sentence that leads into its
    list, or the header of its table; it is as verbatim as the text.
    """

    article: ArticleInfo
    position: int
    text: str
    heading_path: tuple[str, ...] = ()
    anchor: str = ""
    lead: str = ""

    @property
    def chunk_id(self) -> str:
        """The article's id and the chunk's place in it, unique in a library."""
        return f"{self.article.article_id}{_POSITION_SEPARATOR}{self.position}"

    @property
    def section(self) -> str:
        """The heading path as one label."""
        return SECTION_SEPARATOR.join(self.heading_path)

    @property
    def url(self) -> str:
        """The address that opens the article at this chunk; empty where the article has none."""
        if not self.article.url or not self.anchor:
            return self.article.url
        return f"{self.article.url.partition('#')[0]}#{self.anchor}"

    @property
    def embedded_text(self) -> str:
        """What the models see: title, headings and lead give context; quotes never hold them."""
        return embedding_context(self.article.title, self.heading_path, self.lead) + self.text

    @property
    def digest(self) -> str:
        """SHA-256 of the embedded text, the key of cached vectors."""
        return hashlib.sha256(self.embedded_text.encode()).hexdigest()


def article_id_of(chunk_id: str) -> str:
    """Give the id of the article that a chunk is from."""
    return chunk_id.rpartition(_POSITION_SEPARATOR)[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question.

    `dense` is the cosine similarity (-1..1), `keyword` the BM25 score (0 and up), `score` their
    fusion (0..1).
    """

    chunk: Chunk
    score: float
    dense: float
    keyword: float
