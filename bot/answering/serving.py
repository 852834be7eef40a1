"""Answers many citizens without blocking the event loop: few threads, a queue, a deadline."""

import asyncio
import logging
from concurrent.futures import Future, ThreadPoolExecutor

from langchain_core.runnables import Runnable

from bot.answering.apologies import apology
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.wording import Wording
from bot.answering.workload import Workload

_log = logging.getLogger(__name__)


class AnswerService:
    """Runs the chain in threads of its own; every question gets an answer or a named apology."""

    def __init__(
        self,
        chain: Runnable[Question, Answer],
        wording: Wording,
        *,
        workload: Workload,
        concurrent: int,
        waiting: int,
        seconds: float,
    ) -> None:
        self._chain = chain
        self._wording = wording
        self._threads = ThreadPoolExecutor(concurrent, thread_name_prefix="answer")
        self._most_pending = concurrent + waiting
        self._workload = workload
        self._seconds = seconds

    async def answer(self, question: Question) -> Answer:
        """Answer within the deadline, which counts from now and includes the wait for a thread."""
        if self._workload.pending >= self._most_pending:
            return self._apology(question, AnswerStatus.LIMITED)
        work = self._threads.submit(self._chain.invoke, question)
        self._workload.begin()
        # A thread cannot be stopped: it is pending until it ends, not until nobody waits.
        work.add_done_callback(self._finished)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(work), self._seconds)
        except TimeoutError:
            return self._apology(question, AnswerStatus.ERROR_TIMEOUT)
        except Exception as error:  # noqa: BLE001 - whatever failed, the citizen gets an apology
            _log.error("No answer could be given: %s", type(error).__name__)
            return self._apology(question, AnswerStatus.ERROR_MODEL)

    def close(self) -> None:
        """Let the answers at work end and take no new ones."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _finished(self, work: "Future[Answer]") -> None:
        self._workload.end()

    def _apology(self, question: Question, status: AnswerStatus) -> Answer:
        return apology(question, status, self._wording)
