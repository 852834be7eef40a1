"""Quality on questions with gold phrases: found, answered with the phrase quoted, refused.

`python -m benchmarks.quality HOME QUESTIONS` asks every question of a set, as `suluh evaluate`
does, and prints JSON: the measures of all, and one group a register.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.app import open_bot
from bot.evaluation.asking import ask_all
from bot.evaluation.intervals import Estimate
from bot.evaluation.judging import judge
from bot.evaluation.questions import read_questions
from bot.evaluation.summary import summarise
from bot.settings import BotSettings
from vectorstore.settings import StoreSettings

# Those that docs/benchmarks.md tells of.
_MEASURES = (
    "recall_at_1",
    "recall_at_5",
    "recall_at_10",
    "ndcg_at_10",
    "answered",
    "gold_leading",
    "gold_quoted",
    "gold_shown",
    "auroc",
    "unanswerable_refused",
    "unanswerable_partly",
    "over_refusal",
)


def measure_quality(home: Path, questions: Path) -> dict[str, dict[str, Any]]:
    """Give the measures of all questions and of each register, with interval and number."""
    with open_bot(BotSettings(), StoreSettings(home=home)) as bot:
        asked = ask_all(bot, read_questions(questions).questions)
        summary = summarise([judge(outcome) for outcome in asked])
    groups = {"all": summary.overall, **summary.groups["register"]}
    return {name: _figures(estimates) for name, estimates in groups.items()}


def _figures(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    measured = ((name, estimates.get(name)) for name in _MEASURES)
    return {
        name: {
            "value": round(estimate.value, 3),
            "of": estimate.of,
            "interval": [round(end, 3) for end in (estimate.low, estimate.high) if end is not None],
        }
        for name, estimate in measured
        if estimate is not None
    }


if __name__ == "__main__":
    print(json.dumps(measure_quality(Path(sys.argv[1]), Path(sys.argv[2]))))
