"""An optional reranker by name: any cross-encoder that sentence-transformers can load."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, Self

from vectorstore.errors import EmbeddingModelError
from vectorstore.models import Passage

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """What a search needs of a reranker."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Tell how well each text fits the question (0..1)."""


class CrossEncoderReranker:
    """Scores texts with a cross-encoder of one output. Safe to call from several threads."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model
        # Calls side by side would starve each other of cores.
        self._scoring = threading.Lock()

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a model by its name or folder.

        Raises:
            EmbeddingModelError: it is not there, cannot be downloaded, or gives no single score.
        """
        # It imports torch, which takes seconds; without a reranker nothing needs it here.
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(name, device="cpu")
        except Exception as error:
            raise EmbeddingModelError(
                f"The reranker {name!r} cannot be loaded ({type(error).__name__}); set "
                "SULUH_RERANKER to a cross-encoder's name or folder, or leave it empty."
            ) from error
        if model.num_labels != 1:
            raise EmbeddingModelError(
                f"The reranker {name!r} gives {model.num_labels} scores instead of one; set "
                "SULUH_RERANKER to a cross-encoder for ranking, or leave it empty."
            )
        return cls(model)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Tell how well each text fits the question (0..1)."""
        from torch.nn import Sigmoid

        with self._scoring:
            found = self._model.predict(
                [(question, text) for text in texts],
                activation_fn=Sigmoid(),
                show_progress_bar=False,
            )
        return [float(score) for score in found]


def reranked(reranker: Reranker, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Put passages into the reranker's order; its score becomes theirs."""
    texts = [passage.chunk.embedded_text for passage in passages]
    scores = reranker.scores(question, texts) if texts else []
    scored = (replace(p, score=score) for p, score in zip(passages, scores, strict=True))
    return tuple(sorted(scored, key=lambda passage: -passage.score))
