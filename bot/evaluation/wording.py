"""How figures are written for people. Pure."""

from bot.evaluation.comparing import Change
from bot.evaluation.intervals import Estimate
from bot.evaluation.measures import BY_NAME

NOTHING = "–"


def number(name: str, value: float | None) -> str:
    """Write a measure's value: shares with three digits, milliseconds whole."""
    if value is None:
        return NOTHING
    return f"{value:.0f} ms" if BY_NAME[name].milliseconds else f"{value:.3f}"


def interval(estimate: Estimate) -> str:
    """Write the 95 % interval; empty where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{estimate.low:.2f}–{estimate.high:.2f}"


def difference(change: Change) -> str:
    """Write by how much a measure changed, with its sign."""
    if change.difference is None:
        return NOTHING
    if BY_NAME[change.name].milliseconds:
        return f"{change.difference:+.0f} ms"
    return f"{change.difference:+.3f}"


def status_words(status: str) -> str:
    """Write a status as words."""
    return status.replace("_", " ")
