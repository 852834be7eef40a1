"""Many citizens are answered without blocking the loop; every question ends in one answer."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.serving import AnswerService
from bot.answering.wording import InformationOfficer, Wording
from bot.answering.workload import Workload
from bot.messages.catalogue import Catalogue

_WORDING = Wording(Catalogue.load(), InformationOfficer())


def _answered(question: Question) -> Answer:
    return Answer(question, AnswerStatus.ANSWERED, "id", "jawaban")


def _service(chain: Runnable[Question, Answer], *, waiting: int = 5) -> AnswerService:
    return AnswerService(
        chain, _WORDING, workload=Workload(), concurrent=1, waiting=waiting, seconds=0.5
    )


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Give an event that holds answers back, and open it at the end."""
    event = threading.Event()
    yield event
    event.set()


def _held_by(gate: threading.Event) -> Runnable[Question, Answer]:
    def answer(question: Question) -> Answer:
        gate.wait(5)
        return _answered(question)

    return RunnableLambda(answer)


async def test_an_answer_comes_through() -> None:
    """What the chain answers is what the citizen gets."""
    service = _service(RunnableLambda(_answered))
    assert (await service.answer(Question("apa?"))).text == "jawaban"
    service.close()


async def test_the_loop_runs_while_an_answer_is_made(gate: threading.Event) -> None:
    """Other work goes on while a thread answers."""
    service = _service(_held_by(gate))
    task = asyncio.create_task(service.answer(Question("apa?")))
    await asyncio.sleep(0.05)
    assert not task.done()
    gate.set()
    assert (await task).status is AnswerStatus.ANSWERED
    service.close()


async def test_a_late_answer_becomes_an_apology(gate: threading.Event) -> None:
    """After the deadline the citizen is told so, in the language of the question."""
    service = _service(_held_by(gate))
    answer = await service.answer(Question("How long does it take?"))
    assert (answer.status, answer.language) == (AnswerStatus.ERROR_TIMEOUT, "en")
    gate.set()
    service.close()


async def test_a_thread_that_outlives_its_deadline_still_counts(gate: threading.Event) -> None:
    """Nobody waits for it any more, but it holds its place until it ends."""
    service = _service(_held_by(gate), waiting=0)
    assert (await service.answer(Question("apa?"))).status is AnswerStatus.ERROR_TIMEOUT
    assert (await service.answer(Question("apa?"))).status is AnswerStatus.LIMITED
    gate.set()
    service.close()


async def test_a_full_queue_is_told_as_such(gate: threading.Event) -> None:
    """When too many wait, the next one is asked to come back, and gets no error."""
    service = _service(_held_by(gate), waiting=1)
    waiting = [asyncio.create_task(service.answer(Question("apa?"))) for _ in range(2)]
    await asyncio.sleep(0.05)
    assert (await service.answer(Question("apa?"))).status is AnswerStatus.LIMITED
    gate.set()
    assert [(await task).status for task in waiting] == [AnswerStatus.ANSWERED] * 2
    assert (await service.answer(Question("apa?"))).status is AnswerStatus.ANSWERED
    service.close()


async def test_a_failing_chain_becomes_an_apology_without_the_question_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever fails, the citizen gets a named apology and the log no question."""

    def fail(question: Question) -> Answer:
        raise RuntimeError(question.text)

    service = _service(RunnableLambda(fail))
    answer = await service.answer(Question("rahasia saya"))
    assert answer.status is AnswerStatus.ERROR_MODEL
    assert "RuntimeError" in caplog.text
    assert "rahasia" not in caplog.text
    service.close()
