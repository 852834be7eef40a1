"""Limits are read from the command line and told in words."""

import pytest

from bot.evaluation.intervals import Estimate
from bot.evaluation.limits import Limit, parse_limit, passed_limits


def test_limits_that_are_kept_say_nothing() -> None:
    """The limit itself is still accepted."""
    limits = [parse_limit("gold_quoted=0.8"), parse_limit("ece = .1", is_most=True)]
    assert limits == [Limit("gold_quoted", 0.8), Limit("ece", 0.1, is_most=True)]
    assert not list(passed_limits(limits, {"gold_quoted": Estimate(0.8, 5), "ece": Estimate(0, 5)}))


def test_what_is_not_kept_or_not_measured_is_said() -> None:
    """With value and limit."""
    limits = [Limit("gold_quoted", 0.8), Limit("over_refusal", 0.05, is_most=True)]
    told = list(passed_limits(limits, {"gold_quoted": Estimate(0.75, 4)}))
    assert told == [
        "gold_quoted is 0.75, at least 0.8 was asked for",
        "over_refusal could not be measured (at most 0.05 was asked for)",
    ]


@pytest.mark.parametrize(
    ("text", "is_most", "words"),
    [
        ("gold=0.8", False, "is no measure"),
        ("gold_quoted", False, "NAME=VALUE"),
        ("gold_quoted=much", False, "NAME=VALUE"),
        ("over_refusal=.1", False, "--fail-over"),
        ("gold_quoted=.1", True, "--fail-under"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(text: str, words: str, *, is_most: bool) -> None:
    """The reason says what would."""
    with pytest.raises(ValueError, match=words):
        parse_limit(text, is_most=is_most)
