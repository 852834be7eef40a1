"""One Chroma collection of chunks with their vectors, written once.

Chroma rewrites its vector files in place without checksums, and a damaged file may answer wrongly
or end the process. So a collection is written in one go, never written again once published, and
every text read from it is compared with the digest that was stored beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from typing import Self

import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.models.Collection import Collection

from vectorstore.chroma_clients import reading_errors_mapped
from vectorstore.embedding import Vectors
from vectorstore.errors import BuildDamagedError
from vectorstore.faults import FaultPoint, reach
from vectorstore.models import Chunk
from vectorstore.rows import Place, pack_row, place_of_row, unpack_row

# Recall@10 against exact search is .995 with these for real questions about 100,000 real passages,
# and the target of .98 is met with room for other texts (docs/benchmarks.md).
HNSW = CreateHNSWConfiguration(space="cosine", ef_construction=150, max_neighbors=24, ef_search=400)
# Below Chroma's limits of 5,461 rows and 40 MB a call. Each call reads again what was written since
# the last save, so calls of half as many rows make a build a tenth slower.
_BATCH = 2000
# Where every row is read, calls of this many keep a server's answers to some megabytes.
_PAGE = 5000
# Each call reads what was written since the last save, and each save writes the whole graph: at a
# million chunks either is a minute or two with this many rows between saves.
_ROWS_BETWEEN_SAVES = 20_000
# Chroma's default; it may not exceed the threshold.
_CHROMA_BATCH_SIZE = 100


class VectorIndex:
    """The chunks of one build and their vectors, open for reading."""

    def __init__(self, client: Client, collection: Collection, url: str) -> None:
        self._client = client
        self._collection = collection
        self._url = url

    @classmethod
    def write(
        cls,
        client: Client,
        name: str,
        chunks: Sequence[Chunk],
        vectors: Vectors,
        on_progress: Callable[[int], None],
        marks: Mapping[str, str] | None = None,
        most_unsaved: int = _ROWS_BETWEEN_SAVES,
    ) -> None:
        """Write a new collection; `on_progress` gets each step in chunks."""
        count = len(chunks)
        save_every = rows_between_saves(count, most_unsaved)
        collection = client.create_collection(
            name,
            embedding_function=None,
            metadata=dict(marks) if marks else None,
            configuration={"hnsw": _saved_every(save_every)},
        )
        for start, end in _batches(count, save_every):
            _put(collection.add, chunks[start:end], vectors[start:end])
            on_progress(end - start)
            reach(FaultPoint.WRITE_BATCH)
        if missing := -count % save_every:
            _put(collection.upsert, chunks[:missing], vectors[:missing])

    @classmethod
    def open(cls, client: Client, name: str, url: str = "") -> Self:
        """Open the collection that `write` made; closing it closes the client.

        Raises:
            BuildDamagedError: there is no collection that can be opened.
            StoreUnreachableError: the server at `url` does not answer.
        """
        try:
            with reading_errors_mapped(url):
                return cls(client, client.get_collection(name, embedding_function=None), url)
        except BaseException:
            client.close()
            raise

    def close(self) -> None:
        """Give files and connections back."""
        self._client.close()

    def count(self) -> int:
        """Count the chunks."""
        with reading_errors_mapped(self._url):
            return self._collection.count()

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Give the k chunks nearest to a vector as (chunk id, cosine), nearest first."""
        with reading_errors_mapped(self._url):
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1.0 - dist) for id_, dist in zip(found["ids"][0], distances, strict=True)]

    def cosines(self, vector: Vectors, chunk_ids: Sequence[str]) -> dict[str, float]:
        """Give the cosine of each named chunk with a vector of unit length."""
        if not chunk_ids:
            return {}
        return dict(zip(chunk_ids, (self.vectors(chunk_ids) @ vector).tolist(), strict=True))

    def vectors(self, chunk_ids: Sequence[str]) -> Vectors:
        """Read the vectors of chunks, shape (chunks, dimensions), in the order asked for.

        Raises:
            BuildDamagedError: one is missing.
        """
        with reading_errors_mapped(self._url):
            found = self._collection.get(ids=list(chunk_ids), include=["embeddings"])
            embeddings: Vectors = np.asarray(found["embeddings"], np.float32)
            rows = {chunk_id: row for row, chunk_id in enumerate(found["ids"])}
            return embeddings[[rows[chunk_id] for chunk_id in chunk_ids]]

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """Read chunks in the order asked for.

        Raises:
            BuildDamagedError: one is missing, or is not what was written.
        """
        if not chunk_ids:
            return []
        with reading_errors_mapped(self._url):
            found = self._collection.get(ids=list(chunk_ids), include=["metadatas"])
            rows = found["metadatas"] or []
            read = {id_: unpack_row(row) for id_, row in zip(found["ids"], rows, strict=True)}
        missing = [chunk_id for chunk_id in chunk_ids if chunk_id not in read]
        if missing:
            raise BuildDamagedError(f"The build has lost {len(missing)} of its chunks.")
        return [read[chunk_id] for chunk_id in chunk_ids]

    def places(self, page: int = _PAGE) -> Iterator[Place]:
        """Read where every chunk stands, `page` at once: some tenths of a second for 10,000.

        Raises:
            BuildDamagedError: one cannot be read.
        """
        for start in range(0, self.count(), page):
            with reading_errors_mapped(self._url):
                found = self._collection.get(limit=page, offset=start, include=["metadatas"])
            for chunk_id, row in zip(found["ids"], found["metadatas"] or [], strict=True):
                yield place_of_row(chunk_id, row)


def rows_between_saves(count: int, most: int) -> int:
    """Choose how many rows lie between two saves of the graph, so that the last row is saved.

    Chroma saves at each multiple of this number. Rows after the last one stay in a log that every
    opening replays, and below the first one every opening rewrites the vector files. So the saves
    are spread evenly, and the few rows that are missing to a multiple are written a second time.
    """
    return ceil(count / ceil(count / most))


def _saved_every(rows: int) -> CreateHNSWConfiguration:
    configuration = HNSW.copy()
    configuration["sync_threshold"] = rows
    configuration["batch_size"] = min(rows, _CHROMA_BATCH_SIZE)
    return configuration


def _batches(count: int, save_every: int) -> Iterator[tuple[int, int]]:
    """Cut rows into calls, none of which reaches over a save."""
    for save in range(0, count, save_every):
        saved = min(save + save_every, count)
        for start in range(save, saved, _BATCH):
            yield start, min(start + _BATCH, saved)


def _put(write: Callable[..., None], chunks: Sequence[Chunk], vectors: Vectors) -> None:
    write(
        ids=[chunk.chunk_id for chunk in chunks],
        embeddings=vectors,
        metadatas=[pack_row(chunk) for chunk in chunks],
    )
