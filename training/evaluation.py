"""`python -m training.evaluation EVALDATA FILE`: what a reader's file reaches on the dev sets."""

import argparse
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.reader import Reader, SpanReader
from bot.evaluation.phrases import words
from training.choosing import Found, best_found
from training.data import Example, own_examples, question_examples, read_passages, read_rows
from training.scores import Outcome, auroc, best_threshold, figures, outcome
from training.searching import Searcher, document_vectors
from vectorstore.embedding import has_fast_bfloat16, open_embeddings, serving_turns
from vectorstore.settings import StoreSettings

Figures = dict[str, Any]

# Passages read for one question, as in the product.
PASSAGES_READ = 5
# Weights of the retriever's score (0..1) beside the margin (logits) that are tried.
_FUSED_WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)


def gold_outcomes(reader: Reader, examples: Iterable[Example]) -> list[Outcome]:
    """Read each question's own passage."""
    outcomes = []
    for example in examples:
        reading = reader.read(example.question, [example.passage])[0]
        if reading is not None:
            found = example.passage[reading.start : reading.end]
            answers = [example.words] if example.answer else []
            outcomes.append(outcome(found, reading.margin, answers))
    return outcomes


def own_figures(reader: Reader, threshold: float) -> Figures:
    """Read the held-out examples of our own, by register."""
    by_register: dict[str, list[Example]] = defaultdict(list)
    for example in own_examples(held_out=True):
        by_register[example.register].append(example)
    read = {register: gold_outcomes(reader, rows) for register, rows in by_register.items()}
    every = [o for outcomes in read.values() for o in outcomes]
    return {
        "all": figures(every, threshold),
        **{register: figures(outcomes, threshold) for register, outcomes in sorted(read.items())},
    }


def corpus_figures(
    reader: Reader,
    searcher: Searcher,
    passages: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> Figures:
    """Search the whole corpus, read the best passages, and look at the best span's sentence."""
    seconds: list[float] = []
    found: list[list[Found]] = []
    for row in rows:
        hits = searcher.search(row["question"], PASSAGES_READ)
        began = time.perf_counter()
        readings = reader.read(row["question"], [passages[hit] for hit, _ in hits])
        seconds.append(time.perf_counter() - began)
        found.append(
            [
                Found(reading, passages[hit], fused)
                for reading, (hit, fused) in zip(readings, hits, strict=True)
                if reading is not None
            ]
        )
    milliseconds = np.quantile(seconds, (0.5, 0.95)) * 1000
    return {
        "by_fused_weight": {weight: _chosen(rows, found, weight) for weight in _FUSED_WEIGHTS},
        "read_ms_p50": round(float(milliseconds[0])),
        "read_ms_p95": round(float(milliseconds[1])),
    }


def _chosen(
    rows: Sequence[Mapping[str, Any]], found: Sequence[Sequence[Found]], weight: float
) -> Figures:
    outcomes, held = [], []
    for row, readings in zip(rows, found, strict=True):
        best = best_found(readings, weight)
        score = best.reading.margin + weight * best.fused
        outcomes.append(Outcome(row["answerable"], score, 0.0, 0.0))
        if row["answerable"]:
            held.append(any(_within(answer, best.sentence) for answer in row["answers"]))
    return {"sentence": round(statistics.mean(held), 3), "auroc": round(auroc(outcomes), 3)}


def _within(answer: str, sentence: str) -> bool:
    return f" {' '.join(words(answer))} " in f" {' '.join(words(sentence))} "


def main() -> None:
    """Print the figures of a reader's file as JSON."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluation", description=__doc__)
    parser.add_argument("evaldata", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--gold-only", action="store_true", help="leave out the whole corpus")
    arguments = parser.parse_args()
    settings = StoreSettings()
    reader = SpanReader(
        settings.cache,
        arguments.file,
        turns=serving_turns(settings),
        bfloat16=has_fast_bfloat16(),
    )
    passages = read_passages(arguments.evaldata, "idkmrc_corpus")
    rows = read_rows(arguments.evaldata, "idkmrc_questions_dev")
    outcomes = gold_outcomes(reader, question_examples(rows, passages))
    threshold = best_threshold(outcomes)
    print(json.dumps({"gold paragraph": figures(outcomes, threshold)}), flush=True)
    print(json.dumps({"own, held out": own_figures(reader, threshold)}), flush=True)
    if arguments.gold_only:
        return
    embedder = open_embeddings(settings, serving=False)
    vectors = document_vectors(embedder, list(passages.values()))
    searcher = Searcher(passages, vectors, embedder)
    print(json.dumps({"corpus": corpus_figures(reader, searcher, passages, rows)}), flush=True)


if __name__ == "__main__":
    main()
