"""The SQLite database that holds articles, chunks and cached vectors: the source of truth."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ingest.models import UNSTATED, KnownPage, Validators
from ingest.stored import blocks_text, info_text, read_blocks, read_info
from vectorstore.embedding import Vectors
from vectorstore.errors import StoreUnwritableError
from vectorstore.faults import FaultPoint, reach
from vectorstore.models import Article, ArticleInfo, Chunk

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    article_id TEXT PRIMARY KEY, source TEXT NOT NULL, origin TEXT NOT NULL, digest TEXT NOT NULL,
    info TEXT NOT NULL, blocks TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS chunks (
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE, position INTEGER NOT NULL,
    heading_path TEXT NOT NULL, anchor TEXT NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (article_id, position)
) STRICT;
CREATE TABLE IF NOT EXISTS vectors (
    digest TEXT NOT NULL, fingerprint TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (digest, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
# Columns that came after the first release; a library made before gets them when it is opened.
_ADDED_COLUMNS = (
    ("articles", "etag", "TEXT NOT NULL DEFAULT ''"),
    ("articles", "last_modified", "TEXT NOT NULL DEFAULT ''"),
    ("chunks", "lead", "TEXT NOT NULL DEFAULT ''"),
)
# The other process only reads or is refused by the ingest lock, so a wait means a fault.
_BUSY_SECONDS = 10
_CHUNKER = "chunker"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What a sync needs to know of an article that the library holds."""

    source: str
    origin: str
    digest: str
    validators: Validators = UNSTATED


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article to store, where it came from, and its chunks."""

    article: Article
    source: str
    origin: str
    digest: str
    chunks: tuple[Chunk, ...]
    validators: Validators = UNSTATED


class Library:
    """Articles, chunks and vectors; one writer at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        """Open the library, making it where there is none, and close it at the end.

        Raises:
            StoreUnwritableError: the file cannot be made, read or written.
        """
        connection = _connect(path)
        try:
            yield cls(connection)
        except sqlite3.Error as error:
            raise StoreUnwritableError(
                f"The library {path} failed ({error}); the live build is kept. "
                "Check free space and permissions, then run the command again."
            ) from error
        finally:
            connection.close()

    def stored_articles(self) -> dict[str, StoredArticle]:
        """Give what is known of every article, by its id."""
        rows = self._connection.execute("SELECT article_id, source, origin, digest FROM articles")
        return {article_id: StoredArticle(*fields) for article_id, *fields in rows}

    def source_counts(self) -> dict[str, int]:
        """Count the articles of every source."""
        return dict(
            self._connection.execute("SELECT source, COUNT(*) FROM articles GROUP BY source")
        )

    def fault(self) -> str:
        """Give what SQLite finds wrong with the file; empty where it is sound."""
        verdict = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        return "" if verdict == "ok" else verdict

    def copy_to(self, path: Path) -> None:
        """Write a copy of the whole library into a new file."""
        with closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def pages(self, source: str) -> list[KnownPage]:
        """Give the pages that a source's articles were read from, in the order of their ids."""
        rows = self._connection.execute(
            "SELECT article_id, origin, etag, last_modified FROM articles WHERE source = ?"
            " ORDER BY article_id",
            (source,),
        )
        return [KnownPage(id_, origin, Validators(*stated)) for id_, origin, *stated in rows]

    def articles(self) -> Iterator[tuple[Article, StoredArticle]]:
        """Read every whole article."""
        rows = self._connection.execute(
            "SELECT info, blocks, source, origin, digest, etag, last_modified FROM articles"
        )
        for info, blocks, source, origin, digest, *stated in rows:
            stored = StoredArticle(source, origin, digest, Validators(*stated))
            yield Article(read_info(info), read_blocks(blocks)), stored

    def apply(self, changes: Iterable[ArticleChange], removed: Iterable[str]) -> None:
        """Store and remove articles with their chunks in one transaction."""
        with self._transaction():
            self._remove(removed)
            for change in changes:
                self._remove([change.article.info.article_id])
                self._insert(change)
                reach(FaultPoint.SYNC_STORED)
        reach(FaultPoint.SYNC_COMMITTED)

    def restate(self, pages: Iterable[tuple[str, Validators]]) -> None:
        """Note what servers now say of versions whose text is the same."""
        rows = ((stated.etag, stated.last_modified, id_) for id_, stated in pages)
        with self._transaction():
            self._connection.executemany(
                "UPDATE articles SET etag = ?, last_modified = ? WHERE article_id = ?", rows
            )

    def chunker(self) -> str:
        """Give the mark of the chunker that made the chunks, empty at first."""
        row = self._connection.execute(
            "SELECT value FROM facts WHERE name = ?", (_CHUNKER,)
        ).fetchone()
        return row[0] if row else ""

    def set_chunker(self, mark: str) -> None:
        """Note which chunker made the chunks."""
        self._connection.execute("REPLACE INTO facts VALUES (?, ?)", (_CHUNKER, mark))

    def chunks(self) -> list[Chunk]:
        """Read every chunk, in the order of article ids and places."""
        rows = self._connection.execute(
            "SELECT info, position, text, heading_path, anchor, lead FROM chunks JOIN articles"
            " USING (article_id) ORDER BY article_id, position"
        )
        infos: dict[str, ArticleInfo] = {}
        chunks = []
        for info, position, text, heading_path, anchor, lead in rows:
            if info not in infos:
                infos[info] = read_info(info)
            path = tuple(json.loads(heading_path))
            chunks.append(Chunk(infos[info], position, text, path, anchor, lead))
        return chunks

    def chunk_digests(self, article_id: str) -> list[str]:
        """Give the digests of an article's chunks."""
        rows = self._connection.execute(
            "SELECT digest FROM chunks WHERE article_id = ?", (article_id,)
        )
        return [row[0] for row in rows]

    def content_digest(self, settings: str) -> str:
        """Digest everything that a build is made of, `settings` of the index included."""
        digest = hashlib.sha256(settings.encode())
        rows = self._connection.execute(
            "SELECT article_id, position, chunks.digest, articles.digest FROM chunks"
            " JOIN articles USING (article_id) ORDER BY article_id, position"
        )
        for row in rows:
            digest.update(repr(row).encode())
        return digest.hexdigest()

    def missing_vectors(self, fingerprint: str) -> list[str]:
        """Give the digests of chunks that have no vector of this model yet."""
        rows = self._connection.execute(
            "SELECT DISTINCT digest FROM chunks WHERE digest NOT IN"
            " (SELECT digest FROM vectors WHERE fingerprint = ?)",
            (fingerprint,),
        )
        return [row[0] for row in rows]

    def save_vectors(self, fingerprint: str, digests: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors, so that no text is embedded twice."""
        blobs = (vector.astype("<f4").tobytes() for vector in vectors)
        rows = ((digest, fingerprint, blob) for digest, blob in zip(digests, blobs, strict=True))
        with self._transaction():
            self._connection.executemany("REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def vectors(self, fingerprint: str, digests: Sequence[str]) -> Vectors:
        """Give the cached vectors of these digests, shape (digests, dimensions).

        Raises:
            KeyError: one has no vector yet.
        """
        rows = self._connection.execute(
            "SELECT digest, vector FROM vectors WHERE fingerprint = ?"
            " AND digest IN (SELECT digest FROM chunks)",
            (fingerprint,),
        )
        blobs: Mapping[str, bytes] = dict(rows)
        joined = b"".join(blobs[digest] for digest in digests)
        return np.frombuffer(joined, "<f4").reshape(len(digests), -1).astype(np.float32)

    def forget_unused_vectors(self) -> None:
        """Drop the vectors of texts that are no longer in the library."""
        self._connection.execute(
            "DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM chunks)"
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _remove(self, article_ids: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM articles WHERE article_id = ?", ((id_,) for id_ in article_ids)
        )

    def _insert(self, change: ArticleChange) -> None:
        article = change.article
        row = (
            article.info.article_id,
            change.source,
            change.origin,
            change.digest,
            info_text(article.info),
            blocks_text(article.blocks),
            change.validators.etag,
            change.validators.last_modified,
        )
        self._connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        chunk_rows = (
            (
                article.info.article_id,
                chunk.position,
                json.dumps(chunk.heading_path, ensure_ascii=False),
                chunk.anchor,
                chunk.text,
                chunk.digest,
                chunk.lead,
            )
            for chunk in change.chunks
        )
        self._connection.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?)", chunk_rows)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(_SCHEMA)
        _add_columns(connection)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnwritableError(
            f"The library {path} cannot be opened ({error}), so nothing was changed; "
            "check the folder's permissions and free space, or set SULUH_HOME."
        ) from error
    return connection


def _add_columns(connection: sqlite3.Connection) -> None:
    for table, column, kind in _ADDED_COLUMNS:
        # Table and column are our own constants; SQL has no parameters for names.
        known = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if column not in known:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
