"""Keeps what the last run did, for staff (JSON) and for monitoring (Prometheus text)."""

import contextlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from vectorstore.errors import VectorStoreError
from vectorstore.shelf import Shelf

OpenShelf = Callable[[], AbstractContextManager[Shelf]]

_RECORD = "last_ingest.json"
_METRICS = "suluh_ingest.prom"
_COUNTED = ("new", "changed", "unchanged", "removed", "kept")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: when (ISO 8601 with offset), whether it succeeded, and what it counted.

    `failures` counts what was left out by the code of its fault; `fault` is the sentence that ended
    a run that failed; `live_created` is when the live build was made, empty where there is none.
    """

    started: str
    ended: str
    succeeded: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""
    build: str = ""
    live_created: str = ""

    @property
    def seconds(self) -> float:
        """How long the run took."""
        return _timestamp(self.ended) - _timestamp(self.started)


def now() -> str:
    """Give the time as a record states it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def keep_record(
    home: Path,
    open_shelf: OpenShelf,
    started: str,
    *,
    report: Mapping[str, Any] | None = None,
    fault: str = "",
) -> None:
    """Note how a run that began at `started` ended: with the JSON of a report, or a fault.

    A home that cannot be written has been told already; it does not hide how the run ended.
    """
    counts, failures = _counted(report) if report else ({}, {})
    build, created = _live(open_shelf)
    record = RunRecord(started, now(), report is not None, counts, failures, fault, build, created)
    with contextlib.suppress(OSError):
        write_record(home, record)


def _live(open_shelf: OpenShelf) -> tuple[str, str]:
    try:
        with open_shelf() as shelf:
            manifest = shelf.manifest(shelf.pointer().live)
    except VectorStoreError:
        return "", ""
    return manifest.build_id, manifest.created


def _counted(report: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    failures: dict[str, int] = {}
    for item in report["failed"]:
        failures[item["code"]] = failures.get(item["code"], 0) + 1
    counts = {name: int(report[name]) for name in _COUNTED}
    return counts | {"chunks": report["chunks"] or 0, "embedded": report["embedded"]}, failures


def write_record(home: Path, record: RunRecord) -> None:
    """Replace the record of the run before, in both forms.

    Raises:
        OSError: the home cannot be written.
    """
    home.mkdir(parents=True, exist_ok=True)
    temporary = home / f"{_RECORD}.tmp"
    temporary.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=2), encoding="utf-8")
    temporary.replace(home / _RECORD)
    write_to_textfile(str(home / _METRICS), _metrics(record))


def read_record(home: Path) -> RunRecord | None:
    """Read the record of the last run; None where there is none that can be read."""
    try:
        return RunRecord(**json.loads((home / _RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _metrics(record: RunRecord) -> CollectorRegistry:
    registry = CollectorRegistry()
    values = {
        "start_timestamp_seconds": ("When the last ingest began", _timestamp(record.started)),
        "end_timestamp_seconds": ("When the last ingest ended", _timestamp(record.ended)),
        "seconds": ("How long the last ingest took", record.seconds),
        "succeeded": ("1 if the last ingest succeeded, else 0", float(record.succeeded)),
    }
    if record.live_created:
        described = "When the live build was made; its age is now less this"
        values["live_build_timestamp_seconds"] = (described, _timestamp(record.live_created))
    for name, (description, value) in values.items():
        Gauge(f"suluh_ingest_{name}", description, registry=registry).set(value)
    articles = Gauge(
        "suluh_ingest_articles", "Articles of the last ingest", ["outcome"], registry=registry
    )
    for name in _COUNTED:
        articles.labels(name).set(record.counts.get(name, 0))
    failures = Gauge(
        "suluh_ingest_failures", "Items left out, by fault", ["code"], registry=registry
    )
    for code, count in record.failures.items():
        failures.labels(code).set(count)
    for name in ("chunks", "embedded"):
        gauge = Gauge(f"suluh_ingest_{name}", f"Texts {name} at the last ingest", registry=registry)
        gauge.set(record.counts.get(name, 0))
    return registry


def _timestamp(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
