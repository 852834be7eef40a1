"""Fault points fail when they are asked to, and only then."""

import errno
import os
from pathlib import Path

import pytest

from vectorstore.faults import FaultPoint, reach


def test_nothing_happens_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another point's fault is not this one's."""
    monkeypatch.delenv("SULUH_FAULT_AT", raising=False)
    for point in FaultPoint:
        reach(point)
    monkeypatch.setenv("SULUH_FAULT_AT", "write.batch=enospc")
    reach(FaultPoint.WRITE_SEALED)


def test_the_disk_is_full_once_at_the_pass_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done about the first fault meets no second one."""
    monkeypatch.setenv("SULUH_FAULT_AT", "write.batch:3=enospc")
    reach(FaultPoint.WRITE_BATCH)
    reach(FaultPoint.WRITE_BATCH)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        reach(FaultPoint.WRITE_BATCH)
    reach(FaultPoint.WRITE_BATCH)


@pytest.mark.parametrize("asked", ["write.bacth", "write.batch=fire", "write.batch:x"])
def test_what_names_no_fault_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    """A misspelt name does not pass for a run without faults."""
    monkeypatch.setenv("SULUH_FAULT_AT", asked)
    with pytest.raises(ValueError, match=r"bacth|fire|x"):
        reach(FaultPoint.WRITE_BATCH)


def test_the_points_that_were_reached_are_written_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In order, each as often as it was."""
    monkeypatch.setenv("SULUH_FAULT_TRACE", str(tmp_path / "trace"))
    reach(FaultPoint.WRITE_BATCH)
    reach(FaultPoint.WRITE_BATCH)
    reach(FaultPoint.PUBLISH_ENDED)
    written = (tmp_path / "trace").read_text().splitlines()
    assert written == ["write.batch", "write.batch", "publish.ended"]
