"""What one build of many chunks costs, in a folder or on a Chroma server of this machine.

`python -m benchmarks.scaling --chunks 100000 --mode folder|server --work FOLDER` writes, verifies
and publishes a build of generated chunks and searches it, and prints JSON. Writing and searching
run in processes of their own, whose memory is what the figures say. Times of opening are those of a
new process with the files still in the memory of the operating system.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.data import percentile
from benchmarks.generated import (
    FINGERPRINT,
    GeneratedChunks,
    chunk_row,
    exact_neighbours,
    make_questions,
    write_vectors,
)
from tests.chroma_server import LocalChroma
from vectorstore.build import BuildInput
from vectorstore.embedding import Vectors
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Shelf
from vectorstore.shelves import open_shelf

_QUESTIONS = 500
_NEIGHBOURS = 10
_BUILD = "20260101-000000-000000"


class StubEmbedder:
    """Gives the vectors that were made with the questions."""

    fingerprint = FINGERPRINT

    def __init__(self, questions: Mapping[str, Vectors]) -> None:
        self._questions = questions

    def count_tokens(self, text: str) -> int:
        """Count words."""
        return len(text.split())

    def document_vectors(self, texts: Sequence[str]) -> Vectors:
        """Nothing is embedded here."""
        raise ValueError(f"{len(texts)} texts have no vectors")

    def query_vectors(self, texts: Sequence[str]) -> Vectors:
        """Give the vectors of questions."""
        return np.stack([self._questions[text] for text in texts])


def measure(count: int, mode: str, work: Path) -> dict[str, Any]:
    """Write and search one build; what is in `work` before is removed."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_vectors(work / "vectors.npy", count)
    with _place(mode, work) as (url, server):
        figures: dict[str, Any] = {"chunks": count, "mode": mode}
        figures["write"] = _phase("write", count, work, url)
        if server is not None:
            figures["server_mb_after_writing"] = _resident(server.pid)
            figures["server_processor_seconds"] = _processor_seconds(server.pid)
            server.stop()
            server.start()
        figures["disk_mb"] = _disk(work / "chroma" if server else work / "home" / "index")
        figures["read"] = _phase("read", count, work, url)
        if server is not None:
            figures["server_mb_after_restart_and_searches"] = _resident(server.pid)
            figures["download_mb"] = _disk(work / "home" / "downloads")
    return figures


@contextmanager
def _place(mode: str, work: Path) -> Iterator[tuple[str, LocalChroma | None]]:
    if mode == "folder":
        yield "", None
        return
    (work / "chroma").mkdir()
    with LocalChroma(work / "chroma") as server:
        yield server.url, server


def _phase(name: str, count: int, work: Path, url: str) -> Any:
    arguments = ["--phase", name, "--chunks", str(count), "--work", str(work), "--url", url]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scaling", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def write(count: int, work: Path, shelf: Shelf) -> dict[str, float]:
    """Write, verify and publish the build."""
    vectors = np.load(work / "vectors.npy", mmap_mode="r")
    build = BuildInput(
        _BUILD, "2026-01-01", GeneratedChunks(count), vectors, "generated", FINGERPRINT
    )
    shelf.discard_unfinished()
    began = time.perf_counter()
    shelf.write(build, lambda done: None)
    written = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    shelf.verify(_BUILD)
    verified = time.perf_counter()
    shelf.publish(_BUILD)
    return {
        "write_seconds": written - began,
        "chunks_a_second": count / (written - began),
        "processor_seconds": used.ru_utime + used.ru_stime,
        "verify_seconds": verified - written,
        "publish_seconds": time.perf_counter() - verified,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read(work: Path, shelf: Shelf) -> dict[str, float]:
    """Open the build twice and search it."""
    vectors = np.load(work / "vectors.npy", mmap_mode="r")
    questions = make_questions(vectors, _QUESTIONS)
    before = _resident("self")
    shutil.rmtree(work / "home" / "downloads", ignore_errors=True)
    began = time.perf_counter()
    with closing(LiveBuild(shelf, FINGERPRINT)) as live, live.lease():
        first_opening = time.perf_counter() - began
    began = time.perf_counter()
    with closing(LiveBuild(shelf, FINGERPRINT)) as live:
        with live.lease():
            opened = time.perf_counter() - began
        finder = PassageFinder(live, StubEmbedder(questions))
        seconds = [_timed(finder, text) for text in questions]
        resident = _resident("self")
        warm = sorted(seconds[_QUESTIONS // 10 :])
        keyword = _keyword_seconds(live, list(questions))
        recall = _recall(live, vectors, np.stack(list(questions.values())))
    return {
        "first_opening_seconds": first_opening,
        "opening_seconds": opened,
        "first_search_ms": seconds[0] * 1000,
        **{f"p{share}_ms": percentile(warm, share / 100) * 1000 for share in (50, 95, 99)},
        "keyword_p95_ms": percentile(keyword, 0.95) * 1000,
        "resident_mb": resident,
        "resident_before_mb": before,
        "recall_at_10": recall,
    }


def _timed(finder: PassageFinder, question: str) -> float:
    began = time.perf_counter()
    found = finder.find(question)
    seconds = time.perf_counter() - began
    if not found.passages:
        raise ValueError("a question about a chunk found nothing")
    return seconds


def _keyword_seconds(live: LiveBuild, questions: list[str]) -> list[float]:
    seconds = []
    with live.lease() as build:
        for text in questions:
            began = time.perf_counter()
            build.keywords.best(build.keywords.scores(text), 100)
            seconds.append(time.perf_counter() - began)
    return seconds


def _recall(live: LiveBuild, vectors: Vectors, questions: Vectors) -> float:
    exact = exact_neighbours(vectors, questions, _NEIGHBOURS)
    found = 0
    with live.lease() as build:
        for question, rows in zip(questions, exact, strict=True):
            nearest = build.vectors.nearest(question, _NEIGHBOURS)
            found += len(rows & {chunk_row(chunk_id) for chunk_id, _ in nearest})
    return found / (len(questions) * _NEIGHBOURS)


def _resident(process: int | str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    # The 14th and 15th field of proc(5), of which two stand before the bracket.
    return sum(int(fields[place]) for place in (11, 12)) / os.sysconf("SC_CLK_TCK")


def _disk(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="What one build of many chunks costs.")
    parser.add_argument("--chunks", type=int, required=True)
    parser.add_argument("--mode", choices=("folder", "server"), default="folder")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--phase", choices=("write", "read"), help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not asked.phase:
        figures = measure(asked.chunks, asked.mode, asked.work)
    else:
        settings = StoreSettings(home=asked.work / "home", chroma_url=asked.url)
        with open_shelf(settings) as shelf:
            if asked.phase == "write":
                figures = write(asked.chunks, asked.work, shelf)
            else:
                figures = read(asked.work, shelf)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
