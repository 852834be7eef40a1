"""Hand-written stand-ins for what tests should not wait for."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from bot.answering.reader import Reading
from vectorstore.embedding import Vectors
from vectorstore.fingerprint import Fingerprint

DIMENSIONS = 64


class WordEmbedder:
    """Embeds a text as the sum of vectors seeded by its words: same words, same direction.

    `known` counts the document texts embedded so far.
    """

    def __init__(self, model: str = "words") -> None:
        self.fingerprint = Fingerprint(model, f"weights of {model}", "", "", DIMENSIONS)
        self.known: list[str] = []

    def count_tokens(self, text: str) -> int:
        """Take every word and mark for a token."""
        return len(re.findall(r"\w+|[^\w\s]", text))

    def document_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found."""
        self.known += texts
        return np.stack([_vector(text) for text in texts]) if texts else _none()

    def query_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed questions."""
        return np.stack([_vector(text) for text in texts])


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Read the clock."""
        return self.seconds


def _none() -> Vectors:
    return np.zeros((0, DIMENSIONS), np.float32)


def _vector(text: str) -> Vectors:
    words = re.findall(r"\w+", text.lower()) or [""]
    total = np.sum([_word_vector(word) for word in words], axis=0)
    vector: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
    return vector


def _word_vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    # A common part keeps cosines as high as those of e5, on which the floors were tuned.
    vector: Vectors = np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32) + 0.8
    return vector


class MarkingReader:
    """Reads as it was told: sees `answer` in the passages that hold it, nothing in the others.

    `asked` keeps the questions; `readable` is how many passages it gets to in time.
    """

    def __init__(self, answer: str, *, margin: float = 6.0, readable: int = 100) -> None:
        self._answer = answer
        self._margin = margin
        self._readable = readable
        self.asked: list[str] = []

    def read(
        self, question: str, passages: Sequence[str], *, seconds: float | None = None
    ) -> list[Reading | None]:
        """Give the answer's place, or the first character of a passage that does not hold it."""
        self.asked.append(question)
        return [self._reading(p) if i < self._readable else None for i, p in enumerate(passages)]

    def _reading(self, passage: str) -> Reading:
        start = passage.find(self._answer)
        if start < 0:
            return Reading(0, 1, -self._margin, 0.0, 0.01)
        return Reading(start, start + len(self._answer), self._margin, 0.0, 0.99)
