"""A thousand faults of a language model, while sixteen citizens ask.

`python -m benchmarks.model_faults [FAULTS]` prints JSON. The server is a real one on this machine;
the breaker pauses for no time, so that every question meets a fault.
"""

import asyncio
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.data import percentile
from tests.bot.answering.generating.faulty_answers import ask_under_faults

_FAULTS = 1_000
_CHAT_SECONDS = 2.0
_ANSWER_SECONDS = 5.0


def measure_model_faults(faults: int) -> dict[str, Any]:
    """Ask until the server has failed so often, and count what the questions ended in."""
    with tempfile.TemporaryDirectory() as folder:
        asked, met = asyncio.run(
            ask_under_faults(
                Path(folder), faults, chat_seconds=_CHAT_SECONDS, answer_seconds=_ANSWER_SECONDS
            )
        )
    seconds = [one.seconds for one in asked]
    return {
        "faults": met.total(),
        "kinds": dict(met),
        "questions": len(asked),
        "statuses": dict(Counter(one.answer.status.value for one in asked)),
        "same_as_without_model": sum(one.answer.text == one.plain.text for one in asked),
        "deadline_s": _ANSWER_SECONDS,
        "later_than_deadline_and_1_s": sum(took > _ANSWER_SECONDS + 1 for took in seconds),
        "p50_s": percentile(seconds, 0.5),
        "p95_s": percentile(seconds, 0.95),
        "longest_s": max(seconds),
    }


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else _FAULTS
    print(json.dumps(measure_model_faults(wanted), indent=2))
