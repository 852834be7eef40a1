"""Figures count what happened, and no label can grow with citizens or texts."""

from dataclasses import replace

import pytest
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.answering.models import AnswerStatus, Timings
from bot.telegram.delivery import Outcome
from bot.telegram.measured_request import MeasuredRequest
from bot.telegram.metrics import CountedIntake, Metrics, Stage
from tests.bot.telegram.answers import answer
from tests.bot.telegram.scripted_api import (
    ListIntake,
    ScriptedApi,
    application_with,
    update_json,
)
from tests.bot_api_double import TOKEN, BotApiDouble, Fault
from tests.fakes import Clock


def _value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"suluh_{name}", labels)


def test_an_answer_counts_once_and_gives_the_seconds_of_its_stages() -> None:
    """What the chain did not take, the question waited; a stage not reached has no time."""
    metrics = Metrics()
    timed = replace(answer(), timings=Timings(understand=2, retrieve=40, compose=0, total=200))
    metrics.answered(timed, 1.5)
    assert _value(metrics, "questions_total", status="answered", language="id") == 1
    sums = {stage: _value(metrics, "stage_seconds_sum", stage=stage) for stage in Stage}
    assert sums[Stage.RETRIEVE] == pytest.approx(0.04)
    assert sums[Stage.TOTAL] == pytest.approx(0.2)
    assert sums[Stage.QUEUE] == pytest.approx(1.3)
    assert sums[Stage.COMPOSE] is None


def test_no_label_holds_an_id_or_a_text() -> None:
    """Whatever language a client or a model names."""
    metrics = Metrics()
    metrics.refused(AnswerStatus.LIMITED, "4001 Warga")
    metrics.answered(replace(answer(), language="Berapa lama?"), 1.0)
    text = metrics.text().decode()
    assert 'suluh_questions_total{language="other",status="limited"} 1.0' in text
    assert "4001" not in text
    assert "Berapa" not in text


def test_replies_and_gauges() -> None:
    """What is looked up when asked; a look that fails hides nothing else."""
    clock = Clock()
    clock.seconds = 1_000
    metrics = Metrics(clock)
    metrics.delivered(Outcome.BLOCKED)
    metrics.observe(Stage.DELIVERY, 0.3)
    metrics.watch_queue(lambda: 3)
    metrics.watch_build(lambda: 400)
    assert _value(metrics, "deliveries_total", outcome=Outcome.BLOCKED.value) == 1
    assert _value(metrics, "stage_seconds_bucket", stage="delivery", le="0.3") == 1
    assert _value(metrics, "queue_depth") == 3
    assert _value(metrics, "build_age_seconds") == 600

    def fail() -> float:
        raise OSError

    broken = Metrics()
    broken.watch_build(fail)
    assert "suluh_build_age_seconds NaN" in broken.text().decode()


async def test_updates_are_counted_as_new_or_duplicate() -> None:
    """The wrapped intake does the work."""
    metrics = Metrics()
    application, _ = application_with(ScriptedApi())
    intake = CountedIntake(ListIntake(application), metrics)
    updates = [Update.de_json(update_json(number), application.bot) for number in (1, 2)]
    assert await intake.accept(updates) == 2
    assert await intake.accept(updates[:1]) == 0
    assert _value(metrics, "updates_total", kind="new") == 2
    assert _value(metrics, "updates_total", kind="duplicate") == 1


@pytest.mark.system
async def test_calls_of_the_bot_api_are_counted_by_how_they_end() -> None:
    """Over real HTTP: by status, or as a failed connection; the settings stay in force."""
    metrics = Metrics()
    request = MeasuredRequest(metrics, connection_pool_size=3, read_timeout=0.2)
    assert request.read_timeout == 0.2
    faults = [Fault.bad_gateway(), Fault.too_many_requests(), Fault.reset(), Fault.slow(0.6)]
    with BotApiDouble() as double:
        bot = Bot(TOKEN, f"{double.url}/bot", request=request, get_updates_request=request)
        async with bot:
            for fault in faults:
                double.fail("getMe", fault)
                with pytest.raises(TelegramError):
                    await bot.get_me()
    assert _value(metrics, "bot_api_calls_total") == 1 + len(faults)
    assert _value(metrics, "bot_api_errors_total", code="502") == 1
    assert _value(metrics, "bot_api_errors_total", code="429") == 1
    assert _value(metrics, "bot_api_errors_total", code="network") == 2
