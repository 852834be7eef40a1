"""The plan of a training."""

import pytest

from training.loop import learning_rate


def test_the_rate_warms_up_holds_and_cools_to_nothing() -> None:
    """It is highest in between."""
    assert learning_rate(0.0, 1e-4) == 0.0
    assert learning_rate(0.3, 1e-4) == pytest.approx(1e-4)
    assert learning_rate(0.75, 1e-4) == pytest.approx(5e-5)
    assert learning_rate(1.0, 1e-4) == 0.0
