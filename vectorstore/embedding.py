"""Embeddings of texts and questions with sentence-transformers, behind LangChain's interface."""

import contextlib
import os
import threading
from collections.abc import Sequence
from logging import ERROR, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from tokenizers import Tokenizer

from vectorstore.bundled_model import unpack_bundled_model
from vectorstore.errors import EmbeddingModelError
from vectorstore.fingerprint import Fingerprint, read_fingerprint
from vectorstore.memory import share_machine
from vectorstore.settings import BUNDLED, StoreSettings
from vectorstore.turns import ModelTurns

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# More threads than this gain little for one short text and starve the other questions.
_MOST_SERVING_THREADS = 4
# Measured on two AVX2 cores: a batch of this many characters stays in the cache. Long texts in
# larger batches take up to 40 % more time, short ones in smaller batches up to 50 % more.
_CHARACTERS_PER_BATCH = 3500
_LARGEST_BATCH = 32
# Processors that multiply bfloat16 in hardware: x86 AMX and AVX-512, 64-bit ARM.
_BFLOAT16_FLAGS = frozenset({"amx_bf16", "avx512_bf16", "bf16"})


class Embedder(Protocol):
    """What the rest of Suluh needs of an embedding model; vectors have unit length."""

    @property
    def fingerprint(self) -> Fingerprint:
        """The identity of the model."""

    def count_tokens(self, text: str) -> int:
        """Count the model's tokens of a text."""

    def document_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found: shape (texts, dimensions)."""

    def query_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: shape (texts, dimensions)."""


class SentenceTransformerEmbeddings(Embeddings):
    """Normalised embeddings of one sentence-transformers folder; loads the model at first use.

    Vectors have unit length, so that their dot product is their cosine similarity. Safe to call
    from several threads.
    """

    def __init__(
        self, name: str, folder: Path, *, turns: ModelTurns, bfloat16: bool = False
    ) -> None:
        self._folder = folder
        self._turns = turns
        self._bfloat16 = bfloat16
        self._fingerprint = read_fingerprint(name, folder)
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._tokenizer: Tokenizer | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """The identity of the model."""
        return self._fingerprint

    def count_tokens(self, text: str) -> int:
        """Count the model's tokens of a text, special tokens and prompt left out."""
        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = _load_tokenizer(self._folder)
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def document_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found: shape (texts, dimensions)."""
        if not texts:
            return np.zeros((0, self._fingerprint.dimensions), np.float32)
        return self._encode(texts, self._fingerprint.document_prompt, bfloat16=self._bfloat16)

    def query_vectors(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: shape (texts, dimensions)."""
        return self._encode(texts, self._fingerprint.query_prompt, bfloat16=False)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts to be found, as LangChain asks for it."""
        vectors: list[list[float]] = self.document_vectors(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one question, as LangChain asks for it."""
        vector: list[float] = self.query_vectors([text])[0].tolist()
        return vector

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it.

        Raises:
            EmbeddingModelError: the model cannot be loaded.
        """
        self.query_vectors(["suluh"])

    def _encode(self, texts: Sequence[str], prompt: str, *, bfloat16: bool) -> Vectors:
        with self._loading:
            if self._model is None:
                self._model = _load_model(self._folder)
        with (
            self._turns.turn() as threads,
            _autocast() if bfloat16 else contextlib.nullcontext(),
        ):
            use_threads(threads)
            vectors = self._model.encode(
                list(texts),
                prompt=prompt,
                batch_size=_batch_size(texts),
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(vectors, dtype=np.float32)


def open_embeddings(
    settings: StoreSettings, *, serving: bool, turns: ModelTurns | None = None
) -> SentenceTransformerEmbeddings:
    """Give the embeddings that the settings name; the model itself is loaded at first use.

    Serving pins few threads, since many questions share the cores. Ingest uses every core, and
    bfloat16 where the processor multiplies it in hardware. `turns` are shared with other models.

    Raises:
        EmbeddingModelError: there is no such model.
        StoreUnwritableError: the bundled model cannot be unpacked.
    """
    share_machine()
    cores = os.cpu_count() or 1
    if turns is None:
        turns = serving_turns(settings) if serving else ModelTurns(settings.threads or cores)
    name = settings.embedding_model
    folder = unpack_bundled_model(settings.cache) if name == BUNDLED else _find_folder(name)
    bfloat16 = not serving and has_fast_bfloat16()
    return SentenceTransformerEmbeddings(name, folder, turns=turns, bfloat16=bfloat16)


def serving_turns(settings: StoreSettings) -> ModelTurns:
    """Give the turns that models take while they serve questions."""
    threads = settings.threads or min(os.cpu_count() or 1, _MOST_SERVING_THREADS)
    return ModelTurns(threads, at_once=threads)


def use_threads(count: int) -> None:
    """Let the calling thread's next calculation run on so many threads."""
    import torch  # takes seconds, and commands that embed nothing need none of it

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


