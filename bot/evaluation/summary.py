"""Sums judgements up: each measure with its interval, overall and by group. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.evaluation.abstention import (
    Bin,
    CurvePoint,
    Shown,
    auroc,
    calibration_error,
    coverage_at,
    coverage_curve,
    reliability,
)
from bot.evaluation.intervals import Estimate, estimate_apart, estimate_share, percentile
from bot.evaluation.judging import Judgement
from bot.evaluation.measures import MEASURES

Estimates = Mapping[str, Estimate]

GROUPINGS = ("language", "register", "kind")
_STEPS = ("understand", "retrieve", "compose", "total")


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of all questions and of each group, and what the plots show.

    A measure for which no question counts is absent. `groups` is by grouping ("language", ...) and
    value; `steps` gives p50 and p95 in milliseconds of each step.
    """

    overall: Estimates
    groups: Mapping[str, Mapping[str, Estimates]]
    statuses: Mapping[str, int]
    steps: Mapping[str, tuple[float, float]]
    bins: tuple[Bin, ...]
    curve: tuple[CurvePoint, ...]
    milliseconds: tuple[float, ...]


def summarise(judgements: Sequence[Judgement]) -> Summary:
    """Sum all questions up."""
    answers = [one.outcome.answer for one in judgements]
    shown = _shown(judgements)
    return Summary(
        overall=estimates(judgements),
        groups={name: _grouped(judgements, name) for name in GROUPINGS},
        statuses=dict(Counter(answer.status.value for answer in answers).most_common()),
        steps={step: _percentiles([getattr(a.timings, step) for a in answers]) for step in _STEPS},
        bins=reliability(shown),
        curve=coverage_curve(shown, _answerable(judgements)),
        milliseconds=tuple(answer.timings.total for answer in answers),
    )


def estimates(judgements: Sequence[Judgement]) -> dict[str, Estimate]:
    """Measure these questions, in the order of the measures."""
    names = {name for one in judgements for name in one.parts}
    shares = {
        name: estimate_share([one.parts[name] for one in judgements if name in one.parts])
        for name in names
    }
    measured = shares | _doubt(judgements) | _speed(judgements)
    ordered = ((measure.name, measured.get(measure.name)) for measure in MEASURES)
    return {name: estimate for name, estimate in ordered if estimate is not None}


def _doubt(judgements: Sequence[Judgement]) -> dict[str, Estimate | None]:
    sound = [one for one in judgements if one.outcome.answer.status.group != "error"]
    there, missing = (
        [one.outcome.answer.confidence for one in sound if one.outcome.question.answerable is sort]
        for sort in (True, False)
    )
    shown = _shown(judgements)
    error = calibration_error(reliability(shown))
    answerable = _answerable(judgements)
    curve = coverage_curve(shown, answerable)
    covered = partial(Estimate, of=answerable)
    return {
        "auroc": estimate_apart(auroc, there, missing),
        "ece": None if error is None else Estimate(error, len(shown)),
        "coverage_at_90": covered(coverage_at(curve, 0.90)) if answerable else None,
        "coverage_at_95": covered(coverage_at(curve, 0.95)) if answerable else None,
    }


def _speed(judgements: Sequence[Judgement]) -> dict[str, Estimate | None]:
    totals = [one.outcome.answer.timings.total for one in judgements]
    p50, p95 = _percentiles(totals)
    return {"p50_ms": Estimate(p50, len(totals)), "p95_ms": Estimate(p95, len(totals))}


def _shown(judgements: Sequence[Judgement]) -> list[Shown]:
    return [
        Shown(
            one.outcome.answer.confidence, one.right, one.outcome.question.answerable is not False
        )
        for one in judgements
        if one.right is not None
    ]


def _answerable(judgements: Sequence[Judgement]) -> int:
    return sum(one.outcome.question.answerable is True for one in judgements)


def _grouped(judgements: Sequence[Judgement], grouping: str) -> dict[str, Estimates]:
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        groups[getattr(one.outcome.question, grouping)].append(one)
    return {name: estimates(group) for name, group in sorted(groups.items()) if name}


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    return percentile(values, 50), percentile(values, 95)
