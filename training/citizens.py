"""`python -m training.citizens QUESTIONS FOUND FILE`: what the reader makes of the product's hits.

QUESTIONS are rows with `qid`, `lang`, `answerable`, `must_contain` and `docids`; FOUND is what
`suluh search --json --batch QUESTIONS` prints.
"""

import argparse
import gzip
import json
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering.reader import Reader, SpanReader
from training.choosing import Found, best_found
from training.scores import Outcome, auroc
from vectorstore.embedding import has_fast_bfloat16, serving_turns
from vectorstore.settings import StoreSettings

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's best reading: how sure (0..1), and whether passage and sentence are right."""

    row: Row
    margin: float
    chance: float
    passage: bool
    sentence: bool


def judge(reader: Reader, row: Row, hits: Sequence[Row], weight: float) -> Judged:
    """Read the passages found for a question, and look at the best one."""
    readings = reader.read(row["question"], [hit["text"] for hit in hits])
    found = [
        (Found(reading, hit["text"], hit["score"]), hit)
        for reading, hit in zip(readings, hits, strict=True)
        if reading is not None
    ]
    best = best_found([one for one, _ in found], weight)
    article = next(hit["article_id"] for one, hit in found if one is best)
    sentence = " ".join(best.sentence.split())
    passage = bool(row["answerable"]) and article in row["docids"]
    holds = all(" ".join(phrase.split()) in sentence for phrase in row.get("must_contain") or [])
    return Judged(row, best.reading.margin, best.reading.chance, passage, passage and holds)


def summed_up(judged: Iterable[Judged], threshold: float) -> dict[str, Any]:
    """Give the shares that are right, by kind of language and altogether."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.row["lang"]].append(one)
        groups["all"].append(one)
    return {name: _figures(group, threshold) for name, group in groups.items()}


def _figures(group: Sequence[Judged], threshold: float) -> dict[str, float]:
    there = [one for one in group if one.row["answerable"]]
    missing = [one for one in group if not one.row["answerable"]]
    outcomes = [Outcome(one.row["answerable"], one.margin, 0.0, 0.0) for one in group]
    return {
        "answerable": len(there),
        "passage": round(statistics.mean(one.passage for one in there), 3),
        "sentence": round(statistics.mean(one.sentence for one in there), 3),
        "answered": round(statistics.mean(one.chance >= threshold for one in there), 3),
        "unanswerable": len(missing),
        "refused": round(statistics.mean(one.chance < threshold for one in missing), 3),
        "auroc": round(auroc(outcomes), 3),
    }


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m training.citizens", description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("found", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--passages", type=int, default=5)
    parser.add_argument("--fused-weight", type=float, default=2.0)
    parser.add_argument("--threshold", type=float, default=0.5, help="chance that is an answer")
    arguments = parser.parse_args()
    with gzip.open(arguments.questions, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    lines = arguments.found.read_text(encoding="utf-8").splitlines()
    hits = {found["qid"]: found["passages"] for found in map(json.loads, lines)}
    settings = StoreSettings()
    reader = SpanReader(
        settings.cache,
        arguments.file,
        turns=serving_turns(settings),
        bfloat16=has_fast_bfloat16(),
    )
    judged = [
        judge(reader, row, hits[row["qid"]][: arguments.passages], arguments.fused_weight)
        for row in rows
        if hits.get(row["qid"])
    ]
    print(json.dumps(summed_up(judged, arguments.threshold), indent=1))


if __name__ == "__main__":
    main()
