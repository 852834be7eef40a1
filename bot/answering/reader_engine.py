"""Runs the reader's network on windows of passages."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from bot.answering.reader_adapter import Calibration, apply_adapter, read_adapter
from bot.answering.reader_input import Window
from bot.answering.reader_model import SpanModel, build_span_model
from bot.answering.span_search import Logits
from bot.errors import ReaderFileError
from vectorstore.fingerprint import read_fingerprint
from vectorstore.settings import BUNDLED


@dataclass(frozen=True, slots=True)
class WindowLogits:
    """What the network says of a window: starts and ends (one a passage token), and no answer.

    `none` is the score of "not answered here", on the scale of a start and an end together;
    `answerable` is positive where the window seems to answer, and was learned beside the spans.
    """

    starts: Logits
    ends: Logits
    none: float
    answerable: float


class ReaderEngine:
    """The network in memory, ready to read; not safe for several threads at once."""

    def __init__(self, model: SpanModel, calibration: Calibration, *, bfloat16: bool) -> None:
        self._model = model.eval()
        self.calibration = calibration
        self._bfloat16 = bfloat16
        if bfloat16:
            _store_in_bfloat16(model)

    @classmethod
    def load(cls, folder: Path, file: Path, *, bfloat16: bool) -> "ReaderEngine":
        """Load the encoder in `folder` as the adapter `file` changes it.

        Raises:
            EmbeddingModelError: the folder holds no encoder.
            ReaderFileError: the file is damaged, or was made for another encoder.
        """
        adapter = read_adapter(file)
        if adapter.base != read_fingerprint(BUNDLED, folder).weights:
            raise ReaderFileError(
                f"The reader's file {file.name} was made for another version of the bundled "
                "encoder; install the versions that Suluh asks for."
            )
        model = build_span_model(folder)
        apply_adapter(model, adapter)
        return cls(model, adapter.calibration, bfloat16=bfloat16)

    def logits(self, windows: Sequence[Window]) -> list[WindowLogits]:
        """Read windows together, as one padded batch."""
        with torch.inference_mode(), self._precision():
            starts, ends, answerable = (out.float().numpy() for out in self._model(windows))
        return [
            _of_window(window, starts[row], ends[row], float(answerable[row]))
            for row, window in enumerate(windows)
        ]

    def _precision(self) -> contextlib.AbstractContextManager[object]:
        if not self._bfloat16:
            return contextlib.nullcontext()
        return torch.autocast("cpu", dtype=torch.bfloat16)


def _of_window(window: Window, starts: Logits, ends: Logits, answerable: float) -> WindowLogits:
    passage = slice(window.first, window.first + len(window.offsets))
    none = float(starts[0] + ends[0])
    return WindowLogits(starts[passage], ends[passage], none, answerable)


def _store_in_bfloat16(model: SpanModel) -> None:
    """Spare half the memory, and the narrowing of every matrix at every call."""
    for module in model.encoder.encoder.modules():
        if isinstance(module, nn.Linear):
            module.bfloat16()
