"""The identity of an embedding model, read from its folder without loading it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vectorstore.bundled_model import DIGEST_FILE, file_digest
from vectorstore.errors import EmbeddingModelError

# Prompts of the E5 family (its model card), for folders that name none.
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What makes two vectors comparable: same model, weights, prompts and dimensions."""

    model: str
    weights: str
    query_prompt: str
    document_prompt: str
    dimensions: int

    @property
    def key(self) -> str:
        """One short digest over all fields but the name: two folders may hold one model."""
        fields = asdict(self)
        del fields["model"]
        return hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()[:16]


def read_fingerprint(name: str, folder: Path) -> Fingerprint:
    """Describe the sentence-transformers model in `folder`, which is configured as `name`.

    Raises:
        EmbeddingModelError: the folder holds no such model.
    """
    try:
        prompts = _read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
        pooling = _read_json(folder / "1_Pooling" / "config.json")
        dimensions = (
            pooling.get("embedding_dimension")
            or pooling.get("word_embedding_dimension")
            or _read_json(folder / "config.json")["hidden_size"]
        )
        weights = _weights_digest(folder)
    except (OSError, ValueError, KeyError) as error:
        raise EmbeddingModelError(
            f"The folder of the embedding model {name!r} holds no sentence-transformers model; "
            "set SULUH_EMBEDDING_MODEL to a folder that does, or to bundled."
        ) from error
    if not any(prompts.values()):
        prompts = _E5_PROMPTS if "e5" in name.lower() else {}
    return Fingerprint(
        model=name,
        weights=weights,
        query_prompt=prompts.get("query", ""),
        document_prompt=prompts.get("document", prompts.get("passage", "")),
        dimensions=int(dimensions),
    )


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _weights_digest(folder: Path) -> str:
    recorded = folder / DIGEST_FILE
    if recorded.is_file():
        return recorded.read_text(encoding="ascii").strip()
    weights = sorted([*folder.rglob("*.safetensors"), *folder.rglob("pytorch_model*.bin")])
    if not weights:
        raise FileNotFoundError(f"no weights in {folder}")
    return hashlib.sha256("".join(map(file_digest, weights)).encode()).hexdigest()
