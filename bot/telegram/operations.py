"""What monitoring asks the running bot: is it alive, is it ready, what are its figures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.telegram.metrics import Metrics
from vectorstore.live import LiveBuild

PROBE_SECONDS = 2.0
GOOD = "ok"

# Gives the fault in words that anybody may read; empty where there is none.
Probe = Callable[[], Awaitable[str]]

_NOT_KEPT = {"cache-control": "no-store"}


def operations_routes(metrics: Metrics, probes: Mapping[str, Probe]) -> list[Route]:
    """Give /healthz (always 200), /readyz (200 where all `probes` find no fault) and /metrics."""

    async def ready(request: Request) -> Response:
        faults = await asyncio.gather(*(_fault(probe) for probe in probes.values()))
        checks = {name: fault or GOOD for name, fault in zip(probes, faults, strict=True)}
        body = {"ready": not any(faults), "checks": checks}
        return JSONResponse(body, 503 if any(faults) else 200, _NOT_KEPT)

    return [
        Route("/healthz", _alive, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
        Route("/metrics", lambda request: _figures(metrics), methods=["GET"]),
    ]


def works(work: Callable[[], Awaitable[object]]) -> Probe:
    """Make a probe of work that raises where something is wrong."""

    async def probe() -> str:
        await work()
        return ""

    return probe


def build_opens(live: LiveBuild) -> Probe:
    """Make a probe of whether a build is open for answers."""

    def hold() -> None:
        with live.lease():
            pass

    return works(lambda: asyncio.to_thread(hold))


async def _alive(request: Request) -> Response:
    return PlainTextResponse(GOOD, headers=_NOT_KEPT)


def _figures(metrics: Metrics) -> Response:
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)


async def _fault(probe: Probe) -> str:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await probe()
    except TimeoutError:
        return f"no reply in {PROBE_SECONDS:.0f} s"
    except Exception as error:  # noqa: BLE001 - whatever fails is what is asked for
        return type(error).__name__
