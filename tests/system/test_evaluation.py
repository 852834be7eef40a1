"""`suluh evaluate` as staff and build servers run it: real process, index and model."""

import json
import re
from pathlib import Path

import lxml.html  # type: ignore[import-untyped] # lxml carries no types
import pytest

from tests.system.processes import ROOT, run_suluh

pytestmark = pytest.mark.system

_SET = ROOT / "evaluation" / "samples.jsonl"
# A fifth of the questions takes a fifth of the time, and is still of all registers and sorts.
_EVERY = 5
# What a browser would fetch, and what could run.
_LOADS = "//script | //link | //img | //iframe | //object | //embed | //@src | //@srcset"


def test_the_samples_are_evaluated_compared_and_held_to_limits(home: Path, tmp_path: Path) -> None:
    """The JSON of one run is what the next is compared with; the page opens offline."""
    rows = [json.loads(line) for line in _SET.read_text().splitlines()][::_EVERY]
    asked = tmp_path / "soal.jsonl"
    asked.write_text("\n".join(map(json.dumps, rows)))
    first = run_suluh(home, "evaluate", str(asked), "--json")
    assert first.returncode == 0, first.stderr
    old = json.loads(first.stdout)
    assert (old["asked"], old["unreadable"]) == (len(rows), [])
    measured = old["metrics"]["all"]
    assert measured["recall_at_5"]["value"] >= 0.9
    assert measured["verbatim"]["value"] == measured["link_resolves"]["value"] == 1.0
    assert measured["auroc"]["value"] >= 0.7
    assert set(old["metrics"]["register"]) == {"id", "id-colloquial", "en"}

    # One question is answered now that was not expected to be: it flips, and a limit is passed.
    rows = rows[:3]
    passed = {row["qid"] for row in old["questions"] if not row["faults"]}
    flipped = next(row for row in rows if row["qid"] in passed)
    flipped |= {"answerable": False, "docids": [], "answers": []}
    changed = tmp_path / "ubah.jsonl"
    changed.write_text("\n".join([*map(json.dumps, rows), "{rusak"]))
    report, page = tmp_path / "old.json", tmp_path / "laporan.html"
    report.write_text(first.stdout)
    arguments = ["--compare", str(report), "--html", str(page)]
    limits = ["--fail-under", "recall_at_5=0.5", "--fail-under", "unanswerable_refused=0.9"]
    second = run_suluh(home, "evaluate", str(changed), *arguments, *limits)
    assert second.returncode == 1
    told = second.stderr.strip().splitlines()
    assert told == [
        f"{changed} line 4 was left out: it is not JSON.",
        "The evaluation fails: unanswerable_refused is 0, at least 0.9 was asked for.",
    ]
    assert f"{flipped['qid']} fails now" in second.stdout
    assert f"{old['asked'] - len(rows)} gone" in second.stdout

    tree = lxml.html.fromstring(page.read_text())
    assert not tree.xpath(_LOADS)
    assert not re.search(r"url\(|@import", tree.findtext(".//style"))
    assert len(tree.findall(".//svg")) == 3
    assert flipped["question"] in tree.text_content()
