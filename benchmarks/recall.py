"""Recall of the vector index against exact search, with real passages and real questions.

`python -m benchmarks.recall --corpora ROWS.jsonl ... --questions ROWS.jsonl ... --work FOLDER` cuts
the texts of the corpora into windows of one to three sentences, embeds as many as asked for, writes
them as an index and prints JSON. Vectors stay in `--work`; with other settings of the index only
the index is made again.
"""

import argparse
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.data import percentile, read_rows
from benchmarks.generated import chunk_row, exact_neighbours, make_chunk
from bot.answering.sentences import split_sentences
from vectorstore.chroma_clients import make_folder_client, open_folder_client, seal_folder
from vectorstore.embedding import Vectors, open_embeddings
from vectorstore.settings import StoreSettings
from vectorstore.vector_index import HNSW, VectorIndex

_NEIGHBOURS = 10
# So many a search of the bot asks for, and recall is that of the first ten of them.
_CANDIDATES = 100
_QUESTIONS_PER_SET = 200
# Of characters; shorter windows are headings, longer ones the embedder would cut.
_SHORTEST, _LONGEST = 30, 400
_BATCH = 1000


def embed(corpora: Sequence[Path], asked: Sequence[Path], count: int, work: Path) -> None:
    """Write the vectors of `count` windows and of the questions into `work`, unless it has them."""
    if (work / "questions.npy").exists():
        return
    work.mkdir(parents=True, exist_ok=True)
    random = Random(1)  # noqa: S311 - the same windows each time
    texts = list(dict.fromkeys(text for path in corpora for text in _windows(path)))
    random.shuffle(texts)
    embedder = open_embeddings(StoreSettings(), serving=False)
    batches = (texts[start : start + _BATCH] for start in range(0, min(count, len(texts)), _BATCH))
    vectors = np.concatenate([embedder.document_vectors(batch) for batch in batches])
    np.save(work / "passages.npy", vectors[:count])
    questions: list[str] = []
    for path in asked:
        of_set = [row["question"] for row in read_rows(path)]
        questions += random.sample(of_set, min(_QUESTIONS_PER_SET, len(of_set)))
    np.save(
        work / "questions.npy", np.concatenate([embedder.query_vectors([q]) for q in questions])
    )


def measure(vectors: Vectors, questions: Vectors, folder: Path) -> dict[str, float]:
    """Write an index into `folder`, which is made anew, and search it with every question."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    chunks = [make_chunk(row) for row in range(len(vectors))]
    began, processor = time.perf_counter(), time.process_time()
    with closing(make_folder_client(folder)) as client:
        VectorIndex.write(client, "articles", chunks, vectors, lambda done: None)
    seal_folder(folder)
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    exact = exact_neighbours(vectors, questions, _NEIGHBOURS)
    found, took = 0, []
    with closing(VectorIndex.open(open_folder_client(folder), "articles")) as index:
        index.nearest(questions[0], _CANDIDATES)
        for question, rows in zip(questions, exact, strict=True):
            began = time.perf_counter()
            nearest = index.nearest(question, _CANDIDATES)[:_NEIGHBOURS]
            took.append((time.perf_counter() - began) * 1000)
            found += len(rows & {chunk_row(chunk_id) for chunk_id, _ in nearest})
    return {
        "chunks": len(vectors),
        "questions": len(questions),
        "chunks_a_second": len(vectors) / seconds,
        "chunks_a_processor_second": len(vectors) / processor,
        "recall_at_10": found / (len(questions) * _NEIGHBOURS),
        "p50_ms": percentile(took, 0.5),
        "p95_ms": percentile(took, 0.95),
    }


def _windows(path: Path) -> Iterator[str]:
    for row in read_rows(path):
        text = row.get("text") or ""
        sentences = [span.of(text) for span in split_sentences(text)]
        for length in (1, 2, 3):
            for start in range(len(sentences) - length + 1):
                window = " ".join(sentences[start : start + length])
                if _SHORTEST <= len(window) <= _LONGEST:
                    yield window


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="Recall of the vector index on real vectors.")
    parser.add_argument("--corpora", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--chunks", type=int, nargs="+", default=[7_000, 100_000])
    parser.add_argument("--work", type=Path, required=True)
    asked = parser.parse_args()
    embed(asked.corpora, asked.questions, max(asked.chunks), asked.work)
    vectors = np.load(asked.work / "passages.npy")
    questions = np.load(asked.work / "questions.npy")
    figures = [measure(vectors[:n], questions, asked.work / "index") for n in asked.chunks]
    print(json.dumps({"settings": HNSW, "figures": figures}, indent=2))


if __name__ == "__main__":
    main()
