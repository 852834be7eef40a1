"""Limits that a measure may not pass, for scripts that should fail then. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.evaluation.intervals import Estimate
from bot.evaluation.measures import BY_NAME


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure's value that is the least (or, with `is_most`, the greatest) to be accepted."""

    name: str
    value: float
    is_most: bool = False


def parse_limit(text: str, *, is_most: bool = False) -> Limit:
    """Read NAME=VALUE.

    Raises:
        ValueError: there is no such measure, it is better the other way, or the value no number.
    """
    name, _, number = (part.strip() for part in text.partition("="))
    if name not in BY_NAME:
        raise ValueError(f"{name!r} is no measure; there are {', '.join(BY_NAME)}")
    if BY_NAME[name].lower_is_better is not is_most:
        better, option = ("higher", "--fail-under") if is_most else ("lower", "--fail-over")
        raise ValueError(f"{name} is better the {better} it is; use {option}")
    try:
        return Limit(name, float(number), is_most)
    except ValueError:
        raise ValueError(f"{text!r} is not NAME=VALUE, such as gold_quoted=0.8") from None


def passed_limits(limits: Iterable[Limit], measured: Mapping[str, Estimate]) -> Iterator[str]:
    """Say in words which limits are not kept; what could not be measured keeps none."""
    for limit in limits:
        estimate = measured.get(limit.name)
        side = "at most" if limit.is_most else "at least"
        if estimate is None:
            yield f"{limit.name} could not be measured ({side} {limit.value:g} was asked for)"
        elif not _keeps(limit, estimate.value):
            yield f"{limit.name} is {estimate.value:.4g}, {side} {limit.value:g} was asked for"


def _keeps(limit: Limit, value: float) -> bool:
    return value <= limit.value if limit.is_most else value >= limit.value
