"""What a student learns from its teacher."""

import pytest
import torch
from torch import Tensor

from training.teaching import Outputs, teaching_loss


def _outputs(seed: int) -> Outputs:
    made = torch.Generator().manual_seed(seed)

    def logits(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=made) * 5

    return logits(3, 7), logits(3, 7), logits(3)


@pytest.mark.parametrize("seed", range(5))
def test_a_student_that_agrees_with_its_teacher_has_nothing_to_learn(seed: int) -> None:
    """The slope is nothing there, and any other student loses more."""
    teacher = _outputs(seed)
    student = tuple(part.clone().requires_grad_() for part in teacher)
    loss = teaching_loss((student[0], student[1], student[2]), teacher)
    loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
    assert all(part.grad is not None and part.grad.abs().max() < 1e-5 for part in student)
    assert loss.item() < teaching_loss(_outputs(seed + 100), teacher).item()


def test_places_nearly_right_count_beside_the_likeliest() -> None:
    """A student that also sees the second likeliest place loses less than one that sees another."""
    nothing = torch.zeros(1)
    teacher = torch.tensor([[9.0, 6.0, -9.0]])
    near, far = torch.tensor([[9.0, 6.0, 0.0]]), torch.tensor([[9.0, 0.0, 6.0]])
    losses = [
        teaching_loss((places, places, nothing), (teacher, teacher, nothing)).item()
        for places in (near, far)
    ]
    assert losses[0] < losses[1]
