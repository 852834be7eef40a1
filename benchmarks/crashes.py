"""Kills ingests at random times, and counts what they harmed.

`python -m benchmarks.crashes --kills 200` prints JSON: how many ingests were killed after which
step, at times counted from the first one on, and every promise that was broken: a live build that
cannot be read or answers otherwise than before, and a next run that does not come to the chunks,
vectors and library of an undisturbed one.
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


@dataclass(frozen=True, slots=True)
class Kill:
    """The last step that an ingest had reached, and what was broken then."""

    step: str
    faults: list[str]


def measure(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Kill ingests in copies of one home."""
    began = time.monotonic()
    scene = set_scene(folder)
    random = Random(seed)  # noqa: S311 - any times will do
    shares = [random.uniform(0.0, 1.0) for _ in range(kills)]
    with ThreadPoolExecutor(_WORKERS) as pool:
        ended = list(pool.map(lambda number: _kill(scene, number, shares[number]), range(kills)))
    return {
        "ingests": kills,
        "last step reached": Counter(kill.step for kill in ended),
        "broken promises": [(kill.step, fault) for kill in ended for fault in kill.faults],
        "seed": seed,
        "undisturbed_seconds": scene.seconds,
        "seconds": time.monotonic() - began,
    }


def _kill(scene: Scene, number: int, share: float) -> Kill:
    home = scene.copy(f"home-{number}")
    step = kill_after(home, share * scene.seconds, scene.source)
    try:
        faults = scene.faults_of(home)
    except Exception as error:  # noqa: BLE001 - whatever a kill leads to is what is counted
        faults = [repr(error)]
    shutil.rmtree(home)
    return Kill(step, faults)


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
