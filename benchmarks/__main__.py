"""Runs every benchmark and prints its figures: `make bench EVALDATA=FOLDER`.

The folder holds the development sets (gov_corpus, citizen_questions_dev). Each measurement runs in
a process of its own; both sides of a comparison run in turn, so that they share the machine's mood.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.data import write_part

_ARTICLES = 2000
_ROUNDS = 2


def main(evaldata: Path) -> None:
    """Measure indexing, serving and quality."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _show("indexing", _measure_indexing(evaldata, work))
        home = work / "gov"
        _show("whole corpus", _ingest(evaldata / "gov_corpus.jsonl.gz", home))
        questions = str(evaldata / "citizen_questions_dev.jsonl.gz")
        _show("serving", _run("benchmarks.serving", str(home), questions))
        _show("quality, citizen questions", _run("benchmarks.quality", str(home), questions))
        samples = work / "samples"
        _ingest(Path("samples"), samples)
        own = "evaluation/samples.jsonl"
        _show("quality, samples", _run("benchmarks.quality", str(samples), own))


def _measure_indexing(evaldata: Path, work: Path) -> dict[str, Any]:
    rows = write_part(evaldata / "gov_corpus.jsonl.gz", _ARTICLES, work / "rows.jsonl")
    sides: dict[str, list[dict[str, float]]] = {"suluh": [], "peer": []}
    for number in range(_ROUNDS):
        for side, results in sides.items():
            target = str(work / f"{side}-{number}")
            results.append(_run("benchmarks.indexing", side, str(rows), target))
    best = {side: min(results, key=lambda r: r["seconds"]) for side, results in sides.items()}
    suluh, peer = best["suluh"], best["peer"]
    return {
        **best,
        "times as fast as the peer": round(peer["seconds"] / suluh["seconds"], 2),
        "second run as a share of the first": round(
            suluh["second_run_seconds"] / suluh["seconds"], 4
        ),
    }


def _ingest(source: Path, home: Path) -> Any:
    return _run("suluh", "ingest", str(source), "--json", home=home)


def _run(module: str, *arguments: str, home: Path | None = None) -> Any:
    environment = {**os.environ, **({"SULUH_HOME": str(home)} if home else {})}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _show(name: str, figures: Any) -> None:
    print(f"{name}: {json.dumps(figures, indent=2)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
