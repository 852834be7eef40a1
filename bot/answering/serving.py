"""Answers many citizens without blocking the event loop: few threads, a queue, a deadline."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableConfig

from bot.answering.apologies import apology
from bot.answering.deadlines import seconds_left, within
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.wording import Wording
from bot.answering.workload import Workload

_log = logging.getLogger(__name__)

# Of the time for an answer, how much a question that gives way waits for the others at most.
_SHARE_FOR_OTHERS = 0.5


class AnswerStage(StrEnum):
    """What is being done for an answer; only `DONE` comes with one."""

    SEARCHING = "searching"
    READING = "reading"
    COMPOSING = "composing"
    CHECKING = "checking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """A stage that began, or the checked answer at the end."""

    stage: AnswerStage
    answer: Answer | None = None


# The steps of the chain (and the one in its composer) that begin a stage.
_STAGES = {
    "retrieve": AnswerStage.SEARCHING,
    "compose": AnswerStage.READING,
    "generate": AnswerStage.COMPOSING,
    "check": AnswerStage.CHECKING,
}


class AnswerService:
    """Runs the chain in threads of its own; every question gets an answer or a named apology.

    Questions that give way have one thread, which begins with calling `give_way`.
    """

    def __init__(
        self,
        chain: Runnable[Question, Answer],
        wording: Wording,
        *,
        workload: Workload,
        concurrent: int,
        waiting: int,
        seconds: float,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        self._chain = chain
        self._wording = wording
        self._threads = ThreadPoolExecutor(concurrent, thread_name_prefix="answer")
        self._last_thread = ThreadPoolExecutor(
            1, thread_name_prefix="answer-last", initializer=give_way
        )
        self._most_pending = concurrent + waiting
        self._workload = workload
        self._last_workload = Workload()
        self._seconds = seconds

    async def answer(self, question: Question) -> Answer:
        """Answer within the deadline, which counts from now and includes the wait for a thread."""
        return await self._answer(question)

    async def stream(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        """Tell each stage as it begins, and at the end the answer that `answer` would give.

        Stages that a question does not come to are left out; no text is given before it is checked.
        """
        loop = asyncio.get_running_loop()
        stages: asyncio.Queue[AnswerStage | None] = asyncio.Queue()

        def tell(stage: AnswerStage) -> None:
            # A thread that nobody waits for any more may outlive the loop.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(stages.put_nowait, stage)

        answering = asyncio.create_task(self._answer(question, [_StageListener(tell)]))
        answering.add_done_callback(lambda _: stages.put_nowait(None))
        try:
            while (stage := await stages.get()) is not None:
                yield AnswerEvent(stage)
            yield AnswerEvent(AnswerStage.DONE, await answering)
        finally:
            answering.cancel()

    def close(self) -> None:
        """Let the answers at work end and take no new ones."""
        for threads in (self._threads, self._last_thread):
            threads.shutdown(wait=True, cancel_futures=True)

    async def _answer(
        self, question: Question, listeners: Sequence[BaseCallbackHandler] = ()
    ) -> Answer:
        workload = self._last_workload if question.gives_way else self._workload
        if workload.pending >= self._most_pending:
            return self._apology(question, AnswerStatus.LIMITED)
        config = within(self._seconds, listeners)
        if question.gives_way:
            work = self._last_thread.submit(self._after_the_others, question, config)
        else:
            work = self._threads.submit(self._chain.invoke, question, config)
        workload.begin()
        # A thread cannot be stopped: it is pending until it ends, not until nobody waits.
        work.add_done_callback(partial(_finished, workload))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(work), self._seconds)
        except TimeoutError:
            return self._apology(question, AnswerStatus.ERROR_TIMEOUT)
        except Exception as error:  # noqa: BLE001 - whatever failed, the citizen gets an apology
            _log.error("No answer could be given: %s", type(error).__name__)
            return self._apology(question, AnswerStatus.ERROR_MODEL)

    def _after_the_others(self, question: Question, config: RunnableConfig) -> Answer:
        self._workload.wait_for_none(_SHARE_FOR_OTHERS * seconds_left(config))
        return self._chain.invoke(question, config)

    def _apology(self, question: Question, status: AnswerStatus) -> Answer:
        return apology(question, status, self._wording)


def _finished(workload: Workload, work: "Future[Answer]") -> None:
    workload.end()


class _StageListener(BaseCallbackHandler):
    """Hears from LangChain which step of the chain begins."""

    # In the thread of the chain, so that stages come in their order.
    run_inline = True

    def __init__(self, tell: Callable[[AnswerStage], None]) -> None:
        self._tell = tell

    def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
        stage = _STAGES.get(kwargs.get("name") or "")
        if stage is not None:
            self._tell(stage)
