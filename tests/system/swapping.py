"""Swaps builds in a process of its own, whose memory and descriptors are then its alone.

`python -m tests.system.swapping INDEX TIMES` moves the pointer of an index of two builds there and
back, asks after each swap, and prints megabytes and descriptors, one swap a line.
"""

import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from tests.fakes import WordEmbedder
from tests.system.processes import ROOT
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.memory import limit_arenas
from vectorstore.pointer_file import PointerFile
from vectorstore.retriever import PassageFinder


@dataclass(frozen=True, slots=True)
class Figures:
    """What the process held after one swap."""

    megabytes: float
    descriptors: int


def swap(index: Path, times: int) -> list[Figures]:
    """Swap in a child process, and give its figures after each swap."""
    command = [sys.executable, "-m", "tests.system.swapping", str(index), str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return [Figures(float(megabytes), int(descriptors)) for megabytes, descriptors in rows]


def main(index: Path, times: int) -> None:
    """Swap in this process."""
    limit_arenas()
    shelf, embedder = FolderShelf(index), WordEmbedder()
    pointer_file = PointerFile(index / "live.json")
    with closing(LiveBuild(shelf, embedder.fingerprint)) as live:
        finder = PassageFinder(live, embedder)
        finder.find("isi nomor 7")
        for _ in range(times):
            now = shelf.pointer()
            [before] = now.previous
            pointer_file.write(replace(now, live=before, previous=(now.live,)))
            live.refresh()
            if finder.find("isi nomor 7").build_id != before:
                raise ValueError("the pointer was not followed")
            descriptors = len(list(Path("/proc/self/fd").iterdir()))
            sys.stdout.write(f"{_resident_megabytes()} {descriptors}\n")


def _resident_megabytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
