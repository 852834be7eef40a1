"""Staff see what answers took and what a language model cost; nothing of it outlives its answer."""

from dataclasses import replace

from bot.answering.models import ModelUse, Timings
from bot.storage.steps import ModelSummary
from bot.storage.store import Storage
from tests.bot.storage.making import ANI, make_answer

WORDED = ModelUse("worded", 2, 900, 100, 0.5, 1.5, ("number", "uncited"))
DECLINED = ModelUse("declined", 1, 400, 50, 0.25, 0.5)


def test_the_use_of_a_model_is_summed_by_outcome(storage: Storage) -> None:
    """Answers for which none was asked, and older ones, do not count."""
    for asked, model in ((5.0, WORDED), (100.0, WORDED), (101.0, DECLINED), (102.0, WORDED)):
        storage.questions.add(ANI, asked, replace(make_answer(), model=model), 0.1)
    storage.questions.add(ANI, 103.0, make_answer(), 0.1)
    summary = storage.steps.model_use(100.0)
    assert summary == ModelSummary({"worded": 2, "declined": 1}, 5, 2200, 250, 1.25, 3.5)
    assert summary.answers == 3


def test_without_a_model_nothing_is_summed(storage: Storage) -> None:
    """Not even an empty outcome."""
    storage.questions.add(ANI, 100.0, make_answer(), 0.1)
    assert storage.steps.model_use(0.0) == ModelSummary({})


def test_each_step_is_kept_until_the_answer_is_deleted(storage: Storage) -> None:
    """With the codes of what was dropped, and never a word of it."""
    timed = replace(make_answer(), timings=Timings(1.0, 50.0, 120.0, 175.0), model=WORDED)
    number = storage.questions.add(ANI, 100.0, timed, 0.1)
    [row] = storage.database.rows("SELECT * FROM steps")
    assert row == (
        *(number, 1.0, 50.0, 120.0),
        *("worded", 2, 900, 100, 0.5, 1.5, "number uncited"),
    )
    storage.database.change("DELETE FROM questions WHERE number = ?", (number,))
    assert storage.database.rows("SELECT * FROM steps") == []
