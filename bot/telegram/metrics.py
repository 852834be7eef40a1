"""Figures of the running bot for Prometheus; no label holds an id or a text."""

import time
from collections.abc import Callable, Sequence
from enum import StrEnum

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from telegram import Update

from bot.answering.models import Answer, AnswerStatus
from bot.messages.catalogue import LANGUAGES
from bot.telegram.delivery import Outcome
from bot.telegram.running import Intake

# The targets (0.3 s for one citizen, 1.5 s for a hundred) are bounds, so that shares are exact.
SECONDS_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 20.0, 60.0)

_OTHER = "other"
_NETWORK = "network"


class Stage(StrEnum):
    """The parts of the way from question to delivered answer."""

    QUEUE = "queue"
    UNDERSTAND = "understand"
    RETRIEVE = "retrieve"
    COMPOSE = "compose"
    TOTAL = "total"
    DELIVERY = "delivery"


class Metrics:
    """Counts what happens; safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.registry = CollectorRegistry()
        self._clock = clock
        ProcessCollector(registry=self.registry)
        self._questions = self._counter(
            "questions", "Questions by how they ended", "status", "language"
        )
        self._seconds = Histogram(
            "suluh_stage_seconds",
            "Seconds a stage took; queue begins with the message's time, which has whole seconds",
            ["stage"],
            buckets=SECONDS_BOUNDS,
            registry=self.registry,
        )
        self._calls = self._counter("bot_api_calls", "Calls of the Bot API")
        self._errors = self._counter(
            "bot_api_errors", "Calls without success, by status or 'network'", "code"
        )
        self._deliveries = self._counter("deliveries", "Replies by how sending ended", "outcome")
        self._updates = self._counter("updates", "Updates by whether they were new", "kind")

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count an answer that came `seconds` after its question was written."""
        self.refused(answer.status, answer.language)
        timings = answer.timings
        total = timings.total / 1000
        self.observe(Stage.QUEUE, max(0.0, seconds - total))
        for stage, milliseconds in (
            (Stage.UNDERSTAND, timings.understand),
            (Stage.RETRIEVE, timings.retrieve),
            (Stage.COMPOSE, timings.compose),
            (Stage.TOTAL, timings.total),
        ):
            if milliseconds > 0:  # stages that were not reached say nothing of how long they take
                self.observe(stage, milliseconds / 1000)

    def refused(self, status: AnswerStatus, language: str) -> None:
        """Count a question that got no answer of the chain."""
        known = language if language in LANGUAGES else _OTHER
        self._questions.labels(status.value, known).inc()

    def observe(self, stage: Stage, seconds: float) -> None:
        """Note how long a stage took."""
        self._seconds.labels(stage.value).observe(seconds)

    def delivered(self, outcome: Outcome) -> None:
        """Count a reply by how sending it ended."""
        self._deliveries.labels(outcome.value).inc()

    def received(self, updates: int, new: int) -> None:
        """Count updates that came in, `new` of them for the first time."""
        self._updates.labels("new").inc(new)
        self._updates.labels("duplicate").inc(updates - new)

    def called(self, code: int | None) -> None:
        """Count a call of the Bot API by its HTTP status; None where no reply came."""
        self._calls.inc()
        if code is None:
            self._errors.labels(_NETWORK).inc()
        elif not 200 <= code <= 299:
            self._errors.labels(str(code)).inc()

    def watch_queue(self, depth: Callable[[], float]) -> None:
        """Show how many updates are under way or waiting."""
        self._gauge("queue_depth", "Updates under way or waiting", depth)

    def watch_build(self, created: Callable[[], float]) -> None:
        """Show the live build's age, given when it was made in unix seconds."""
        described = "Seconds since the live build was made"
        self._gauge("build_age_seconds", described, lambda: self._clock() - created())

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, described: str, *labels: str) -> Counter:
        return Counter(f"suluh_{name}", described, labels, registry=self.registry)

    def _gauge(self, name: str, described: str, look: Callable[[], float]) -> None:
        def value() -> float:
            try:
                return look()
            except Exception:  # noqa: BLE001 - one figure that cannot be had must not hide the rest
                return float("nan")

        Gauge(f"suluh_{name}", described, registry=self.registry).set_function(value)


class CountedIntake:
    """An intake whose updates are counted."""

    def __init__(self, intake: Intake, metrics: Metrics) -> None:
        self._intake = intake
        self._metrics = metrics

    async def accept(self, updates: Sequence[Update]) -> int:
        """Store and queue the updates that are new; gives their number."""
        new = await self._intake.accept(updates)
        self._metrics.received(len(updates), new)
        return new

    async def resume(self) -> int:
        """Queue what the last run left; gives its number."""
        return await self._intake.resume()
