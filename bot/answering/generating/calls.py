"""Asks a language model within breaker and budget, and counts what that takes."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.answering.generating.breaker import CircuitBreaker
from bot.answering.generating.budget import DailyBudget, Usage
from bot.answering.generating.chat_model import MOST_OUTPUT_TOKENS, ChatModel, Prompt, tokens_of
from bot.answering.models import ModelUse
from bot.errors import ModelError, ModelGarbledError, ModelTimeoutError

_log = logging.getLogger(__name__)

# In less nothing can be written.
_LEAST_SECONDS = 0.2

Reply = TypeVar("Reply")


class Rests(Exception):  # noqa: N818 - that the model is not asked is no error
    """The model is not asked: too many failures, nothing left to spend, or no time."""


@dataclass(frozen=True, slots=True)
class MeteredModel:
    """A model, with the breaker and the budget of all who ask it; `clock` never goes back."""

    model: ChatModel
    breaker: CircuitBreaker
    budget: DailyBudget
    clock: Callable[[], float] = time.monotonic


class Calls:
    """The calls for one answer; `made` counts them."""

    def __init__(self, metered: MeteredModel) -> None:
        self._model = metered.model
        self._breaker = metered.breaker
        self._budget = metered.budget
        self._clock = metered.clock
        self._usage = Usage()
        self._seconds = 0.0
        self.made = 0

    def ask(self, prompt: Prompt, deadline: float, parse: Callable[[str], Reply]) -> Reply:
        """Ask once, until the deadline at most, and give what `parse` reads in the reply.

        Raises:
            ModelError: the model gave nothing usable.
            Rests: it is not asked.
        """
        left = deadline - self._clock()
        if left < _LEAST_SECONDS or not self._breaker.allows():
            raise Rests
        planned = Usage(tokens_of(len(prompt.system) + len(prompt.user)), MOST_OUTPUT_TOKENS)
        if not self._budget.take(planned):
            raise Rests
        began = self._clock()
        self.made += 1
        # A reply that was begun is charged, also where it did not come through.
        used = planned
        try:
            completion = self._model.complete(prompt, left)
            used = Usage(completion.input_tokens, completion.output_tokens)
            reply = parse(completion.text)
        except ModelError as error:
            if not isinstance(error, ModelGarbledError | ModelTimeoutError):
                used = Usage()
            self._breaker.failed(error)
            raise
        finally:
            self._seconds += self._clock() - began
            self._budget.settle(planned, used)
            self._usage = self._usage + used
        self._breaker.succeeded()
        return reply

    def use(self, outcome: str, dropped: tuple[str, ...] = ()) -> ModelUse:
        """Tell what the calls took."""
        return ModelUse(
            outcome,
            self.made,
            self._usage.input_tokens,
            self._usage.output_tokens,
            self._budget.cost(self._usage),
            self._seconds,
            dropped,
        )


def log_use(use: ModelUse) -> None:
    """Log what came of asking and what it took; never a word of question or reply."""
    _log.info(
        "Language model: %s.",
        use.outcome,
        extra={
            "calls": use.calls,
            "input_tokens": use.input_tokens,
            "output_tokens": use.output_tokens,
            "cost": round(use.cost, 6),
            "seconds": round(use.seconds, 2),
            "dropped": " ".join(use.dropped),
        },
    )
