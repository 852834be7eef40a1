"""What counts as damage when a build is searched for chunks that it is known to hold."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import WordEmbedder
from vectorstore.build import Manifest, OpenBuild, check_searches
from vectorstore.embedding import Vectors
from vectorstore.errors import BuildDamagedError
from vectorstore.keyword_index import Analyser, KeywordIndex
from vectorstore.models import Chunk
from vectorstore.vector_index import VectorIndex

_CANARIES = 64


class _Index(VectorIndex):
    """An index whose graph does not reach the first rows, or whose vectors are others."""

    def __init__(self, vectors: Vectors, unreached: int, *, swapped: bool = False) -> None:
        self._rows = vectors[::-1] if swapped else vectors
        self._unreached = unreached

    def count(self) -> int:
        return len(self._rows)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        cosines = self._rows[self._unreached :] @ vector
        best = int(np.argmax(cosines))
        return [(str(best + self._unreached), float(cosines[best]))]

    def vectors(self, chunk_ids: Sequence[str]) -> Vectors:
        return self._rows[[int(chunk_id) for chunk_id in chunk_ids]]

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        return []


def _check(folder: Path, unreached: int, *, count: int = _CANARIES, swapped: bool = False) -> None:
    embedder = WordEmbedder()
    vectors = embedder.document_vectors([f"nomor {number}" for number in range(count)])
    np.savez(folder / "canaries.npz", ids=[str(row) for row in range(count)], vectors=vectors)
    manifest = Manifest("b1", "2026-01-01", count, count, "", embedder.fingerprint, {})
    index = _Index(vectors, unreached, swapped=swapped)
    keywords = KeywordIndex.build([("0", "nomor")], Analyser.load())
    check_searches(folder, OpenBuild(manifest, index, keywords))


@pytest.mark.parametrize("unreached", [0, 2])
def test_the_few_that_an_approximate_graph_misses_are_no_damage(
    tmp_path: Path, unreached: int
) -> None:
    """Where texts are all but alike, a sound graph may not reach one in some hundreds."""
    _check(tmp_path, unreached)


@pytest.mark.parametrize(("unreached", "count"), [(3, _CANARIES), (1, 20)])
def test_more_misses_than_that_are_damage(tmp_path: Path, unreached: int, count: int) -> None:
    """Nor may a small build, whose graph links everything, miss a single one."""
    with pytest.raises(BuildDamagedError, match="miss them"):
        _check(tmp_path, unreached, count=count)


def test_a_vector_that_is_not_what_was_written_is_damage(tmp_path: Path) -> None:
    """Even where a search still finds one that is as near."""
    with pytest.raises(BuildDamagedError, match="not what was written"):
        _check(tmp_path, 0, swapped=True)
