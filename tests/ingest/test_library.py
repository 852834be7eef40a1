"""The library keeps articles, chunks and vectors, and changes them all or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.library import ArticleChange, Library
from ingest.stored import digest_article, info_text
from tests.factories import make_article
from vectorstore.errors import StoreUnwritableError
from vectorstore.models import Article, Chunk


def _change(article: Article) -> ArticleChange:
    chunks = tuple(Chunk(article.info, n, b.text) for n, b in enumerate(article.blocks))
    return ArticleChange(article, "/isi", article.info.article_id, digest_article(article), chunks)


def test_articles_and_chunks_come_back_as_they_were(tmp_path: Path) -> None:
    """Nothing of an article is lost between two openings."""
    article = make_article("a.md", "Isi “kutipan” é.")
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(article)], ())
    with Library.open(tmp_path / "l.sqlite3") as library:
        [(read, stored)] = library.articles()
        assert read == article
        assert stored.digest == digest_article(read)
        assert library.chunks() == list(_change(article).chunks)


def test_a_chunk_comes_back_with_its_lead(tmp_path: Path) -> None:
    """What a chunk continues is kept beside its text."""
    article = make_article("a.md", "Syarat: a. satu; b. dua.")
    chunk = Chunk(article.info, 0, "b. dua.", lead="Syarat:")
    change = replace(_change(article), chunks=(chunk,))
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([change], ())
        assert library.chunks() == [chunk]


def test_what_replaced_an_article_is_kept_and_changes_its_digest(tmp_path: Path) -> None:
    """Staff who mark an article as superseded get a new build; of the others nothing changes."""
    article = make_article("a.md")
    old = replace(article, info=replace(article.info, superseded="dicabut UU 17/2023"))
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(article)], ())
        before = library.content_digest("")
        library.apply([_change(old)], ())
        assert library.content_digest("") != before
        assert library.chunks()[0].article.superseded == "dicabut UU 17/2023"
    assert "superseded" not in info_text(article.info)


def test_a_library_of_an_earlier_version_is_opened(tmp_path: Path) -> None:
    """Chunks that were stored before there were leads have none."""
    path = tmp_path / "l.sqlite3"
    change = _change(make_article("a.md"))
    with Library.open(path) as library:
        library.apply([change], ())
    with closing(sqlite3.connect(path)) as earlier:
        earlier.execute("ALTER TABLE chunks DROP COLUMN lead")
    with Library.open(path) as library:
        assert library.chunks() == list(change.chunks)
        library.apply([change], ())
        assert library.chunks() == list(change.chunks)


def test_a_failure_within_a_sync_changes_nothing(tmp_path: Path) -> None:
    """A sync is one transaction."""

    def failing() -> Iterator[ArticleChange]:
        yield _change(make_article("b.md"))
        raise RuntimeError("cut off")

    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(make_article("a.md"))], ())
        with pytest.raises(RuntimeError):
            library.apply(failing(), ["a.md"])
        assert list(library.stored_articles()) == ["a.md"]


def test_removing_an_article_removes_its_chunks(tmp_path: Path) -> None:
    """No chunk outlives its article."""
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(make_article("a.md")), _change(make_article("b.md"))], ())
        library.apply((), ["a.md"])
        assert list(library.stored_articles()) == ["b.md"]
        assert [chunk.article.article_id for chunk in library.chunks()] == ["b.md"]


def test_vectors_are_kept_by_text_and_model(tmp_path: Path) -> None:
    """A vector of one model is none for another; unused ones are forgotten."""
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(make_article("a.md"))], ())
        [digest] = library.missing_vectors("m1")
        library.save_vectors("m1", [digest, "unused"], np.eye(2, dtype=np.float32))
        assert library.missing_vectors("m1") == []
        assert library.missing_vectors("m2") == [digest]
        assert library.vectors("m1", [digest, digest]).tolist() == [[1, 0], [1, 0]]
        library.apply((), ["a.md"])
        library.forget_unused_vectors()
        library.apply([_change(make_article("a.md"))], ())
        assert library.missing_vectors("m1") == [digest]


def test_the_content_digest_sees_every_fact(tmp_path: Path) -> None:
    """A changed date or address makes a new build, even where no text changed."""
    first = make_article("a.md")
    with Library.open(tmp_path / "l.sqlite3") as library:
        library.apply([_change(first)], ())
        before = library.content_digest("x")
        assert library.content_digest("x") == before != library.content_digest("y")
        library.apply([_change(make_article("a.md", "Isi lain."))], ())
        assert library.content_digest("x") != before


def test_a_file_that_is_no_library_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """The message says that nothing was changed, and what to check."""
    path = tmp_path / "l.sqlite3"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreUnwritableError, match="nothing was changed"), Library.open(path):
        pytest.fail("it was opened")
