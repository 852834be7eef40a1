"""What training changed survives packing."""

import torch
from torch import nn

from bot.answering.reader_adapter import LEFT, RIGHT, SCALE
from training.packing import Factors, factorised, packed_tensors, quantised, ranks


class _Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Linear(60, 40)
        self.head = nn.Linear(40, 3)


def _restored(tensors: dict[str, torch.Tensor], name: str) -> torch.Tensor:
    left, right = (
        tensors[f"{name}{side}"].float() * tensors[f"{name}{side}{SCALE}"].float()
        for side in (LEFT, RIGHT)
    )
    return left.T @ right


def test_a_change_of_low_rank_is_kept_nearly_whole() -> None:
    """Eight bits cost less than a hundredth of it."""
    base, trained = _Network(), _Network()
    change = torch.randn(40, 3) @ torch.randn(3, 60)
    with torch.no_grad():
        trained.encoder.weight.copy_(base.encoder.weight + change)
    tensors = packed_tensors(trained, base, most_bytes=2000)
    assert (_restored(tensors, "encoder.weight") - change).norm() < 0.02 * change.norm()
    assert torch.equal(tensors["head.weight"], trained.head.weight.detach().half())


def test_the_packed_tensors_keep_to_their_bytes() -> None:
    """Whatever was trained, the file stays as small as was asked for."""
    tensors = packed_tensors(_Network(), _Network(), most_bytes=1500)
    assert sum(t.numel() * t.element_size() for t in tensors.values()) <= 1500


def test_what_was_not_trained_is_not_packed() -> None:
    """It is in the bundled encoder already."""
    trained = _Network()
    trained.encoder.requires_grad_(False)
    assert set(packed_tensors(trained, _Network(), 2000)) == {"head.weight", "head.bias"}


def test_the_parts_that_change_most_are_kept_first() -> None:
    """A matrix that hardly changed leaves its room to one that did."""
    much, little = factorised(torch.eye(8) * 5), factorised(torch.eye(8) * 0.1)
    assert ranks({"much": much, "little": little}, room=8 * much.bytes_each) == {
        "much": 8,
        "little": 0,
    }


def test_rows_of_zeros_are_rounded_to_zeros() -> None:
    """They have no scale of their own."""
    numbers, scales = quantised(torch.zeros(2, 5))
    assert not (numbers.float() * scales.float()).any()
    assert Factors(torch.zeros(4, 2), torch.zeros(2), torch.zeros(2, 6)).bytes_each == 14
