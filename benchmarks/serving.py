"""Serving: warm answers, memory, and recall of the vector index against exact search.

`python -m benchmarks.serving HOME QUESTIONS` measures the live build of a home and prints
JSON. Memory is the resident set of the whole process after the last answer.
"""

import json
import sys
from pathlib import Path

import numpy as np

from benchmarks.data import all_vectors, percentile, read_rows
from bot.answering.models import Question
from bot.app import Bot, open_bot
from bot.settings import BotSettings
from vectorstore.settings import StoreSettings

_NEIGHBOURS = 10


def measure_serving(home: Path, questions: list[str]) -> dict[str, float]:
    """Answer every question once the process is warm."""
    with open_bot(BotSettings(), StoreSettings(home=home)) as bot:
        bot.warm_up()
        for text in questions[:10]:
            bot.chain.invoke(Question(text))
        answers = [bot.chain.invoke(Question(text)) for text in questions]
        totals = [answer.timings.total for answer in answers]
        resident = _resident_megabytes()
        recall, chunks = _recall(bot, questions)
    return {
        "p50_ms": percentile(totals, 0.5),
        "p95_ms": percentile(totals, 0.95),
        "resident_mb": resident,
        "recall_at_10": recall,
        "chunks": chunks,
    }


def _recall(bot: Bot, questions: list[str]) -> tuple[float, int]:
    """Compare the ten nearest chunks with those of exact search over the same vectors."""
    found: list[float] = []
    with bot.live.lease() as build:
        ids = np.array(build.keywords.chunk_ids)
        vectors = all_vectors(build.vectors, ids.tolist())
        for text in questions:
            question = bot.embedder.query_vectors([text])[0]
            exact = set(ids[np.argsort(-(vectors @ question))[:_NEIGHBOURS]])
            near = {chunk_id for chunk_id, _ in build.vectors.nearest(question, _NEIGHBOURS)}
            found.append(len(exact & near) / _NEIGHBOURS)
        return float(np.mean(found)), len(ids)


def _resident_megabytes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    asked = [row["question"] for row in read_rows(Path(sys.argv[2]))]
    print(json.dumps(measure_serving(Path(sys.argv[1]), asked)))
