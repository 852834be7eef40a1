"""An update is stored once, and waits until it is finished, whatever happens to the bot."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.inbox import IDS_KEPT_SECONDS, Incoming
from bot.storage.store import Storage
from tests.bot.storage.making import make_incoming

_STORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from bot.storage.inbox import Incoming
from bot.storage.store import Storage
storage = Storage.open(Path(sys.argv[1]))
storage.inbox.store([Incoming(n, "c", 1.0, "isi") for n in (3, 1, 2)])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_stored_survives_a_kill(tmp_path: Path) -> None:
    """A process killed the moment `store` returned leaves all of it pending."""
    child = subprocess.run([sys.executable, "-c", _STORE_AND_DIE, str(tmp_path)], check=False)
    assert child.returncode == -signal.SIGKILL
    with closing(Storage.open(tmp_path)) as storage:
        assert storage.inbox.pending() == [Incoming(n, "c", 1.0, "isi") for n in (1, 2, 3)]


def test_an_update_is_new_once_even_after_it_was_finished(storage: Storage) -> None:
    """Telegram may send it again; a chat of "" comes back as it was."""
    one, two = make_incoming(1), make_incoming(2, chat="")
    assert storage.inbox.store([one, one]) == [one]
    storage.inbox.finish(1)
    storage.inbox.finish(1)
    assert storage.inbox.store([one, two]) == [two]
    assert storage.inbox.pending() == [two]
    assert storage.inbox.store([]) == []


def test_a_finished_update_keeps_nothing_but_its_id(storage: Storage) -> None:
    """What it said and whose it was is erased."""
    storage.inbox.store([make_incoming(1, received=7.0)])
    storage.inbox.finish(1)
    rows = storage.database.rows("SELECT update_id, chat, received, content FROM updates")
    assert rows == [(1, None, 7.0, None)]


def test_ids_are_forgotten_after_two_days_while_what_waits_is_not(storage: Storage) -> None:
    """After a quiet week ids start anew at random, and an old one would swallow a message."""
    storage.inbox.store([make_incoming(1), make_incoming(2)])
    storage.inbox.finish(1)
    late = IDS_KEPT_SECONDS + 1
    again = make_incoming(1, received=late)
    assert storage.inbox.store([make_incoming(2, late), make_incoming(3, late), again]) == [
        make_incoming(3, late),
        again,
    ]


def test_what_cannot_be_unsealed_is_dropped_and_counted(storage: Storage) -> None:
    """One damaged message does not keep the others from their answers."""
    storage.inbox.store([make_incoming(1), make_incoming(2)])
    storage.database.change("UPDATE updates SET content = x'00' WHERE update_id = 1")
    assert storage.inbox.pending() == [make_incoming(2)]
    assert (storage.inbox.unreadable, storage.inbox.depth()) == (1, 1)
    assert storage.inbox.store([make_incoming(1)]) == []


_STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=25)


@settings(max_examples=30, deadline=None)
@given(batches=_STEPS)
def test_the_inbox_behaves_like_two_sets(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[bool, int]]
) -> None:
    """Whatever is stored and finished: pending is what was stored and not finished, in order."""
    seen: set[int] = set()
    finished: set[int] = set()
    with closing(Storage.open(tmp_path_factory.mktemp("home"))) as storage:
        for is_stored, update_id in batches:
            if is_stored:
                new = storage.inbox.store([make_incoming(update_id)])
                assert bool(new) == (update_id not in seen)
                seen.add(update_id)
            else:
                storage.inbox.finish(update_id)
                finished |= {update_id} & seen
        assert [one.update_id for one in storage.inbox.pending()] == sorted(seen - finished)
        assert storage.inbox.depth() == len(seen - finished)
