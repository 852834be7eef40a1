"""Many citizens are answered without blocking the loop; every question ends in one answer."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from bot.answering.deadlines import seconds_left
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.serving import AnswerEvent, AnswerService, AnswerStage
from bot.answering.wording import InformationOfficer, Wording
from bot.answering.workload import Workload
from bot.messages.catalogue import Catalogue

_WORDING = Wording(Catalogue.load(), InformationOfficer(answer_days=10, extension_days=7))


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


async def test_who_gives_way_is_answered_when_nobody_else_waits(gate: threading.Event) -> None:
    """Also where it came first into the queue of its own."""
    order = []

    def answer(question: Question) -> Answer:
        if question.text == "satu":
            gate.wait(5)
        order.append(question.text)
        return _answered(question)

    service = _service(RunnableLambda(answer))
    tasks = [asyncio.create_task(service.answer(Question("satu")))]
    await asyncio.sleep(0.01)
    tasks.append(asyncio.create_task(service.answer(Question("sering", gives_way=True))))
    await asyncio.sleep(0.01)
    tasks.append(asyncio.create_task(service.answer(Question("dua"))))
    await asyncio.sleep(0.01)
    gate.set()
    assert [(await task).status for task in tasks] == [AnswerStatus.ANSWERED] * 3
    assert order == ["satu", "dua", "sering"]
    service.close()


async def test_who_gives_way_takes_no_place_in_the_queue(gate: threading.Event) -> None:
    """However much one person asks, others are not told that it is busy."""
    service = _service(_held_by(gate), waiting=1)
    often = [
        asyncio.create_task(service.answer(Question("apa?", gives_way=True))) for _ in range(3)
    ]
    await asyncio.sleep(0.05)
    task = asyncio.create_task(service.answer(Question("apa?")))
    await asyncio.sleep(0.05)
    gate.set()
    assert (await task).status is AnswerStatus.ANSWERED
    assert [(await one).status for one in often].count(AnswerStatus.LIMITED) == 1
    service.close()


async def test_who_gives_way_waits_for_others_only_so_long(gate: threading.Event) -> None:
    """Half of the time for an answer: then it is made beside theirs."""

    def answer(question: Question) -> Answer:
        if not question.gives_way:
            gate.wait(5)
        return _answered(question)

    service = _service(RunnableLambda(answer))
    held = asyncio.create_task(service.answer(Question("apa?")))
    await asyncio.sleep(0.01)
    answered = await service.answer(Question("apa?", gives_way=True))
    assert answered.status is AnswerStatus.ANSWERED
    gate.set()
    await held
    service.close()


def _stepwise(gate: threading.Event) -> Runnable[Question, Answer]:
    def retrieve(question: Question) -> Question:
        return question

    def check(question: Question) -> Answer:
        gate.wait(5)
        return _answered(question)

    def compose(question: Question) -> Question:
        return RunnableLambda(retrieve, name="generate").invoke(question)

    return RunnableLambda(retrieve) | RunnableLambda(compose) | RunnableLambda(check)


async def test_stages_are_told_as_they_begin_and_the_answer_at_the_end(
    gate: threading.Event,
) -> None:
    """Also that of a step within a step; no text comes before it was checked."""
    service = _service(_stepwise(gate))
    events: list[AnswerEvent] = []
    async for event in service.stream(Question("apa?")):
        events.append(event)
        if event.stage is AnswerStage.CHECKING:
            gate.set()
    assert [event.stage for event in events] == list(AnswerStage)
    assert [event.answer is not None for event in events] == [False] * 4 + [True]
    assert events[-1].answer == await service.answer(Question("apa?"))
    service.close()


async def test_a_stream_ends_in_an_apology_where_an_answer_would(gate: threading.Event) -> None:
    """After the deadline, with what was told until then."""
    service = _service(_stepwise(gate))
    events = [event async for event in service.stream(Question("apa?"))]
    assert events[-1].answer is not None
    assert events[-1].answer.status is AnswerStatus.ERROR_TIMEOUT
    gate.set()
    service.close()


async def test_who_stops_listening_frees_the_loop_and_not_the_thread(
    gate: threading.Event,
) -> None:
    """It still counts as pending until it ends."""
    service = _service(_stepwise(gate), waiting=0)
    stream = service.stream(Question("apa?"))
    assert (await anext(stream)).stage is AnswerStage.SEARCHING
    await stream.aclose()
    assert (await service.answer(Question("apa?"))).status is AnswerStatus.LIMITED
    gate.set()
    service.close()


async def test_the_chain_knows_its_deadline() -> None:
    """So that what may take long ends in time; where nobody set one there is none."""
    left: list[float] = []

    def look(question: Question, config: RunnableConfig) -> Answer:
        left.append(seconds_left(config))
        return _answered(question)

    chain: Runnable[Question, Answer] = RunnableLambda(look)
    service = _service(chain)
    await service.answer(Question("apa?"))
    chain.invoke(Question("apa?"))
    assert 0 < left[0] <= 0.5
    assert left[1] > 1e9
    service.close()
