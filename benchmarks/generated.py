"""Chunks, vectors and questions made up in any number, alike from run to run.

Vectors stand to each other as those of e5 do: a part that all share, a part that the hundred chunks
of one topic share, and a part of their own, so that cosines are about .70 between topics and .85
within one. Texts are made-up words drawn by Zipf's law.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import Vectors
from vectorstore.fingerprint import Fingerprint
from vectorstore.models import ArticleInfo, Chunk

Floats = NDArray[np.floating[Any]]

DIMENSIONS = 384
FINGERPRINT = Fingerprint("generated", "generated", "", "", DIMENSIONS)
_BLOCK = 1000
_CHUNKS_PER_ARTICLE = 3
_CHUNKS_PER_TOPIC = 100
_WORDS_PER_CHUNK = 80
_VOCABULARY = 60_000
# Enough for the rarest word to have one.
_ZIPF_PLACES = 1 << 20
_SHARED, _TOPIC, _OWN = np.sqrt((0.70, 0.15, 0.15))
# A question's vector is its chunk's with this much noise: a cosine of about .9, as e5 gives.
_QUESTION_NOISE = 0.5
_QUESTION_WORDS = 8
_SYLLABLES = [c + v for c in "bcdgjklmnprstwy" for v in "aeiou"]


class GeneratedChunks(Sequence[Chunk]):
    """Chunks made when they are asked for, so that a million of them need no memory."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        """Count them."""
        return self._count

    @overload
    def __getitem__(self, row: int) -> Chunk: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Chunk]: ...
    def __getitem__(self, row: int | slice) -> Chunk | Sequence[Chunk]:
        """Make one chunk or a run of them."""
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(self._count))]
        if row >= self._count:
            raise IndexError(row)
        return make_chunk(int(row))


def make_chunk(row: int) -> Chunk:
    """Make the chunk of one row."""
    number, position = divmod(row, _CHUNKS_PER_ARTICLE)
    info = ArticleInfo(
        f"artikel-{number:07d}",
        f"Artikel nomor {number}",
        f"https://ppid.example.go.id/artikel/{number}",
        "PPID Contoh",
        date(2026, 1, 1),
    )
    words = _vocabulary()[_words_of_block(row // _BLOCK)[row % _BLOCK]]
    return Chunk(info, position, " ".join(words) + ".", ("Bagian", f"Pasal {position}"), "")


def write_vectors(path: Path, count: int) -> Vectors:
    """Write the vectors of all chunks into a file, and give them without reading them back."""
    vectors = np.lib.format.open_memmap(
        path, mode="w+", dtype=np.float32, shape=(count, DIMENSIONS)
    )
    shared = _unit(np.random.default_rng(1).normal(size=DIMENSIONS))
    topics = _unit(
        np.random.default_rng(2).normal(size=(count // _CHUNKS_PER_TOPIC + 1, DIMENSIONS))
    )
    for start in range(0, count, _BLOCK):
        rng = np.random.default_rng((3, start))
        rows = min(_BLOCK, count - start)
        topic = topics[rng.integers(len(topics), size=rows)]
        own = _unit(rng.normal(size=(rows, DIMENSIONS)))
        vectors[start : start + rows] = _unit(_SHARED * shared + _TOPIC * topic + _OWN * own)
    vectors.flush()
    return vectors


def make_questions(vectors: Vectors, count: int) -> dict[str, Vectors]:
    """Make questions about random chunks: some of their words, and a vector near theirs."""
    rng = np.random.default_rng(4)
    questions: dict[str, Vectors] = {}
    for row in rng.integers(len(vectors), size=count):
        words = make_chunk(int(row)).text.rstrip(".").split()
        noise = _QUESTION_NOISE * _unit(rng.normal(size=DIMENSIONS))
        vector = _unit(vectors[row] + noise).astype(np.float32)
        questions[" ".join(rng.choice(words, _QUESTION_WORDS))] = vector
    return questions


def exact_neighbours(vectors: Vectors, questions: Vectors, k: int) -> list[set[int]]:
    """Give the rows of the k nearest vectors of each question, by comparing with every one."""
    best = np.zeros((len(questions), 0), np.float32)
    rows = np.zeros((len(questions), 0), np.int64)
    for start, part in _parts(vectors):
        cosines = questions @ part.T
        here = np.broadcast_to(np.arange(start, start + len(part)), cosines.shape)
        best, rows = np.hstack((best, cosines)), np.hstack((rows, here))
        top = np.argpartition(-best, k, axis=1)[:, :k]
        best, rows = np.take_along_axis(best, top, 1), np.take_along_axis(rows, top, 1)
    return [set(found) for found in rows.tolist()]


def chunk_row(chunk_id: str) -> int:
    """Give the row of a chunk by its id."""
    article, _, position = chunk_id.rpartition("::")
    return int(article.rpartition("-")[2]) * _CHUNKS_PER_ARTICLE + int(position)


def _parts(vectors: Vectors, size: int = 50_000) -> Iterator[tuple[int, Vectors]]:
    for start in range(0, len(vectors), size):
        yield start, np.asarray(vectors[start : start + size])


@lru_cache(maxsize=4)
def _words_of_block(block: int) -> NDArray[np.int64]:
    rng = np.random.default_rng((5, block))
    return _zipf()[rng.integers(len(_zipf()), size=(_BLOCK, _WORDS_PER_CHUNK))]


@lru_cache(maxsize=1)
def _zipf() -> NDArray[np.int64]:
    """Give word numbers, each as often as its share: drawing from a list costs a build nothing."""
    shares = np.cumsum(1 / np.arange(1, _VOCABULARY + 1))
    places = (np.arange(_ZIPF_PLACES) + 0.5) / _ZIPF_PLACES
    return np.asarray(np.searchsorted(shares / shares[-1], places))


@lru_cache(maxsize=1)
def _vocabulary() -> NDArray[np.str_]:
    rng = np.random.default_rng(6)
    syllables = rng.choice(_SYLLABLES, size=(_VOCABULARY, 4))
    return np.array(["".join(word) for word in syllables])


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
