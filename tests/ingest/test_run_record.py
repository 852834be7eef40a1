"""Each run leaves a record for staff and for monitoring, a failed one too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.building import Published
from ingest.errors import SkipReason
from ingest.models import Skipped
from ingest.report import SyncReport
from ingest.run_record import keep_record, read_record
from tests.factories import make_chunk, publish_chunks
from vectorstore.folder_shelf import FolderShelf
from vectorstore.shelf import Shelf

STARTED = "2026-01-05T06:00:00+00:00"
FAILED = (
    Skipped("a", "is empty", SkipReason.EMPTY),
    Skipped("b", "is empty", SkipReason.EMPTY),
    Skipped("c", "answered 500", SkipReason.UNAVAILABLE),
)


def _report() -> SyncReport:
    return SyncReport(2, 1, 7, 0, 0, FAILED, (), Published("b1", 40, 12, new=True))


def _keep(tmp_path: Path, *, fault: str = "") -> None:
    @contextmanager
    def shelf() -> Iterator[Shelf]:
        yield FolderShelf(tmp_path / "index")

    report = None if fault else _report().as_json()
    keep_record(tmp_path, shelf, STARTED, report=report, fault=fault)


def test_a_run_is_recorded_with_its_counts(tmp_path: Path) -> None:
    """What changed, what was left out by fault, and which build is live since when."""
    publish_chunks(tmp_path / "index", [make_chunk("Isi.")])
    _keep(tmp_path)
    record = read_record(tmp_path)
    assert record is not None
    assert (record.succeeded, record.counts["new"], record.counts["embedded"]) == (True, 2, 12)
    assert record.failures == {"empty": 2, "unavailable": 1}
    assert (record.build, record.live_created) == ("b1", "2026-01-01")


def test_monitoring_reads_the_same_in_its_own_form(tmp_path: Path) -> None:
    """The text format of Prometheus, for the node exporter's textfile collector."""
    publish_chunks(tmp_path / "index", [make_chunk("Isi.")])
    _keep(tmp_path)
    lines = (tmp_path / "suluh_ingest.prom").read_text().splitlines()
    assert "suluh_ingest_succeeded 1.0" in lines
    assert 'suluh_ingest_articles{outcome="new"} 2.0' in lines
    assert 'suluh_ingest_failures{code="empty"} 2.0' in lines
    assert any(line.startswith("suluh_ingest_live_build_timestamp_seconds 1.7") for line in lines)


def test_a_failed_run_is_recorded_with_its_sentence(tmp_path: Path) -> None:
    """An alarm can hang on it, and staff read why."""
    _keep(tmp_path, fault="The disk is full.")
    record = read_record(tmp_path)
    assert record is not None
    assert (record.succeeded, record.fault, record.build) == (False, "The disk is full.", "")
    assert "suluh_ingest_succeeded 0.0" in (tmp_path / "suluh_ingest.prom").read_text()


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    """A torn or foreign file never ends a command."""
    assert read_record(tmp_path) is None
    (tmp_path / "last_ingest.json").write_text('{"other": 1}')
    assert read_record(tmp_path) is None
