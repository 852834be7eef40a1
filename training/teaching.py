"""A reader already trained, as the teacher of the next: what it holds likely, beside what is right.

Sources: Hinton, Vinyals and Dean 2015 (arXiv 1503.02531); for a student of its teacher's size:
Furlanello et al. 2018 (arXiv 1805.04770).
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from bot.answering.reader_adapter import apply_adapter, read_adapter
from bot.answering.reader_input import Window
from bot.answering.reader_model import SpanModel, build_span_model

Outputs = tuple[Tensor, Tensor, Tensor]

# A teacher that has learned these very questions is far too sure of them; softened, it still tells
# which wrong places are nearly right.
TEMPERATURE = 3.0
# Of a student's weights in the mean with its teacher's; chosen on the development set of .5 to .8.
# The mean of two readers that began alike reads better than either: Wortsman et al. 2022 (arXiv
# 2203.05482).
STUDENT_SHARE = 0.6


class Teacher:
    """Reads the batches its student learns from; `head` is where the student's begins."""

    def __init__(self, model: SpanModel) -> None:
        self._model = model.eval().requires_grad_(False)
        self.head = model.head

    @classmethod
    def load(cls, encoder: Path, file: Path) -> "Teacher":
        """Load a reader's file.

        Raises:
            ReaderFileError: it is damaged, or does not fit the encoder.
        """
        model = build_span_model(encoder)
        apply_adapter(model, read_adapter(file))
        return cls(model)

    def blend_into(self, student: SpanModel) -> None:
        """Put the mean of both models' weights in the place of the student's."""
        own = dict(self._model.named_parameters())
        with torch.no_grad():
            for name, parameter in student.named_parameters():
                if parameter.requires_grad:
                    parameter.lerp_(own[name], 1 - STUDENT_SHARE)

    def __call__(self, windows: Sequence[Window]) -> Outputs:
        """Give its logits, in the shape of the student's."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            outputs: Outputs = self._model(windows)
        return outputs


def teaching_loss(student: Outputs, teacher: Outputs) -> Tensor:
    """Measure how far a student is from its teacher: over places, and on whether any answers."""
    places = sum((_divergence(student[side], teacher[side]) for side in (0, 1)), torch.zeros(()))
    there = nn.functional.binary_cross_entropy_with_logits(
        student[2] / TEMPERATURE, torch.sigmoid(teacher[2] / TEMPERATURE)
    )
    return TEMPERATURE**2 * (places / 2 + there / 2)


def _divergence(student: Tensor, teacher: Tensor) -> Tensor:
    return nn.functional.kl_div(
        nn.functional.log_softmax(student / TEMPERATURE, dim=1),
        nn.functional.log_softmax(teacher / TEMPERATURE, dim=1),
        reduction="batchmean",
        log_target=True,
    )
