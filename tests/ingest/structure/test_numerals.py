"""Numbers are read as printed, or as scanners misread them."""

import pytest

from ingest.structure.numerals import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", (12, "")),
        ("15a", (15, "a")),
        ("l", (1, "")),
        ("1O", (10, "")),
        ("I2", (12, "")),
        ("S", (5, "")),
        ("22A", (22, "A")),
        ("1 1", None),
        ("satu", None),
        ("", None),
    ],
)
def test_numbers_are_read_through_the_noise_of_scans(
    text: str, number: tuple[int, str] | None
) -> None:
    """Letters that look like digits count as digits; words do not."""
    assert read_number(text) == number
