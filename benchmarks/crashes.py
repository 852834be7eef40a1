"""Kills ingests at random times, and counts what they harmed.

`python -m benchmarks.crashes --kills 200` prints JSON: how many ingests were killed, after which
step, and every promise that was broken: a live build that cannot be read or answers otherwise than
before, and a next run that does not come to the chunks, vectors and library of an undisturbed one.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.system.crashes import Scene, kill_after, set_scene

_WORKERS = 2
# Python starts before the first step is reached; the later part is where the steps are.
_FIRST_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class Kill:
    """How one ingest ended: the last step it had reached, and what was broken then."""

    killed: bool
    step: str
    faults: list[str]


def measure(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Kill ingests in copies of one home."""
    began = time.monotonic()
    scene = set_scene(folder)
    random = Random(seed)  # noqa: S311 - any times will do
    shares = [random.uniform(_FIRST_SHARE, 1.0) for _ in range(kills)]
    with ThreadPoolExecutor(_WORKERS) as pool:
        ended = list(pool.map(lambda number: _kill(scene, number, shares[number]), range(kills)))
    return {
        "ingests": kills,
        "killed at work": sum(kill.killed for kill in ended),
        "last step reached": Counter(kill.step for kill in ended if kill.killed),
        "broken promises": [(kill.step, fault) for kill in ended for fault in kill.faults],
        "seed": seed,
        "undisturbed_seconds": scene.seconds,
        "seconds": time.monotonic() - began,
    }


def _kill(scene: Scene, number: int, share: float) -> Kill:
    home, trace = scene.copy(f"home-{number}"), scene.folder / f"trace-{number}"
    environment = {"SULUH_FAULT_TRACE": str(trace)}
    killed = kill_after(home, share * scene.seconds, scene.source, environment)
    steps = trace.read_text(encoding="ascii").splitlines() if trace.exists() else []
    try:
        faults = scene.faults_of(home)
    except Exception as error:  # noqa: BLE001 - whatever a kill leads to is what is counted
        faults = [repr(error)]
    shutil.rmtree(home)
    return Kill(killed, steps[-1] if steps else "none", faults)


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description="Kill ingests at random times.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(asked.kills, asked.seed, Path(folder)), indent=2))


if __name__ == "__main__":
    main()
