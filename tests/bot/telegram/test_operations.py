"""What monitoring is told over real HTTP: alive, ready, figures."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.answering.models import AnswerStatus
from bot.telegram import operations
from bot.telegram.http_server import LOCAL_HOST, Address, serving
from bot.telegram.metrics import Metrics
from bot.telegram.operations import Probe, build_opens, operations_routes, works
from bot.telegram.running import Receiving
from tests.fakes import Clock, WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild

pytestmark = pytest.mark.system


async def _good() -> str:
    return ""


@asynccontextmanager
async def _served(
    probes: Mapping[str, Probe], metrics: Metrics | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    site = Starlette(routes=operations_routes(metrics or Metrics(), probes))
    async with (
        serving(site, Address(LOCAL_HOST, 0)) as address,
        httpx.AsyncClient(base_url=f"http://{address}") as client,
    ):
        yield client


async def test_a_bot_that_can_answer_is_ready() -> None:
    """Every part is named with what was found."""
    async with _served({"index": _good, "storage": works(_good)}) as client:
        ready = await client.get("/readyz")
        alive = await client.get("/healthz")
    assert ready.status_code == 200
    assert ready.json() == {"ready": True, "checks": {"index": "ok", "storage": "ok"}}
    assert (alive.status_code, alive.text) == (200, "ok")


async def test_a_bot_that_cannot_answer_is_alive_but_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reasons are kinds of faults: their texts could hold a path or a question."""
    monkeypatch.setattr(operations, "PROBE_SECONDS", 0.2)

    async def full() -> None:
        raise OSError("no space left in /var/lib/suluh")

    async def stuck() -> None:
        await asyncio.sleep(60)

    with closing(LiveBuild(FolderShelf(tmp_path), WordEmbedder().fingerprint)) as live:
        probes: dict[str, Probe] = {
            "index": build_opens(live),
            "storage": works(full),
            "disk": works(stuck),
            "receiving": Receiving().fault,
            "model": _good,
        }
        async with _served(probes) as client:
            ready = await client.get("/readyz")
            alive = await client.get("/healthz")
    assert (ready.status_code, alive.status_code) == (503, 200)
    assert ready.json()["checks"] == {
        "index": "NoLiveBuildError",
        "storage": "OSError",
        "disk": "no reply in 0 s",
        "receiving": "not started yet",
        "model": "ok",
    }


async def test_receiving_is_what_the_bot_api_last_let_us_do() -> None:
    """A long silence is a fault, until the next reply."""
    clock = Clock()
    receiving = Receiving(clock, seconds=100)
    receiving.note()
    clock.seconds = 100
    assert await receiving.fault() == ""
    clock.seconds = 101
    assert await receiving.fault() == "nothing from the Bot API for 101 s"
    receiving.note()
    assert await receiving.fault() == ""
    receiving.end()
    assert await receiving.fault() == "stopping"


async def test_figures_are_in_prometheus_text() -> None:
    """With what kind of text it is."""
    metrics = Metrics()
    metrics.refused(AnswerStatus.LIMITED, "id")
    async with _served({}, metrics) as client:
        reply = await client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=")
    assert 'suluh_questions_total{language="id",status="limited"} 1.0' in reply.text
