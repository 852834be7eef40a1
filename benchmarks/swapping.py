"""What a new build costs those who ask meanwhile: the swap, the memory, and the waiting.

`python -m benchmarks.swapping --chunks 100000 --work FOLDER` makes two builds of generated chunks,
swaps between them, and lets 100 simulated users ask while a third build of `--publish` chunks is
written, verified and published by another process, once at each niceness, and prints JSON.
Retrieval alone is measured: the questions' vectors were made with them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.data import percentile
from benchmarks.generated import FINGERPRINT, GeneratedChunks, make_questions, write_vectors
from benchmarks.scaling import StubEmbedder
from vectorstore.build import BuildInput, write_manifest
from vectorstore.embedding import Vectors
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.memory import limit_arenas
from vectorstore.pointer_file import PointerFile
from vectorstore.retriever import PassageFinder

_SWAPS = 20
# 100 citizens of whom each asks every two seconds, and as many threads as answer them.
_QUESTIONS_A_SECOND, _THREADS = 50.0, 8
_QUESTIONS = 500
# Long enough after the publication for the swap to be among what is measured.
_SECONDS_AFTER = 5.0
_SETTLING_SECONDS = 0.5
_NICENESSES = (0, 10, 19)
_LARGE = "b2"


def prepare(count: int, work: Path) -> None:
    """Make two builds that hold the same, the second one, which all asking starts from, live."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shelf = FolderShelf(work / "index")
    _publish(shelf, "b1", count, write_vectors(work / "vectors.npy", count))
    unfinished = shutil.copytree(shelf.folder_of("b1"), shelf.unfinished_folder(_LARGE))
    write_manifest(unfinished, replace(shelf.manifest("b1"), build_id=_LARGE))
    shelf.publish(_LARGE)


def _publish(shelf: FolderShelf, build_id: str, count: int, vectors: Vectors) -> None:
    build = BuildInput(
        build_id, "2026-01-01", GeneratedChunks(count), vectors[:count], build_id, FINGERPRINT
    )
    shelf.write(build, lambda done: None)
    shelf.verify(build_id)
    shelf.publish(build_id)


def measure_swaps(work: Path) -> dict[str, Any]:
    """Swap there and back; a swap lasts from the pointer's rename to the first new answer.

    Meanwhile 50 questions a second are asked, and what is resident is what stays a moment later.
    """
    shelf = FolderShelf(work / "index")
    questions = make_questions(np.load(work / "vectors.npy", mmap_mode="r"), _QUESTIONS)
    asked = iter(list(questions) * 100)
    seconds, resident, waited = [], [], []
    with closing(LiveBuild(shelf, FINGERPRINT)) as live:
        finder = PassageFinder(live, StubEmbedder(questions))
        finder.find(next(asked))
        for _ in range(_SWAPS):
            now = shelf.pointer()
            target = now.previous[0]
            PointerFile(work / "index" / "live.json").write(
                replace(now, live=target, previous=(now.live,))
            )
            began = time.perf_counter()
            while True:
                asked_at = time.perf_counter()
                answered_by = finder.find(next(asked)).build_id
                waited.append((time.perf_counter() - asked_at) * 1000)
                if answered_by == target:
                    break
                time.sleep(1 / _QUESTIONS_A_SECOND)
            seconds.append(time.perf_counter() - began)
            time.sleep(_SETTLING_SECONDS)
            resident.append(round(_resident_megabytes()))
    return {
        "swap_seconds_p50": percentile(seconds, 0.5),
        "swap_seconds_max": max(seconds),
        "question_during_swap_ms_p50": percentile(waited, 0.5),
        "question_during_swap_ms_p95": percentile(waited, 0.95),
        "question_during_swap_ms_max": max(waited),
        "resident_mb_after_each": resident,
    }


