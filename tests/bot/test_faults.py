"""A fault is named without what it says."""

import pytest

from bot.faults import where

SECRET_WORDS = "nomor rahasia saya"


def test_a_fault_is_named_by_its_class_and_place() -> None:
    """Its text could quote a citizen."""
    with pytest.raises(KeyError) as caught:
        dict[str, str]()[SECRET_WORDS]
    assert where(caught.value).startswith("KeyError at")
    assert "test_faults.py:" in where(caught.value)
    assert SECRET_WORDS not in where(caught.value)


def test_a_fault_that_was_never_raised_has_no_place() -> None:
    """Its class is what can be said."""
    assert where(RuntimeError(SECRET_WORDS)) == "RuntimeError"
