"""What the steps of answers took, and what a language model did for them: for staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.models import Answer, ModelUse
from bot.storage.database import Database

_NO_MODEL = ModelUse("")


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """How often a language model was asked for an answer, by outcome (`ModelUse`), and what for.

    `seconds` are those of waiting for it, `cost` is in the currency of the prices that are set.
    """

    outcomes: Mapping[str, int]
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0

    @property
    def answers(self) -> int:
        """Answers for which it was asked."""
        return sum(self.outcomes.values())


class StepLog:
    """One row an answer; it goes when the answer goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, number: int, answer: Answer) -> None:
        """Keep what the answer of this number took: milliseconds, calls, tokens, cost."""
        timings, used = answer.timings, answer.model or _NO_MODEL
        self._database.change(
            "INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                timings.understand,
                timings.retrieve,
                timings.compose,
                used.outcome,
                used.calls,
                used.input_tokens,
                used.output_tokens,
                used.cost,
                used.seconds,
                " ".join(used.dropped),
            ),
        )

    def model_use(self, since: float) -> ModelSummary:
        """Sum up what a language model did for the questions asked since then."""
        rows = self._database.rows(
            "SELECT outcome, COUNT(*), SUM(calls), SUM(input_tokens), SUM(output_tokens),"
            " SUM(cost), SUM(model_seconds) FROM steps JOIN questions USING (number)"
            " WHERE asked >= ? AND outcome <> '' GROUP BY outcome ORDER BY COUNT(*) DESC, outcome",
            (since,),
        )
        sums = [sum(column) for column in list(zip(*rows, strict=True))[2:]] if rows else []
        return ModelSummary({row[0]: row[1] for row in rows}, *sums)