def measure_asking(work: Path, publish: int, niceness: int | None) -> dict[str, Any]:
    """Ask from the start of a publication until after its swap; without one for 20 s."""
    questions = make_questions(np.load(work / "vectors.npy", mmap_mode="r"), _QUESTIONS)
    asked, random = list(questions), Random(1)  # noqa: S311 - the same questions each time
    shelf = FolderShelf(work / "index")
    PointerFile(work / "index" / "live.json").write(replace(shelf.pointer(), live=_LARGE))
    with closing(LiveBuild(shelf, FINGERPRINT)) as live:
        live.refresh()
        live.watch()
        finder = PassageFinder(live, StubEmbedder(questions))
        for text in asked[:50]:
            finder.find(text)
        publishing = _start_publishing(work, publish, niceness) if niceness is not None else None
        until = time.monotonic() + (20.0 if publishing is None else 3600.0)
        futures: list[Future[tuple[float, str]]] = []
        with ThreadPoolExecutor(_THREADS) as pool:
            while time.monotonic() < until:
                futures.append(pool.submit(_timed, finder, random.choice(asked)))
                time.sleep(random.expovariate(_QUESTIONS_A_SECOND))
                if publishing is not None and publishing.poll() is not None:
                    until = min(until, time.monotonic() + _SECONDS_AFTER)
    if publishing is not None and publishing.returncode:
        raise ValueError("the publication failed")
    return _figures(futures)


def _timed(finder: PassageFinder, text: str) -> tuple[float, str]:
    began = time.perf_counter()
    build_id = finder.find(text).build_id
    return (time.perf_counter() - began) * 1000, build_id


def _figures(futures: list[Future[tuple[float, str]]]) -> dict[str, Any]:
    answered = [future.result() for future in futures if future.exception() is None]
    took = [milliseconds for milliseconds, _ in answered]
    return {
        "questions": len(futures),
        "errors": len(futures) - len(answered),
        **{f"p{share}_ms": percentile(took, share / 100) for share in (50, 95, 99)},
        "max_ms": max(took),
        "builds": sorted({build_id for _, build_id in answered}),
    }


def _start_publishing(work: Path, publish: int, niceness: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.swapping", "--phase", "publish", "--chunks"]
    command += [str(publish), "--work", str(work), "--niceness", str(niceness)]
    return subprocess.Popen(command)


def _run_phase(name: str, asked: argparse.Namespace, *arguments: str) -> Any:
    command = [sys.executable, "-m", "benchmarks.swapping", "--phase", name]
    command += ["--chunks", str(asked.chunks), "--work", str(asked.work)]
    command += ["--publish", str(asked.publish), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def measure(asked: argparse.Namespace) -> dict[str, Any]:
    """Run every phase in a process of its own."""
    prepare(asked.chunks, asked.work)
    swaps = _run_phase("swap", asked)
    asking: Mapping[str, Any] = {
        f"publishing at niceness {niceness}": _run_phase("ask", asked, "--niceness", str(niceness))
        for niceness in _NICENESSES
    }
    return {
        "chunks": asked.chunks,
        "swaps": swaps,
        "asking": {"nothing published": _run_phase("ask", asked), **asking},
    }


def _resident_megabytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="What a new build costs those who ask meanwhile.")
    parser.add_argument("--chunks", type=int, default=100_000)
    parser.add_argument("--publish", type=int, default=20_000, help="chunks of the third build")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--phase", choices=("swap", "ask", "publish"), help=argparse.SUPPRESS)
    parser.add_argument("--niceness", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    limit_arenas()
    if asked.phase == "publish":
        os.nice(asked.niceness)
        shelf = FolderShelf(asked.work / "index")
        vectors = np.load(asked.work / "vectors.npy", mmap_mode="r")
        _publish(shelf, f"n{asked.niceness}", asked.chunks, vectors)
        return
    if asked.phase == "swap":
        figures = measure_swaps(asked.work)
    elif asked.phase == "ask":
        figures = measure_asking(asked.work, asked.publish, asked.niceness)
    else:
        figures = measure(asked)
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