def has_fast_bfloat16() -> bool:
    """Tell whether bfloat16 is faster than float32 on this machine."""
    return good_at_bfloat16(_read_cpu_flags())


def good_at_bfloat16(cpu_flags: frozenset[str]) -> bool:
    """Tell whether bfloat16 is faster than float32 on a processor with these flags."""
    return bool(cpu_flags & _BFLOAT16_FLAGS)


def _batch_size(texts: Sequence[str]) -> int:
    characters = sum(map(len, texts)) / len(texts)
    return max(1, min(_LARGEST_BATCH, round(_CHARACTERS_PER_BATCH / max(characters, 1))))


def _read_cpu_flags() -> frozenset[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    flags = (line.partition(":")[2] for line in lines if line.startswith(("flags", "Features")))
    return frozenset(next(flags, "").split())


def _find_folder(name: str) -> Path:
    local = Path(name).expanduser()
    if local.is_dir():
        return local
    # Only models from a hub need the hub's client.
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name))
    except Exception as error:
        raise EmbeddingModelError(
            f"The embedding model {name!r} is neither a folder nor a model that can be downloaded; "
            "set SULUH_EMBEDDING_MODEL to a folder, a model's name, or bundled."
        ) from error


def _load_tokenizer(folder: Path) -> Tokenizer:
    try:
        tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:
        raise EmbeddingModelError(
            f"The embedding model in {folder} has no tokenizer.json that can be read."
        ) from error
    tokenizer.no_truncation()
    return tokenizer


def _load_model(folder: Path) -> "SentenceTransformer":
    # These take seconds to import, and commands that embed nothing need none of it.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers leaves it untyped
    # It warns of half precision, which is widened below.
    getLogger("sentence_transformers").setLevel(ERROR)
    try:
        model = SentenceTransformer(
            str(folder), device="cpu", model_kwargs={"dtype": "auto"}, local_files_only=True
        )
    except Exception as error:
        raise EmbeddingModelError(
            f"The embedding model in {folder} cannot be loaded ({type(error).__name__}); "
            "delete the folder to have it made again, or set SULUH_EMBEDDING_MODEL."
        ) from error
    return _compute_in_float32(model)


def _compute_in_float32(model: "SentenceTransformer") -> "SentenceTransformer":
    """Widen a model stored in half precision, all but its word table.

    The table is most of a small model and is only looked up, never multiplied: kept as it is stored
    it gives the same vectors in 190 MB less memory.
    """
    encoder: Any = getattr(model[0], "model", None)
    table = encoder.get_input_embeddings() if hasattr(encoder, "get_input_embeddings") else None
    for module in model.modules():
        if module is not table:
            for parameter in module.parameters(recurse=False):
                parameter.data = parameter.data.float()
    if table is not None:
        table.register_forward_hook(lambda module, inputs, output: output.float())
    return model


def _autocast() -> contextlib.AbstractContextManager[object]:
    import torch

    return torch.autocast("cpu", dtype=torch.bfloat16)
