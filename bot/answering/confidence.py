"""How likely an extractive answer is right, from what can be seen without a reader."""

import math
from dataclasses import dataclass

from bot.answering.models import AnswerStatus

# Logistic regressions of "the gold phrase stands in the quotes" on citizen_questions_dev and a
# quarter of trick_questions_id_dev. Cosines are those of e5, whose unrelated texts lie near .80
# (docs/benchmarks.md).
_COSINE_CENTRE, _COSINE_STEP = 0.85, 0.012
_COVERAGE_CENTRE, _COVERAGE_STEP = 0.5, 0.2
_COSINE_WEIGHT, _COVERAGE_WEIGHT, _BIAS = 0.50, 0.65, -2.0
_QUANTITY_MISSING = 1.5
# Across languages only translated words are shared, and cosines tell next to nothing.
_FOREIGN_COVERAGE_WEIGHT, _FOREIGN_BIAS = 2.6, 3.1
_ANSWERED, _PARTLY, _SIMILAR = 0.35, 0.22, 0.12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `cosine` is that of the answer's best passage with the question; `covered` the share (0..1) of
    the question's words and of official words for them, rare ones counting more, that stand in it;
    `quantity_missing` tells that a number was asked for and none is in the answer; `foreign` that
    passage and question differ in language.
    """

    cosine: float
    covered: float
    quantity_missing: bool
    foreign: bool


def confidence(evidence: Evidence) -> float:
    """Give the chance (0..1) that the answer is right."""
    nearness = (evidence.cosine - _COSINE_CENTRE) / _COSINE_STEP
    coverage = (evidence.covered - _COVERAGE_CENTRE) / _COVERAGE_STEP
    missing = _QUANTITY_MISSING if evidence.quantity_missing else 0.0
    if evidence.foreign:
        return _logistic(_FOREIGN_COVERAGE_WEIGHT * coverage + _FOREIGN_BIAS - missing)
    return _logistic(_COSINE_WEIGHT * nearness + _COVERAGE_WEIGHT * coverage + _BIAS - missing)


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
