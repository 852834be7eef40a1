"""The reader's file: the head, and how the encoder's layers differ from the bundled ones."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from bot.answering.reader_model import SpanModel
from bot.errors import ReaderFileError

# Counted up when the meaning of the file changes.
ADAPTER_FORMAT = "suluh-reader-1"
LEFT, RIGHT, SCALE = ".left", ".right", ".scale"


@dataclass(frozen=True, slots=True)
class Calibration:
    """How logits become a chance: logistic(`slope` * margin + `bias`).

    `answerable` is the weight of the logit "this passage answers" within the margin.
    """

    slope: float
    bias: float
    answerable: float

    def chance(self, margin: float) -> float:
        """Give the chance (0..1) that a passage answers, from its margin over "no answer"."""
        return 1 / (1 + math.exp(-(self.slope * margin + self.bias)))


@dataclass(frozen=True, slots=True)
class Adapter:
    """What the reader's file holds; `base` names the encoder's weights it was trained on."""

    base: str
    calibration: Calibration
    tensors: Mapping[str, Tensor]


def read_adapter(path: Path) -> Adapter:
    """Read the reader's file.

    Raises:
        ReaderFileError: it is missing, damaged, or of another version.
    """
    try:
        with safe_open(path, framework="pt") as file:
            facts = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        if facts.get("format") != ADAPTER_FORMAT:
            raise ValueError(f"format {facts.get('format')}")
        return Adapter(facts["base"], Calibration(**json.loads(facts["calibration"])), tensors)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError) as error:
        raise ReaderFileError(
            f"The reader's file {path.name} cannot be used ({error}); install Suluh again."
        ) from error


def write_adapter(path: Path, adapter: Adapter, facts: Mapping[str, str]) -> None:
    """Write the reader's file, with further facts for whoever looks into it."""
    metadata = {
        **facts,
        "format": ADAPTER_FORMAT,
        "base": adapter.base,
        "calibration": json.dumps(asdict(adapter.calibration)),
    }
    save_file(dict(adapter.tensors), path, metadata=metadata)


def apply_adapter(model: SpanModel, adapter: Adapter) -> None:
    """Change a model of the bundled encoder into the reader, in place.

    Raises:
        ReaderFileError: the file does not fit the model.
    """
    parameters = dict(model.named_parameters())
    try:
        with torch.no_grad():
            for name, tensor in adapter.tensors.items():
                if name.endswith(LEFT):
                    matrix = name.removesuffix(LEFT)
                    left, right = (
                        _widened(adapter.tensors[side], adapter.tensors[f"{side}{SCALE}"])
                        for side in (name, f"{matrix}{RIGHT}")
                    )
                    parameters[matrix].add_(left.T @ right)
                elif name in parameters:
                    parameters[name].copy_(tensor)
    except (KeyError, RuntimeError) as error:
        raise ReaderFileError(
            f"The reader's file does not fit the bundled encoder ({error}); install Suluh again."
        ) from error


def _widened(numbers: Tensor, scales: Tensor) -> Tensor:
    """Turn rows of eight bits and their scales into float32."""
    return numbers.float() * scales.float()
