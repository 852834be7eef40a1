"""From a question to passages: dense and keyword candidates, fused into one ranking."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from vectorstore.build import OpenBuild
from vectorstore.embedding import Embedder, Vectors
from vectorstore.live import LiveBuild
from vectorstore.models import Passage, article_id_of
from vectorstore.ranking import (
    LANGUAGES_OF_TEXTS,
    Candidate,
    Weights,
    above_floor,
    cited_first,
    fuse,
    spread_articles,
    superseded_later,
    weights_for,
)

# How many candidates each method gives; the fusion was tuned with this number.
_CANDIDATES = 100
# Unrelated texts have e5 cosines of about .70 to .78; below this nothing is worth reading.
_COSINE_FLOOR = 0.76
# Of added words' BM25; tuned on the citizens' questions of the development set.
_ADDED_WEIGHT = 0.6
# One long article may not fill the list.
_CHUNKS_PER_ARTICLE = 3

# What no longer holds yields to what does and fits about as well. With this, and with twice as
# much, questions that name a superseded law of the development corpus still find it first.
_SUPERSEDED_PENALTY = 0.1
# So many more are looked at, of which those in force can take the place of superseded ones.
_REPLACEMENTS = 5


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages found, best first, and the build they are from.

    `asked` is the vector of the question as it was asked, without added words; None where nobody
    embedded it.
    """

    build_id: str
    passages: tuple[Passage, ...]
    asked: Vectors | None = field(default=None, compare=False, repr=False)


class PassageFinder:
    """Finds the passages of the live build that fit a question."""

    def __init__(self, live: LiveBuild, embedder: Embedder) -> None:
        self._live = live
        self._embedder = embedder

    def find(
        self,
        question: str,
        language: str = "id",
        k: int = 10,
        added: str = "",
        cited: Sequence[str] = (),
        asked: str = "",
    ) -> Retrieval:
        """Give up to k passages, best first; none for a question that holds no topic.

        `added` are further words for what the question says, as official texts may call it;
        `cited` the ids of chunks that it names, which come first where the build holds them.
        `asked` is what was asked, where that is put otherwise than what is searched for: the vector
        given and the passages' cosines are its own.

        Raises:
            VectorStoreError: the live build or the embedding model cannot be used.
        """
        with self._live.lease() as build:
            asked_for, vector = self._query_vectors(question, language, added, asked)
            if not build.keywords.analyser.stems(question):
                return Retrieval(build.manifest.build_id, (), asked_for)
            scores = build.keywords.scores(question)
            if added:
                scores = scores + _ADDED_WEIGHT * build.keywords.scores(added)
            named = [chunk_id for chunk_id in cited if build.keywords.holds(chunk_id)]
            weights = weights_for(language, bool(added))
            candidates = _candidates(build, vector, scores, weights, named)
            kept = above_floor(candidates, _COSINE_FLOOR, named)
            article_of = {c.chunk_id: article_id_of(c.chunk_id) for c in kept}
            spread = spread_articles(kept, article_of, _CHUNKS_PER_ARTICLE)
            pool = cited_first(spread, named)[: k + _REPLACEMENTS]
            chunks = build.vectors.chunks([candidate.chunk_id for candidate in pool])
            chunk_of = {chunk.chunk_id: chunk for chunk in chunks}
            old = {id_ for id_, chunk in chunk_of.items() if chunk.article.superseded}
            best = superseded_later(pool, old.difference(named), _SUPERSEDED_PENALTY)[:k]
            found = [candidate.chunk_id for candidate in best]
            # Added words bring everything nearer; how sure an answer is hangs on what was asked.
            cosines = build.vectors.cosines(asked_for, found)
        passages = (
            Passage(chunk_of[c.chunk_id], c.score, cosines[c.chunk_id], c.keyword) for c in best
        )
        return Retrieval(build.manifest.build_id, tuple(passages), asked_for)

    def _query_vectors(
        self, question: str, language: str, added: str, asked: str
    ) -> tuple[Vectors, Vectors]:
        """Give the vector of what was asked, and of what is searched for."""
        asked = asked or question
        both = f"{question} {added}" if added else question
        # One call for all: for short texts most of its time is reading the model's weights.
        texts = list(dict.fromkeys((asked, question, both)))
        vectors = dict(zip(texts, self._embedder.query_vectors(texts), strict=True))
        if not added or language not in LANGUAGES_OF_TEXTS:
            return vectors[asked], vectors[both]
        # The question's own words stay half of what is searched for.
        mean = vectors[both] + vectors[question]
        return vectors[asked], np.asarray(mean / np.linalg.norm(mean), np.float32)


class PassageRetriever(BaseRetriever):
    """The finder as a LangChain retriever: documents carry the chunk's facts and both scores."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    finder: PassageFinder
    language: str = "id"
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.finder.find(query, self.language, self.k)
        return [_document(passage) for passage in found.passages]


def _candidates(
    build: OpenBuild,
    vector: Vectors,
    scores: NDArray[np.float32],
    weights: Weights,
    named: Sequence[str],
) -> list[Candidate]:
    dense = dict(build.vectors.nearest(vector, min(_CANDIDATES, build.manifest.chunks)))
    hits = dict.fromkeys((*build.keywords.best(scores, _CANDIDATES), *named))
    dense |= build.vectors.cosines(vector, [hit for hit in hits if hit not in dense])
    keyword = {chunk_id: float(scores[build.keywords.row(chunk_id)]) for chunk_id in dense}
    return fuse(dense, keyword, weights)


def _document(passage: Passage) -> Document:
    chunk = passage.chunk
    return Document(
        id=chunk.chunk_id,
        page_content=chunk.text,
        metadata={
            "article_id": chunk.article.article_id,
            "title": chunk.article.title,
            "section": chunk.section,
            "url": chunk.url,
            "publisher": chunk.article.publisher,
            "published": chunk.article.published,
            "score": passage.score,
            "dense": passage.dense,
            "keyword": passage.keyword,
        },
    )
