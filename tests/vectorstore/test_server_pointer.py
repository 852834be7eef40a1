"""How often the pointer on a server is asked for, and who waits for the answer."""

import json
import threading
from collections.abc import Sequence

from tests.fakes import Clock
from vectorstore.chroma_records import Facts, Records
from vectorstore.errors import StoreUnreachableError
from vectorstore.server_pointer import ServerPointer


class _Records(Records):
    """One record in memory; `held` lets the server hang, `down` lets it fail."""

    def __init__(self) -> None:
        self.live = "b1"
        self.asked = 0
        self.down = False
        self.entered, self.held = threading.Event(), threading.Event()
        self.held.set()

    def get(self, collection: str, record_ids: Sequence[str]) -> dict[str, Facts]:
        self.asked += 1
        self.entered.set()
        self.held.wait(5)
        if self.down:
            raise StoreUnreachableError
        pointer = {"live": self.live, "previous": [], "published": "2026-01-01T00:00:00+00:00"}
        return {record_ids[0]: {"pointer": json.dumps(pointer)}}


def test_the_server_is_asked_once_in_two_seconds() -> None:
    """A publication is seen by then, however many questions come."""
    records, clock = _Records(), Clock()
    pointer = ServerPointer(lambda: records, clock)
    first = pointer.stamp()
    records.live = "b2"
    clock.seconds = 1.9
    assert (pointer.stamp(), records.asked) == (first, 1)
    clock.seconds = 2.0
    assert pointer.stamp() != first


def test_an_outage_changes_nothing_and_is_not_asked_about_more_often() -> None:
    """What was known last stays; the next request comes two seconds later."""
    records, clock = _Records(), Clock()
    pointer = ServerPointer(lambda: records, clock)
    first = pointer.stamp()
    records.down = True
    for clock.seconds in (2.0, 2.5, 3.5):
        assert pointer.stamp() == first
    assert records.asked == 2


def test_a_clock_that_was_set_back_does_not_stop_the_asking() -> None:
    """A corrected system clock must not keep a bot on an old build for hours."""
    records, clock = _Records(), Clock()
    pointer = ServerPointer(lambda: records, clock)
    first = pointer.stamp()
    records.live = "b2"
    clock.seconds = -3600.0
    assert pointer.stamp() != first


def test_only_one_question_waits_for_a_server_that_hangs() -> None:
    """Those beside it go on with what was known last."""
    records, clock = _Records(), Clock()
    pointer = ServerPointer(lambda: records, clock)
    first = pointer.stamp()
    clock.seconds = 2.0
    records.held.clear()
    records.entered.clear()
    waiting = threading.Thread(target=pointer.stamp)
    waiting.start()
    assert records.entered.wait(5)
    assert pointer.stamp() == first
    assert waiting.is_alive()
    records.held.set()
    waiting.join(5)
