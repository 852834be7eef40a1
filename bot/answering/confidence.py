"""How likely an extractive answer is right: a logistic over what the reader and the search say."""

import math
from dataclasses import dataclass

from bot.answering.models import AnswerStatus

# Logistic regressions of "the gold phrase stands in the quotes", each development set weighing the
# same, questions that ask for what does not exist a third of that (docs/benchmarks.md). Cosines
# are those of e5, whose unrelated texts lie near .80.
_COSINE_CENTRE, _COSINE_STEP = 0.85, 0.012
_COVERAGE_CENTRE, _COVERAGE_STEP = 0.5, 0.2
# Of dated sources no question of the development sets was answered rightly about another year, and
# hardly one about the present: chosen so that only a sure answer is still shown.
_OTHER_YEAR, _OF_NOW = 1.5, 1.2
_ANSWERED, _PARTLY, _SIMILAR = 0.42, 0.20, 0.10


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer.

    `cosine` is that of the answer's best passage with the question; `covered` the share (0..1) of
    the question's words and of official words for them, rare ones counting more, that stand in it;
    `quantity_missing` tells that a number was asked for and none is in the answer; `foreign` that
    passage and question differ in language; `defined` that the passage defines the term asked for.
    `margin` is how far (logits) the reader is above "not answered here" in the passage it is surest
    of; None where nothing was read. `other_year` and `of_now` tell that a year or the present is
    asked about, and that the passage is silent on it.
    """

    cosine: float
    covered: float
    quantity_missing: bool
    foreign: bool
    margin: float | None = None
    defined: bool = False
    other_year: bool = False
    of_now: bool = False


def confidence(evidence: Evidence) -> float:
    """Give the chance (0..1) that the answer is right."""
    nearness = (evidence.cosine - _COSINE_CENTRE) / _COSINE_STEP
    coverage = (evidence.covered - _COVERAGE_CENTRE) / _COVERAGE_STEP
    if evidence.margin is None:
        return _logistic(_of_words(evidence, nearness, coverage))
    value = 0.08 + 0.087 * evidence.margin
    if evidence.foreign:
        # Across languages cosines tell next to nothing.
        value += 0.23 + 0.186 * coverage
    else:
        value += 0.156 * nearness + 0.39 * coverage
    if evidence.defined:
        # A reader trained on facts is unsure of definitions, but this one's form was recognised.
        value += 1.28 - 0.084 * evidence.margin
    value -= 0.33 if evidence.quantity_missing else 0.0
    value -= _OTHER_YEAR if evidence.other_year and not evidence.defined else 0.0
    return _logistic(value - (_OF_NOW if evidence.of_now else 0.0))


def status_of(chance: float) -> AnswerStatus:
    """Turn a chance into the status of an answer."""
    if chance >= _ANSWERED:
        return AnswerStatus.ANSWERED
    if chance >= _PARTLY:
        return AnswerStatus.ANSWERED_PARTLY
    if chance >= _SIMILAR:
        return AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    return AnswerStatus.UNANSWERABLE_NOTHING_FOUND


def _of_words(evidence: Evidence, nearness: float, coverage: float) -> float:
    """Judge what no reader has read."""
    missing = 1.5 if evidence.quantity_missing else 0.0
    if evidence.foreign:
        # Only translated words are shared.
        return 2.6 * coverage + 3.1 - missing
    return 0.5 * nearness + 0.65 * coverage - 2.0 - missing


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
