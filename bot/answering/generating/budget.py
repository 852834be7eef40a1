"""Keeps what a language model reads, writes and costs within the limits of a day."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.messages.dates import day_in_jakarta

_log = logging.getLogger(__name__)

_PRICED_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model read and wrote."""

    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """Tokens and cost of a day (0: no limit), and the prices of a million tokens."""

    tokens_a_day: int = 0
    cost_a_day: float = 0.0
    input_price: float = 0.0
    output_price: float = 0.0

    def cost(self, usage: Usage) -> float:
        """Tell what a call costs, in the currency of the prices."""
        read, written = usage.input_tokens, usage.output_tokens
        return (read * self.input_price + written * self.output_price) / _PRICED_TOKENS


@dataclass(frozen=True, slots=True)
class _Spent:
    day: str
    tokens: int = 0
    cost: float = 0.0


class DailyBudget:
    """Counts a day in Jakarta; `clock` gives unix seconds. Safe to use from several threads.

    What was spent is kept in `file`, so that a restart does not open a new budget; where it cannot
    be written the count lasts as long as the process.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float], file: Path | None) -> None:
        self._limits = limits
        self._clock = clock
        self._file = file
        self._changing = threading.Lock()
        self._told = ""
        self._spent = _read(file) or _Spent("")

    def take(self, planned: Usage) -> bool:
        """Set aside what a call may use at most; False: there is not so much left today."""
        limits = self._limits
        with self._changing:
            spent = self._today()
            tokens = spent.tokens + planned.tokens
            cost = spent.cost + limits.cost(planned)
            fits = (not limits.tokens_a_day or tokens <= limits.tokens_a_day) and (
                not limits.cost_a_day or cost <= limits.cost_a_day
            )
            if fits:
                self._keep(_Spent(spent.day, tokens, cost))
                return True
            first = self._told != spent.day
            self._told = spent.day
        if first:
            _log.warning(
                "Today's budget of the language model is used up; it rests until midnight."
            )
        return False

    def settle(self, planned: Usage, used: Usage) -> None:
        """Put back what a call was given and did not use."""
        limits = self._limits
        with self._changing:
            spent = self._today()
            tokens = max(0, spent.tokens - planned.tokens + used.tokens)
            cost = max(0.0, spent.cost - limits.cost(planned) + limits.cost(used))
            self._keep(_Spent(spent.day, tokens, cost))

    def cost(self, usage: Usage) -> float:
        """Tell what a call costs, in the currency of the prices."""
        return self._limits.cost(usage)

    def _today(self) -> _Spent:
        today = day_in_jakarta(self._clock()).isoformat()
        return self._spent if self._spent.day == today else _Spent(today)

    def _keep(self, spent: _Spent) -> None:
        self._spent = spent
        if self._file is None:
            return
        unfinished = self._file.with_suffix(".unfinished")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(asdict(spent)), encoding="utf-8")
            unfinished.replace(self._file)
        except OSError as error:
            _log.warning("What the language model used was not kept: %s", type(error).__name__)


def _read(file: Path | None) -> _Spent | None:
    """Give what was kept; a file that is missing or damaged is none."""
    if file is None:
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return _Spent(str(kept["day"]), int(kept["tokens"]), float(kept["cost"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
