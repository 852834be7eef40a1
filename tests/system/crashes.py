"""Disturbs ingests, and tells what they left behind from what they should have."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL

from tests.fakes import WordEmbedder
from tests.system.ingest_driver import ingest
from tests.system.processes import ROOT, Done
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder
from vectorstore.settings import StoreSettings

# More than one batch of Chroma's and, of those that change, more than one slice of embedding.
_ARTICLES, _CHANGING = 1020, 7
_QUESTIONS = ("Apa isi ketentuan nomor 3?", "Berapa biaya layanan nomor 16?", "sengketa informasi")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a live build answers: its id, and the passages to the last byte."""

    build_id: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Digests of the chunks, vectors and library of a home, and the names in its index."""

    chunks: str
    vectors: str
    library: str
    count: int
    builds: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A home of two builds whose source has changed, and what may and should come of it.

    `seconds` is how long an undisturbed ingest takes from its first step on.
    """

    folder: Path
    before: Answers
    rolled_back: Answers
    contents: Contents
    seconds: float

    @property
    def source(self) -> Path:
        """The articles of the third version."""
        return self.folder / "isi.jsonl"

    def copy(self, name: str) -> Path:
        """Give a home of its own to disturb."""
        return shutil.copytree(self.folder / "home", self.folder / name)

    def faults_of(self, home: Path) -> list[str]:
        """Name the promises that are broken once a disturbed home is read and ingested again."""
        faults = []
        if read_answers(home) not in (self.before, self.rolled_back) and not self.is_new(home):
            faults.append("the live build is neither one of before nor the new one")
        ingest(home, self.source)
        contents, undisturbed = asdict(read_contents(home)), asdict(self.contents)
        faults += [
            f"{name} is {contents[name]}, undisturbed {undisturbed[name]}"
            for name in contents
            if contents[name] != undisturbed[name]
        ]
        return faults

    def is_new(self, home: Path) -> bool:
        """Tell whether the live build holds what an undisturbed ingest publishes, and answers."""
        contents = read_contents(home)
        same = (contents.chunks, contents.vectors) == (self.contents.chunks, self.contents.vectors)
        return same and all(read_answers(home).passages)


def set_scene(folder: Path) -> Scene:
    """Ingest two versions of the articles, and a third one in a copy."""
    home, source = folder / "home", folder / "isi.jsonl"
    answers = []
    for version in (0, 1):
        _write_articles(source, version)
        ingest(home, source)
        answers.append(read_answers(home))
    _write_articles(source, 2)
    undisturbed = shutil.copytree(home, folder / "undisturbed")
    child = _start_and_wait(undisturbed, source, folder / "undisturbed-trace")
    began = time.monotonic()
    _, errors = child.communicate(timeout=120)
    seconds = time.monotonic() - began
    if child.returncode:
        raise ValueError(errors)
    return Scene(folder, answers[1], answers[0], read_contents(undisturbed), seconds)


def run_driver(
    home: Path, command: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> Done:
    """Run one command of the driver to its end."""
    child = start_driver(home, command, *arguments, environment=environment)
    _, errors = child.communicate(timeout=120)
    return Done(child.args, child.returncode, "", errors)


def start_driver(
    home: Path, command: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[str]":
    """Start one command of the driver."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.system.ingest_driver", command, str(home), *arguments],
        env={**os.environ, **(environment or {})},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_after(home: Path, seconds: float, source: Path) -> str:
    """Kill an ingest a time after its first step, and give the last step it had reached."""
    trace = home.with_name(f"{home.name}-trace")
    child = _start_and_wait(home, source, trace)
    try:
        child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        # Not to the end of its output: the verification that it may have begun holds the pipe.
        child.wait()
        if child.stderr is not None:
            child.stderr.close()
    steps = trace.read_text(encoding="ascii").splitlines()
    return steps[-1] if child.returncode == -SIGKILL else "ended before"


def _start_and_wait(home: Path, source: Path, trace: Path) -> "subprocess.Popen[str]":
    """Start an ingest and wait for its first step: its imports take longer than its work."""
    environment = {"SULUH_FAULT_TRACE": str(trace)}
    child = start_driver(home, "ingest", str(source), environment=environment)
    while not trace.exists() and child.poll() is None:
        time.sleep(0.005)
    return child


def read_answers(home: Path) -> Answers:
    """Ask the live build of a home."""
    embedder = WordEmbedder()
    with closing(LiveBuild(_shelf(home), embedder.fingerprint)) as live:
        found = [PassageFinder(live, embedder).find(question) for question in _QUESTIONS]
    return Answers(found[0].build_id, tuple(repr(one.passages) for one in found))


def read_contents(home: Path) -> Contents:
    """Read every chunk and vector of the live build, and every row of the library."""
    shelf = _shelf(home)
    with closing(shelf.open(shelf.pointer().live, WordEmbedder().fingerprint)) as build:
        ids = build.keywords.chunk_ids
        chunks, vectors = build.vectors.chunks(ids), build.vectors.vectors(ids)
        count = build.vectors.count()
    with closing(sqlite3.connect(StoreSettings(home=home).library_path)) as library:
        rows = [line for line in library.iterdump() if line.startswith("INSERT")]
    index = StoreSettings(home=home).index_folder
    builds = [path for path in (index / "builds").iterdir() if not path.name.startswith(".")]
    everything = {path.name for folder in (index, index / "builds") for path in folder.iterdir()}
    return Contents(
        chunks=sha256(repr(chunks).encode()).hexdigest(),
        vectors=sha256(vectors.tobytes()).hexdigest(),
        library=sha256("\n".join(sorted(rows)).encode()).hexdigest(),
        count=count,
        builds=len(builds),
        others=tuple(sorted(everything - {path.name for path in builds})),
    )


def _shelf(home: Path) -> FolderShelf:
    return FolderShelf(StoreSettings(home=home).index_folder)


def _write_articles(path: Path, version: int) -> None:
    """Write the articles: some change with each version, one goes and one comes."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(version, _ARTICLES + version):
            now = f" Berlaku sejak versi {version}." if number % _CHANGING == 0 else ""
            text = f"Ketentuan nomor {number} mengatur biaya layanan dan sengketa.{now}"
            row = {"id": f"a{number}", "title": f"Ketentuan {number}", "text": text}
            file.write(json.dumps(row) + "\n")
