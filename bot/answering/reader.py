"""The reader: where in a passage the answer to a question stands, and how sure that is."""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.answering.reader_input import Tokens, Window, load_tokenizer, tokenize, windows
from bot.answering.span_search import best_span
from vectorstore.bundled_model import unpack_bundled_model
from vectorstore.embedding import has_fast_bfloat16, serving_turns, use_threads
from vectorstore.settings import StoreSettings
from vectorstore.turns import ModelTurns

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from bot.answering.reader_adapter import Calibration
    from bot.answering.reader_engine import ReaderEngine, WindowLogits

READER_FILE = "reader.safetensors"
# Windows are read in batches of at most this many tokens (one window may be longer), and the
# deadline is looked at in between.
_BATCH_TOKENS = 256
# The longest window of a batch, as a multiple of the shortest.
_MOST_PADDED = 1.25


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of a passage: its characters `start` .. `end`, always a verbatim stretch.

    `score` is the span's and `no_answer` that of "not answered here", both in logits; `chance`
    (0..1) is how likely the passage answers the question with this span.
    """

    start: int
    end: int
    score: float
    no_answer: float
    chance: float

    @property
    def margin(self) -> float:
        """How far (in logits) the span is above "not answered here"."""
        return self.score - self.no_answer


class Reader(Protocol):
    """What answers need of a reader."""

    def read(
        self, question: str, passages: Sequence[str], *, seconds: float | None = None
    ) -> list[Reading | None]:
        """Read passages, short ones first; None: not read in time, or without a word."""


class SpanReader:
    """Reads with the bundled encoder; loads it at first use. Safe to call from several threads."""

    def __init__(
        self, cache: Path, file: Traversable, *, turns: ModelTurns, bfloat16: bool = False
    ) -> None:
        self._cache = cache
        self._file = file
        self._turns = turns
        self._bfloat16 = bfloat16
        self._loading = threading.Lock()
        self._loaded: tuple[Tokenizer, ReaderEngine] | None = None

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it.

        Raises:
            EmbeddingModelError: the bundled encoder is not installed.
            ReaderFileError: the reader's own file cannot be used.
            StoreUnwritableError: the bundled encoder cannot be unpacked.
        """
        self.read("suluh", ["suluh"])

    def read(
        self, question: str, passages: Sequence[str], *, seconds: float | None = None
    ) -> list[Reading | None]:
        """Read passages, short ones first, for at most about `seconds`.

        Gives one reading a passage; None for a passage not read in time or without a word.

        Raises:
            EmbeddingModelError: the bundled encoder is not installed.
            ReaderFileError: the reader's own file cannot be used.
            StoreUnwritableError: the bundled encoder cannot be unpacked.
        """
        tokenizer, engine = self._load()
        # Only from here on: the first question would find none of its time left.
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        asked = tokenize(tokenizer, question)
        readings: list[Reading | None] = [None] * len(passages)
        for batch in _batches(asked, [tokenize(tokenizer, passage) for passage in passages]):
            with self._turns.turn(deadline - time.monotonic()) as threads:
                if not threads or time.monotonic() > deadline:
                    break
                use_threads(threads)
                logits = engine.logits([window for _, window in batch])
            for (row, window), scores in zip(batch, logits, strict=True):
                found = _reading(scores, window, passages[row], engine.calibration)
                readings[row] = _better(readings[row], found)
        return readings

    def _load(self) -> "tuple[Tokenizer, ReaderEngine]":
        with self._loading:
            if self._loaded is None:
                # It imports torch, which takes seconds, and only answers need it.
                from bot.answering.reader_engine import ReaderEngine

                folder = unpack_bundled_model(self._cache)
                with as_file(self._file) as path:
                    engine = ReaderEngine.load(folder, path, bfloat16=self._bfloat16)
                self._loaded = load_tokenizer(folder), engine
            return self._loaded


def open_reader(settings: StoreSettings, turns: ModelTurns | None = None) -> SpanReader:
    """Give the reader that ships with Suluh; it is loaded at first use.

    It always reads with the bundled encoder, whatever model the settings name for embedding.
    `turns` are shared with other models.
    """
    return SpanReader(
        settings.cache,
        shipped_file(),
        turns=turns or serving_turns(settings),
        bfloat16=has_fast_bfloat16(),
    )


def shipped_file() -> Traversable:
    """Give the reader's file that is part of the package."""
    return files("bot.answering") / "data" / READER_FILE


def _batches(asked: Tokens, passages: Sequence[Tokens]) -> Iterator[list[tuple[int, Window]]]:
    """Put the windows of passages into batches of like lengths, each with its passage's place.

    Padding is read like words: unsorted, a quarter of the time would go into it.
    """
    rows = [
        (row, window) for row, tokens in enumerate(passages) for window in windows(asked, tokens)
    ]
    batch: list[tuple[int, Window]] = []
    for row, window in sorted(rows, key=lambda pair: len(pair[1].ids)):
        length = len(window.ids)
        if batch and (
            length * (len(batch) + 1) > _BATCH_TOKENS
            or length > _MOST_PADDED * len(batch[0][1].ids)
        ):
            yield batch
            batch = []
        batch.append((row, window))
    if batch:
        yield batch


def _reading(
    scores: "WindowLogits", window: Window, passage: str, calibration: "Calibration"
) -> Reading | None:
    span = best_span(scores.starts, scores.ends, window, passage)
    if span is None:
        return None
    none = scores.none - calibration.answerable * scores.answerable
    return Reading(span.start, span.end, span.score, none, calibration.chance(span.score - none))


def _better(one: Reading | None, other: Reading | None) -> Reading | None:
    """Of two windows of a passage, keep the reading that is surer of an answer."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda reading: reading.margin)
