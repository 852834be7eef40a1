"""Makes the values that many tests need, with defaults that do not matter to them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.fakes import WordEmbedder
from vectorstore.build import BuildInput, write_build
from vectorstore.embedding import Embedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.models import Article, ArticleInfo, Block, Chunk, Passage


def make_info(article_id: str = "a.md", title: str = "Judul", url: str = "") -> ArticleInfo:
    """Make the facts of an article."""
    return ArticleInfo(article_id, title, url, "PPID Contoh", date(2023, 2, 6))


def make_article(article_id: str = "a.md", text: str = "Isi artikel.") -> Article:
    """Make an article of one block."""
    return Article(make_info(article_id), (Block(text),))


def make_chunk(text: str, article_id: str = "a.md", position: int = 0) -> Chunk:
    """Make a chunk."""
    return Chunk(make_info(article_id, f"Judul {article_id}"), position, text)


def make_passage(text: str, *, score: float = 1.0, dense: float = 0.9) -> Passage:
    """Make a passage that was found."""
    return Passage(make_chunk(text), score, dense, keyword=1.0)


def publish_chunks(
    index: Path, chunks: Sequence[Chunk], build_id: str = "b1", embedder: Embedder | None = None
) -> FolderShelf:
    """Write a build of these chunks and make it live."""
    embedder = embedder or WordEmbedder()
    vectors = embedder.document_vectors([chunk.embedded_text for chunk in chunks])
    shelf = FolderShelf(index)
    build = BuildInput(build_id, "2026-01-01", chunks, vectors, build_id, embedder.fingerprint)
    write_build(shelf.unfinished_folder(build_id), build)
    shelf.publish(build_id)
    return shelf
