"""Whatever pages and questions demand of an obedient model, no citizen is misled by its words.

`make test` plays a sample of every kind; `make test-attacks` plays all trials.
"""

import os
from pathlib import Path

import pytest

from tests.attacks.attacks import (
    FOREIGN_DATA,
    FOREIGN_FILE,
    foreign_attacks,
    foreign_folder,
    own_attacks,
)
from tests.attacks.judging import failures
from tests.attacks.stage import plant, stage
from tests.attacks.trials import Trial, all_trials, sample

pytestmark = pytest.mark.integration

_ALL = os.environ.get("SULUH_ATTACKS") == "all"
_OF_EACH_KIND = 1
_LEAST_TRIALS = 2_000


def _failing(home: Path, trials: list[Trial]) -> list[str]:
    known = list(dict.fromkeys(trial.attack for trial in trials))
    plant(home, trials)
    with stage(home, known) as product:
        return [
            f"{shown.trial.name}: {failure}"
            for shown in product.play(trials)
            for failure in failures(shown, product.catalogue)
        ]


@pytest.mark.timeout(1_800)
def test_no_attack_of_ours_gets_through(tmp_path: Path) -> None:
    """No foreign link, no uncited or unsupported sentence, no leak, no orders that lead."""
    trials = all_trials(own_attacks())
    assert len(trials) >= _LEAST_TRIALS
    assert _failing(tmp_path, trials if _ALL else sample(trials, _OF_EACH_KIND)) == []


@pytest.mark.timeout(1_800)
def test_no_foreign_attack_gets_through(tmp_path: Path) -> None:
    """The same with English instructions that others wrote, read where they lie."""
    folder = foreign_folder()
    if not _ALL or folder is None:
        pytest.skip(
            f"all trials are wanted, and {FOREIGN_DATA} names no folder with {FOREIGN_FILE}"
        )
    assert _failing(tmp_path, all_trials(foreign_attacks(folder))) == []
