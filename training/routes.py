"""`python -m training.routes`: fit the model that routes messages, and write its file.

It learns from `bot/answering/lexicon/routes.tsv` and, as more ordinary questions, from every fourth
of our own examples for the reader. Both were written for this project.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped] # carries no types

from bot.answering.language import detect_language
from bot.answering.routing import QUESTION, ROUTES_FILE, route_examples
from bot.answering.search_words import Lexicon
from training.data import OWN_EXAMPLES
from vectorstore.embedding import Vectors, open_embeddings
from vectorstore.settings import StoreSettings

# The inverse of the penalty, chosen on the development sets: with more, news was taken for harm;
# with less, small labels are lost.
_FREEDOM = 30.0
_EVERY = 4
_ROUNDS = 4000


def main() -> None:
    """Embed the examples with the bundled model, fit, and write the file."""
    embedder = open_embeddings(StoreSettings(), serving=False)
    examples = [*route_examples(), *ordinary_questions()]
    lexicon = Lexicon.load()
    texts = [lexicon.search_words(text, detect_language(text)).text for _, text in examples]
    labels = [label for label, _ in examples]
    vectors = embedder.query_vectors(texts)
    write_router(routes_path(), labels, vectors, embedder.fingerprint.key)


def ordinary_questions() -> list[tuple[str, str]]:
    """Give questions of the reader's examples, labelled."""
    lines = OWN_EXAMPLES.read_text(encoding="utf-8").splitlines()[::_EVERY]
    return [(QUESTION, json.loads(line)["question"]) for line in lines]


def routes_path() -> Path:
    """Give the place of the file in the source tree."""
    return Path(__file__).parent.parent / "bot" / "answering" / ROUTES_FILE


def examples_digest() -> str:
    """Give the digest of the messages that the model learns from."""
    examples = [*route_examples(), *ordinary_questions()]
    return hashlib.sha256(json.dumps(examples).encode()).hexdigest()


def write_router(path: Path, labels: Sequence[str], vectors: Vectors, model: str) -> None:
    """Fit the labels of vectors, shape (messages, dimensions), and write the fitted model."""
    mean = vectors.mean(axis=0)
    fitted = LogisticRegression(C=_FREEDOM, max_iter=_ROUNDS).fit(vectors - mean, labels)
    weights = np.ascontiguousarray(fitted.coef_, np.float32)
    bias = np.asarray(fitted.intercept_ - fitted.coef_ @ mean, np.float32)
    names = json.dumps(fitted.classes_.tolist())
    facts = {"labels": names, "model": model, "examples": examples_digest()}
    save_file({"weights": weights, "bias": bias}, path, facts)


if __name__ == "__main__":
    main()
