"""Finds passages of one corpus held in memory, with the product's own scores."""

from collections.abc import Mapping, Sequence

import numpy as np

from vectorstore.embedding import Embedder, Vectors
from vectorstore.keyword_index import Analyser, KeywordIndex
from vectorstore.ranking import fuse, weights_for

# As in the product's retriever.
_CANDIDATES = 100
_EMBEDDED_TOGETHER = 256


class Searcher:
    """Ranks the passages of one corpus for questions."""

    def __init__(self, passages: Mapping[str, str], vectors: Vectors, embedder: Embedder) -> None:
        self._embedder = embedder
        self._ids = list(passages)
        self._vectors = vectors
        self._keywords = KeywordIndex.build(passages.items(), Analyser.load())

    def search(self, question: str, k: int, language: str = "id") -> list[tuple[str, float]]:
        """Give the k best passages with their fused scores (0..1)."""
        cosines = self._vectors @ self._embedder.query_vectors([question])[0]
        scores = self._keywords.scores(question)
        rows = set(np.argsort(-cosines)[:_CANDIDATES].tolist())
        rows |= {self._keywords.row(hit) for hit in self._keywords.best(scores, _CANDIDATES)}
        dense = {self._ids[row]: float(cosines[row]) for row in rows}
        keyword = {self._ids[row]: float(scores[row]) for row in rows}
        weights = weights_for(language, translated=False)
        return [(c.chunk_id, c.score) for c in fuse(dense, keyword, weights)[:k]]


def document_vectors(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """Embed many texts, those of one length together: shape (texts, dimensions)."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), embedder.fingerprint.dimensions), np.float32)
    for start in range(0, len(order), _EMBEDDED_TOGETHER):
        rows = order[start : start + _EMBEDDED_TOGETHER]
        vectors[rows] = embedder.document_vectors([texts[row] for row in rows])
    return vectors
