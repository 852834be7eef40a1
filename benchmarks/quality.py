"""Quality on questions with gold phrases: found, answered with the phrase quoted, refused.

`python -m benchmarks.quality HOME QUESTIONS` asks every question of a JSON Lines file (each with
`question`, `lang`, `answerable`, `docids` and `must_contain`) and prints JSON, one group a
register: formal Indonesian, colloquial Indonesian, English.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.data import read_rows
from bot.answering.models import Answer, Question
from bot.app import Bot, open_bot
from bot.settings import BotSettings
from vectorstore.settings import StoreSettings


def measure_quality(home: Path, questions: Path) -> dict[str, dict[str, Any]]:
    """Give the shares of each register and the number of questions they are of."""
    counted: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    with open_bot(BotSettings(), StoreSettings(home=home)) as bot:
        for row in read_rows(questions):
            for name, holds in _judge(bot, row).items():
                counted[row["lang"]][name].append(holds)
    return {
        language: {
            name: {"share": round(sum(values) / len(values), 3), "of": len(values)}
            for name, values in measures.items()
        }
        for language, measures in counted.items()
    }


def _judge(bot: Bot, row: dict[str, Any]) -> dict[str, bool]:
    answer = bot.chain.invoke(Question(row["question"]))
    if not row["answerable"]:
        return {"not answered": answer.status.value != "answered"}
    passages = bot.search(row["question"], 10).passages
    articles = [passage.chunk.article.article_id for passage in passages]
    return {
        "recall@1": _found(articles[:1], row),
        "recall@5": _found(articles[:5], row),
        "recall@10": _found(articles, row),
        "answered": answer.status.value == "answered",
        "gold phrase quoted": answer.status.value == "answered" and _quoted(answer, row),
    }


def _found(articles: list[str], row: dict[str, Any]) -> bool:
    return bool(set(articles) & set(row["docids"]))


def _quoted(answer: Answer, row: dict[str, Any]) -> bool:
    quotes = _folded(" ".join(citation.quote for citation in answer.citations))
    return all(_folded(phrase) in quotes for phrase in row["must_contain"])


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


if __name__ == "__main__":
    print(json.dumps(measure_quality(Path(sys.argv[1]), Path(sys.argv[2]))))
