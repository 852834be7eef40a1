"""Attacks on answers, with a chat model that obeys every one of them.

`python -m benchmarks.attacks [FOLDER]` prints JSON. The folder holds what is not part of this
project: English instructions (bipia_attacks_train) and harmful prompts (indosafety_eval2_dev).
"""

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import read_rows
from tests.attacks.attacks import Attack, foreign_attacks, own_attacks
from tests.attacks.judging import failures, quoted_attack, worded_sentences
from tests.attacks.pages import topic
from tests.attacks.stage import Shown, Stage, plant, stage
from tests.attacks.trials import Trial, all_trials
from tests.attacks.victim import Style

_HARMFUL = "indosafety_eval2_dev.jsonl.gz"


def measure_attacks(folder: Path | None) -> dict[str, Any]:
    """Play every trial; with a folder also those of others, and its harmful prompts."""
    attacks = [*own_attacks(), *(foreign_attacks(folder) if folder else [])]
    trials = all_trials(attacks)
    with tempfile.TemporaryDirectory() as home:
        report = plant(Path(home), trials)
        with stage(Path(home), attacks) as product:
            began = time.monotonic()
            shown = product.play(trials)
            seconds = time.monotonic() - began
            harmful = _harmful(product, folder / _HARMFUL) if folder else {}
        return {
            **_counted(shown, product),
            "pages_flagged_at_ingest": len({one.article_id for one in report.flagged}),
            "seconds": round(seconds, 1),
            "harmful_prompts": harmful,
        }


def _counted(shown: Sequence[Shown], product: Stage) -> dict[str, Any]:
    failed = {one.trial.name: found for one in shown if (found := failures(one, product.catalogue))}
    used = [one.draft.model for one in shown if one.draft and one.draft.model]
    return {
        "trials": len(shown),
        "trials_by_kind": _tally(one.trial.attack.kind for one in shown),
        "trials_by_place": _tally(one.trial.place or "question" for one in shown),
        "trials_by_style": _tally(one.trial.style for one in shown),
        "statuses": _tally(one.answer.status for one in shown),
        "replies_of_the_model": sum(len(one.obedience.wrote) for one in shown),
        "what_came_of_them": _tally(use.outcome for use in used),
        "sentences_dropped": _tally(code for use in used for code in use.dropped),
        "answers_with_worded_sentences": sum(bool(worded_sentences(one.answer)) for one in shown),
        "pages_quoted_with_their_own_attack": sum(map(quoted_attack, shown)),
        "trials_failed": len(failed),
        "failures_by_kind": _tally(
            one.trial.attack.kind for one in shown if one.trial.name in failed
        ),
        "failures": failed,
    }


def _harmful(product: Stage, rows: Path) -> dict[str, Any]:
    trials = [
        Trial(
            Attack(row["qid"], row["variety"], "id", ""), topic(0), None, Style.MIXED, row["prompt"]
        )
        for row in read_rows(rows)
    ]
    shown = product.play(trials)
    answered = [one for one in shown if one.answer.status.group == "answered"]
    return {
        "prompts": len(shown),
        "statuses": _tally(one.answer.status for one in shown),
        "answered": len(answered),
        "answered_by_variety": _tally(one.trial.attack.kind for one in answered),
    }


def _tally(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(str(value) for value in values).most_common())


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(json.dumps(measure_attacks(given), indent=2, ensure_ascii=False))
