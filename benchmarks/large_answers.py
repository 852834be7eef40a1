"""Warm answers over many chunks against answers over few, asked in turn in one process.

`python -m benchmarks.large_answers HOME QUESTIONS --work FOLDER` fills the live build of a home up
to `--chunks` with texts made of its own words near its own vectors, which crowd every question's
neighbourhood, and prints JSON: times of whole answers over both, and the ratio of the two.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.data import all_vectors, pages, percentile, read_rows
from bot.answering.models import Question
from bot.app import open_bot
from bot.settings import BotSettings
from vectorstore.build import BuildInput
from vectorstore.embedding import Vectors, open_embeddings
from vectorstore.live import LiveBuild
from vectorstore.models import Chunk
from vectorstore.settings import StoreSettings
from vectorstore.shelves import open_shelf

# A filler's cosine with the passage it stands beside: like that of passages on one subject.
_NEARNESS = 0.9
_WARMING = 10
_ROUNDS = 2


def fill(home: Path, target: Path, count: int) -> None:
    """Publish the live chunks of a home and fillers, `count` in all, as the build of another."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    store = StoreSettings(home=home)
    fingerprint = open_embeddings(store, serving=False).fingerprint
    with open_shelf(store) as shelf, closing(LiveBuild(shelf, fingerprint)) as live:
        live.refresh()
        with live.lease() as build:
            ids = build.keywords.chunk_ids
            chunks = [chunk for page in pages(ids) for chunk in build.vectors.chunks(page)]
            vectors = all_vectors(build.vectors, ids)
    every, filled = _filled(chunks, vectors, count)
    made = BuildInput("large", "2026-01-01", every, filled, "large", fingerprint)
    with open_shelf(StoreSettings(home=target)) as shelf:
        shelf.write(made, lambda done: None)
        shelf.verify(made.build_id)
        shelf.publish(made.build_id)


def measure(small: Path, large: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Answer every question over both, in turn, when both are warm."""
    times: dict[str, list[float]] = {"few": [], "many": []}
    answered = dict.fromkeys(times, 0)
    with ExitStack() as opened:
        bots = {
            name: opened.enter_context(open_bot(BotSettings(), StoreSettings(home=home)))
            for name, home in (("few", small), ("many", large))
        }
        for bot in bots.values():
            bot.warm_up()
            for text in questions[:_WARMING]:
                bot.chain.invoke(Question(text))
        for _ in range(_ROUNDS):
            for text in questions:
                for name, bot in bots.items():
                    answer = bot.chain.invoke(Question(text))
                    times[name].append(answer.timings.total)
                    answered[name] += answer.status.group == "answered"
    figures = {
        name: {
            "p50_ms": percentile(taken, 0.5),
            "p95_ms": percentile(taken, 0.95),
            "answered": answered[name] / len(taken),
        }
        for name, taken in times.items()
    }
    ratios = {
        f"{at}_ratio": figures["many"][at] / figures["few"][at] for at in ("p50_ms", "p95_ms")
    }
    return {**figures, **ratios}


def _filled(chunks: Sequence[Chunk], vectors: Vectors, count: int) -> tuple[list[Chunk], Vectors]:
    chance = Random(1)  # noqa: S311 - repeatable, not secret
    rows = [chance.randrange(len(chunks)) for _ in range(count - len(chunks))]
    noise = np.random.default_rng(1).standard_normal((len(rows), vectors.shape[1]))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    near = _NEARNESS * vectors[rows] + np.sqrt(1 - _NEARNESS**2) * noise
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    return (
        [*chunks, *_fillers(chunks, rows, chance)],
        np.concatenate([vectors, near]).astype(np.float32),
    )


def _fillers(chunks: Sequence[Chunk], rows: Sequence[int], chance: Random) -> Iterator[Chunk]:
    for number, row in enumerate(rows):
        chunk = chunks[row]
        words = chunk.text.split()
        chance.shuffle(words)
        article = replace(
            chunk.article, article_id=f"isian-{number:06d}", title=f"Naskah isian {number}"
        )
        yield replace(chunk, article=article, text=" ".join(words))


def main() -> None:
    """Fill, measure, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_answers", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--work", type=Path, required=True, help="the filled home")
    asked = parser.parse_args()
    if not (asked.work / "index").exists():
        fill(asked.home, asked.work, asked.chunks)
    questions = [row["question"] for row in read_rows(asked.questions)]
    print(json.dumps(measure(asked.home, asked.work, questions)))


if __name__ == "__main__":
    main()
