"""A collection on real Chroma that is written with several saves."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import make_chunk
from tests.fakes import WordEmbedder
from vectorstore.bundled_model import file_digest
from vectorstore.chroma_clients import make_folder_client, open_folder_client, seal_folder
from vectorstore.vector_index import VectorIndex

pytestmark = pytest.mark.integration


def test_every_row_is_saved_however_many_saves_it_takes(tmp_path: Path) -> None:
    """Openings replay nothing and write nothing, the rows that were written twice count once."""
    chunks = [make_chunk(f"Isi nomor {n}.", f"a{n}.md") for n in range(1201)]
    embedder = WordEmbedder()
    vectors = embedder.document_vectors([chunk.embedded_text for chunk in chunks])
    steps: list[int] = []
    with closing(make_folder_client(tmp_path)) as client:
        VectorIndex.write(client, "articles", chunks, vectors, steps.append, most_unsaved=250)
    assert sum(steps) == 1201
    assert _rows_to_replay(tmp_path) <= 1
    written = _graph(tmp_path)
    for _ in range(2):
        with closing(VectorIndex.open(open_folder_client(tmp_path), "articles")) as index:
            assert index.count() == 1201
            for row in (0, 600, 1200):
                assert index.nearest(vectors[row], 1)[0][1] == pytest.approx(1.0, abs=1e-4)
            assert index.chunks([chunks[0].chunk_id, chunks[1200].chunk_id])
    assert _graph(tmp_path) == written


def _rows_to_replay(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        count: int = database.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0]
    return count


def _graph(folder: Path) -> dict[str, str]:
    return {path.name: file_digest(path) for path in folder.glob("*/*")}


def test_the_places_of_all_chunks_can_be_read(tmp_path: Path) -> None:
    """Each chunk's title and headings, without its text being compared."""
    chunks = [make_chunk(f"Isi nomor {n}.", f"a{n}.md") for n in range(7)]
    vectors = WordEmbedder().document_vectors([chunk.embedded_text for chunk in chunks])
    with closing(make_folder_client(tmp_path)) as client:
        VectorIndex.write(client, "articles", chunks, vectors, lambda done: None)
    with closing(VectorIndex.open(open_folder_client(tmp_path), "articles")) as index:
        places = {place.chunk_id: (place.title, place.headings) for place in index.places(page=3)}
    assert places == {chunk.chunk_id: (chunk.article.title, ()) for chunk in chunks}


def test_a_sealed_database_holds_each_text_once(tmp_path: Path) -> None:
    """Nothing is left of the log, and no index repeats the texts: every opening reads the file."""
    chunks = [make_chunk(f"Isi nomor {n}. " + "Panjang " * 100, f"a{n}.md") for n in range(300)]
    vectors = WordEmbedder().document_vectors([chunk.embedded_text for chunk in chunks])
    with closing(make_folder_client(tmp_path)) as client:
        VectorIndex.write(client, "articles", chunks, vectors, lambda done: None)
    seal_folder(tmp_path)
    texts = sum(len(chunk.text) for chunk in chunks)
    assert (tmp_path / "chroma.sqlite3").stat().st_size < 2 * texts + 300_000
    with closing(VectorIndex.open(open_folder_client(tmp_path), "articles")) as index:
        assert index.chunks([chunks[7].chunk_id]) == [chunks[7]]
