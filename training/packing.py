"""Packs what training changed into few bytes: low-rank factors in eight bits."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from bot.answering.reader_adapter import LEFT, RIGHT, SCALE

_LARGEST_BYTE = 127
# Keeps a row of zeros from dividing by zero, in half precision too.
_SMALLEST_SCALE = 1e-7


@dataclass(frozen=True, slots=True)
class Factors:
    """The singular parts of one changed matrix, greatest first."""

    left: Tensor
    values: Tensor
    right: Tensor

    @property
    def bytes_each(self) -> int:
        """What one part costs: both its vectors in eight bits, and both scales in sixteen."""
        return self.left.shape[0] + self.right.shape[1] + 4


def packed_tensors(trained: nn.Module, base: nn.Module, most_bytes: int) -> dict[str, Tensor]:
    """Give the tensors that turn `base` nearly into `trained`, in at most `most_bytes`.

    Matrices of the encoder's layers become factors of their change; all else that was trained is
    kept whole in half precision.
    """
    stored = dict(base.named_parameters())
    changed = {n: p.detach() for n, p in trained.named_parameters() if p.requires_grad}
    matrices = {
        name: factorised(parameter - stored[name].detach())
        for name, parameter in changed.items()
        if parameter.dim() == 2 and name.startswith("encoder.")
    }
    tensors = {name: p.half() for name, p in changed.items() if name not in matrices}
    room = most_bytes - sum(2 * tensor.numel() for tensor in tensors.values())
    for name, rank in ranks(matrices, room).items():
        tensors |= _factor_tensors(name, matrices[name], rank)
    return {name: tensor.contiguous() for name, tensor in tensors.items()}


def factorised(change: Tensor) -> Factors:
    """Take a matrix apart into its singular parts."""
    left, values, right = torch.linalg.svd(change.float(), full_matrices=False)
    return Factors(left, values, right)


def ranks(matrices: Mapping[str, Factors], room: int) -> dict[str, int]:
    """Tell how many parts of each matrix to keep, so that most of the change fits into `room`."""
    parts = [
        (float(value) ** 2 / factors.bytes_each, factors.bytes_each, name)
        for name, factors in matrices.items()
        for value in factors.values
    ]
    kept = dict.fromkeys(matrices, 0)
    for _, cost, name in sorted(parts, reverse=True):
        if cost > room:
            break
        room -= cost
        kept[name] += 1
    return kept


def quantised(rows: Tensor) -> tuple[Tensor, Tensor]:
    """Round the rows of a matrix to eight bits; give them and the scale of each."""
    largest = rows.abs().amax(dim=1, keepdim=True)
    scales = (largest / _LARGEST_BYTE).clamp(min=_SMALLEST_SCALE).half()
    numbers = torch.round(rows / scales.float()).clamp(-_LARGEST_BYTE, _LARGEST_BYTE)
    return numbers.to(torch.int8), scales


def _factor_tensors(name: str, factors: Factors, rank: int) -> dict[str, Tensor]:
    if not rank:
        return {}
    root = factors.values[:rank].sqrt()[:, None]
    tensors = {}
    for side, rows in ((LEFT, factors.left[:, :rank].T), (RIGHT, factors.right[:rank])):
        tensors[f"{name}{side}"], tensors[f"{name}{side}{SCALE}"] = quantised(rows * root)
    return tensors
