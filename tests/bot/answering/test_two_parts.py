"""Two questions in one message get two answers in one."""

from dataclasses import replace

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from bot.answering.models import Answer, AnswerStatus, Citation, ModelUse, Question, Timings
from bot.answering.parts import two_parts
from bot.answering.two_parts import with_two_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Siapa yang menjawab keberatan dan berapa lama?",
            ("Siapa yang menjawab keberatan?", "berapa lama?"),
        ),
        ("Apa itu PPID dan apa tugasnya?", ("Apa itu PPID?", "apa tugasnya?")),
        ("berapa biayanya? kapan selesai?", ("berapa biayanya?", "kapan selesai?")),
        ("Who answers and how long does it take?", ("Who answers?", "how long does it take?")),
    ],
)
def test_two_questions_are_parted(question: str, parts: tuple[str, str]) -> None:
    """Where both begin with a word that asks."""
    assert two_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Apa tugas dan fungsi PPID?",
        "Saya sakit, bagaimana cara klaim BPJS?",
        "Apa nama turnamen, di mana ia kalah?",
        "Siapa, dan apa, dan berapa?",
        "Berapa lama?",
        "",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    """What is only joined, or only leads to a question, is no second one."""
    assert two_parts(question) is None


def _citation(number: int, chunk: str) -> Citation:
    return Citation(number, f"Kutipan {chunk}.", None, chunk, chunk, chunk, "", "", None, "")


def _answering(answers: dict[str, Answer], asked: list[Question]) -> Runnable[Question, Answer]:
    def answer(question: Question) -> Answer:
        asked.append(question)
        return replace(answers[question.text], question=question)

    return with_two_parts(RunnableLambda(answer))


def _answer(text: str, *chunks: str, chance: float = 0.9, build: str = "b1") -> Answer:
    status = AnswerStatus.ANSWERED if chunks else AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    citations = tuple(_citation(number, chunk) for number, chunk in enumerate(chunks, 1))
    return Answer(Question(""), status, "id", text, citations, chance, build)


BOTH = "Siapa yang menjawab dan berapa lama? NIK 3175091212900003"
FIRST, SECOND = "Siapa yang menjawab?", "berapa lama? NIK 3175091212900003"


def test_both_answers_stand_in_one_with_numbers_of_one_list() -> None:
    """A quote that both cite has one number; the weaker part decides how sure the whole is."""
    asked: list[Question] = []
    answers = {
        FIRST: _answer("Atasan PPID. [1]", "a"),
        SECOND: _answer("30 hari, lihat [7] di teks. [1]\nSelesai. [2]", "b", "a", chance=0.5),
    }
    answer = _answering(answers, asked).invoke(Question(BOTH))
    assert answer.text == "Atasan PPID. [1]\n\n30 hari, lihat [7] di teks. [2]\nSelesai. [1]"
    assert [(c.number, c.chunk_id) for c in answer.citations] == [(1, "a"), (2, "b")]
    assert answer.confidence == 0.5
    assert asked[1].earlier == (FIRST,)
    assert (answer.question.text, answer.masked) == (
        BOTH.replace("3175091212900003", "[NIK]"),
        True,
    )


@pytest.mark.parametrize("second", [_answer("Maaf."), _answer("30 hari. [1]", "b", build="b2")])
def test_without_two_answers_of_one_build_the_whole_is_asked(second: Answer) -> None:
    """It may be answered by one article, and two builds are never mixed."""
    answers = {FIRST: _answer("Atasan. [1]", "a"), SECOND: second, BOTH: _answer("Semua. [1]", "c")}
    assert _answering(answers, []).invoke(Question(BOTH)).text == "Semua. [1]"


def test_what_both_parts_quote_is_said_once() -> None:
    """The first answer already holds the second."""
    one = _answer("PPID melayani permohonan. [1]", "a")
    answer = _answering({FIRST: one, SECOND: one}, []).invoke(Question(BOTH))
    assert (answer.text, len(answer.citations)) == (one.text, 1)


def test_what_a_model_did_for_both_parts_is_told_together() -> None:
    """Both were paid for; worded is what holds any of its sentences."""
    first = replace(_answer("Atasan. [1]", "a"), model=ModelUse("declined", 1, 400, 50, 0.25, 0.5))
    second = replace(_answer("30 hari. [1]", "b"), model=ModelUse("worded", 2, 900, 100, 0.5, 1.5))
    answer = _answering({FIRST: first, SECOND: second}, []).invoke(Question(BOTH))
    assert answer.model == ModelUse("worded", 3, 1300, 150, 0.75, 2.0)
    plain = _answering({FIRST: replace(first, model=None), SECOND: second}, [])
    assert plain.invoke(Question(BOTH)).model == second.model


def test_what_was_spent_on_parts_that_are_not_shown_is_told_with_the_whole() -> None:
    """Calls and times add up; nobody is told that a model wrote what is shown, if it did not."""
    spent, took = ModelUse("worded", 2, 900, 100, 0.5, 1.5), Timings(1, 2, 3, 6)
    first = replace(_answer("Atasan. [1]", "a"), model=spent, timings=took)
    second = replace(_answer("Maaf."), model=ModelUse("rewrote", 1, 400, 50, 0.25, 0.5))
    quoted = replace(_answer("Semua. [1]", "c"), timings=took)
    declined = replace(quoted, model=ModelUse("declined", 1, 100, 10, 0.25, 1.0))
    answers = {FIRST: first, SECOND: second}
    answer = _answering(answers | {BOTH: quoted}, []).invoke(Question(BOTH))
    assert answer.model == ModelUse("discarded", 3, 1300, 150, 0.75, 2.0)
    assert answer.timings == Timings(2, 4, 6, 12)
    assert not answer.worded
    answer = _answering(answers | {BOTH: declined}, []).invoke(Question(BOTH))
    assert answer.model == ModelUse("declined", 4, 1400, 160, 1.0, 3.0)
