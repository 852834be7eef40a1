"""How likely an extractive answer is right, from what can be seen without a reader."""

import math
from dataclasses import dataclass

from bot.answering.models import AnswerStatus

# A logistic regression on citizen_questions_dev and the sample questions (docs/benchmarks.md):
# the label is "the gold phrase stands in the quotes".
_COSINE_CENTRE, _COSINE_STEP = 0.855, 0.012
_COVERAGE_CENTRE, _COVERAGE_STEP = 0.45, 0.18
_QUANTITY_MISSING = 2.0
# Across languages no words are shared, and cosines lie lower.
_FOREIGN_COSINE_CENTRE = 0.832
_ANSWERED, _PARTLY, _SIMILAR = 0.5, 0.3, 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `cosine` is that of the answer's best passage with the question; `covered` the share (0..1) of
    the question's words, rare ones counting more, that stand in it; `quantity_missing` tells that a
    number was asked for and none is in the answer; `foreign` that passage and question differ in
    language.
    """

    cosine: float
    covered: float
    quantity_missing: bool
    foreign: bool


def confidence(evidence: Evidence) -> float:
    """Give the chance (0..1) that the answer is right."""
    penalty = _QUANTITY_MISSING if evidence.quantity_missing else 0.0
    if evidence.foreign:
        return _logistic((evidence.cosine - _FOREIGN_COSINE_CENTRE) / _COSINE_STEP - penalty)
    return _logistic(
        (evidence.cosine - _COSINE_CENTRE) / _COSINE_STEP
        + (evidence.covered - _COVERAGE_CENTRE) / _COVERAGE_STEP
        - penalty
    )


def status_of(chance: float) -> AnswerStatus:
    """Turn a chance into the status of an answer."""
    if chance >= _ANSWERED:
        return AnswerStatus.ANSWERED
    if chance >= _PARTLY:
        return AnswerStatus.ANSWERED_PARTLY
    if chance >= _SIMILAR:
        return AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    return AnswerStatus.UNANSWERABLE_NOTHING_FOUND


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
