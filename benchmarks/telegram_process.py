"""Runs `suluh telegram` in a process of its own, and tells what it costs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from benchmarks.telegram_load import LoadDouble

START_SECONDS = 180.0
STOP_SECONDS = 60.0
# The bot only reads these, so that a link is enough.
_SHARED = ("index", "library.sqlite3")
_TICKS = os.sysconf("SC_CLK_TCK")


def fresh_home(home: Path, work: Path) -> Path:
    """Make a home with the same build and nothing remembered."""
    work.mkdir(parents=True)
    for name in _SHARED:
        (work / name).symlink_to((home / name).resolve())
    return work


class Front:
    """The front end over one home; `profile` names a file for cProfile's figures."""

    def __init__(self, double: LoadDouble, home: Path, profile: Path | None = None) -> None:
        self._double = double
        self._home = home
        self._profile = profile
        self._port = _free_port()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._child is not None  # noqa: S101 - a mistake of the benchmark
        return self._child.pid

    def start(self, settings: dict[str, str]) -> None:
        """Start it and wait until it fetches messages.

        Raises:
            RuntimeError: it ended, or does not fetch any.
        """
        polls = self._polls()
        measured = ["-m", "cProfile", "-o", str(self._profile)] if self._profile else []
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path.cwd()),
            "SULUH_HOME": str(self._home),
            "SULUH_TELEGRAM_TOKEN": self._double.token,
            "SULUH_BOT_API_URL": self._double.url,
            "SULUH_LISTEN": f"127.0.0.1:{self._port}",
            **settings,
        }
        with (self._home / "front_end.log").open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, *measured, "-m", "suluh", "telegram"],
                cwd=self._home,
                env=environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while self._polls() == polls:
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the front end did not start: see {self._home}/front_end.log")
            time.sleep(0.01)

    def statuses(self) -> dict[str, int]:
        """Tell how many questions ended in which status, since the start."""
        counts: Counter[str] = Counter()
        for sample in self._samples():
            if sample.name == "suluh_questions_total":
                counts[sample.labels["status"]] += int(sample.value)
        return dict(counts)

    def stages(self) -> dict[str, float]:
        """Give the mean milliseconds of each stage of an answer, since the start."""
        sums: dict[str, dict[str, float]] = {"sum": {}, "count": {}}
        for sample in self._samples():
            stem, _, kind = sample.name.rpartition("_")
            if stem == "suluh_stage_seconds" and kind in sums:
                sums[kind][sample.labels["stage"]] = sample.value
        return {
            stage: round(1000 * seconds / sums["count"][stage], 1)
            for stage, seconds in sums["sum"].items()
        }

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def stop(self) -> int:
        """Let it drain; gives its exit code."""
        if self._child is None:
            return 0
        self._child.send_signal(signal.SIGTERM)
        return self._child.wait(STOP_SECONDS)

    def _samples(self) -> Iterator[Sample]:
        text = httpx.get(f"http://127.0.0.1:{self._port}/metrics", timeout=30).text
        for family in text_string_to_metric_families(text):
            yield from family.samples

    def _polls(self) -> int:
        return len(self._double.calls_of("getUpdates"))


@contextmanager
def running(front: Front, settings: dict[str, str]) -> Iterator[None]:
    """Run it for as long as the block lasts."""
    front.start(settings)
    try:
        yield
        front.stop()
    finally:
        front.kill()


class Load:
    """What processors did since it was made: the front end, its event loop, we, everybody else."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._began = time.monotonic()
        self._before = self._read()

    def figures(self) -> dict[str, float]:
        """Give the front end's seconds, and the share of all cores that each took."""
        cores = os.cpu_count() or 1
        seconds = cores * (time.monotonic() - self._began)
        busy, niced, child, loop, own = (
            now - before for now, before in zip(self._read(), self._before, strict=True)
        )
        return {
            "front_end_cpu_seconds": round(child, 1),
            "event_loop_cpu_seconds": round(loop, 1),
            "share_front_end": round(child / seconds, 3),
            "share_double_and_citizens": round(own / seconds, 3),
            "share_others": round(max(0.0, busy - niced - child - own) / seconds, 3),
            "share_others_at_lower_priority": round(niced / seconds, 3),
        }

    def _read(self) -> tuple[float, ...]:
        machine = Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]
        ticks = [int(value) for value in machine]
        busy, niced = (sum(ticks) - ticks[3] - ticks[4]) / _TICKS, ticks[1] / _TICKS
        times = os.times()
        process, thread = f"/proc/{self._pid}/stat", f"/proc/{self._pid}/task/{self._pid}/stat"
        own = times.user + times.system
        return busy, niced, _cpu_seconds(process), _cpu_seconds(thread), own


def _cpu_seconds(stat: str) -> float:
    fields = Path(stat).read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
