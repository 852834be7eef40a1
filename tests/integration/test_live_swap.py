"""A running bot takes new builds between questions, and nobody notices."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from tests.system.swapping import swap
from vectorstore.build import OpenBuild
from vectorstore.fingerprint import Fingerprint
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.models import Chunk
from vectorstore.retriever import PassageFinder, Retrieval

pytestmark = pytest.mark.integration

_BUILDS, _THREADS = 8, 6
_MOMENT_SECONDS = 20.0
_CHUNKS = 40
_MOST_MEGABYTES, _MOST_DESCRIPTORS = 20, 15


def _chunks_of(build_id: str) -> list[Chunk]:
    return [make_chunk(f"Isi {build_id} nomor {n}.", f"a{n}.md") for n in range(_CHUNKS)]


def _wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _MOMENT_SECONDS
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


class _SlowShelf(FolderShelf):
    """Opens builds only once it is let."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.may_open = threading.Event()
        self.may_open.set()
        self.opening = threading.Event()

    def open(self, build_id: str, expected: Fingerprint) -> OpenBuild:
        """Wait, then open."""
        self.opening.set()
        self.may_open.wait(_MOMENT_SECONDS)
        return super().open(build_id, expected)


def _build_of(live: LiveBuild) -> str:
    with live.lease() as build:
        return build.manifest.build_id


def test_no_question_waits_while_a_new_build_is_opened(tmp_path: Path) -> None:
    """Questions go on with the build before; the first one after the opening has the new one."""
    publish_chunks(tmp_path, _chunks_of("b1"), "b1")
    shelf = _SlowShelf(tmp_path)
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live:
        assert _build_of(live) == "b1"
        shelf.opening.clear()
        shelf.may_open.clear()
        publish_chunks(tmp_path, _chunks_of("b2"), "b2")
        assert _build_of(live) == "b1"
        assert shelf.opening.wait(_MOMENT_SECONDS)
        assert [_build_of(live) for _ in range(50)] == ["b1"] * 50
        shelf.may_open.set()
        _wait_until(lambda: _build_of(live) == "b2")


def test_a_bot_that_nobody_asks_follows_too(tmp_path: Path) -> None:
    """The first question of the morning has the build of the night."""
    publish_chunks(tmp_path, _chunks_of("b1"), "b1")
    shelf = _SlowShelf(tmp_path)
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live:
        live.refresh()
        live.watch()
        shelf.opening.clear()
        publish_chunks(tmp_path, _chunks_of("b2"), "b2")
        assert shelf.opening.wait(_MOMENT_SECONDS)
        live.refresh()
        publish_chunks(tmp_path, _chunks_of("b3"), "b3")
        assert _build_of(live) == "b2"


def test_a_closed_bot_opens_nothing_more(tmp_path: Path) -> None:
    """An opening that is under way when the bot ends is waited for, and its build closed."""
    shelf = _SlowShelf(tmp_path)
    publish_chunks(tmp_path, _chunks_of("b1"), "b1")
    before = _descriptors()
    live = LiveBuild(shelf, WordEmbedder().fingerprint)
    live.refresh()
    live.watch()
    publish_chunks(tmp_path, _chunks_of("b2"), "b2")
    assert _build_of(live) == "b1"
    live.close()
    _wait_until(lambda: _descriptors() <= before)


def test_many_ask_while_builds_are_published(tmp_path: Path) -> None:
    """No question fails, no answer mixes two builds, and no descriptor stays open."""
    publish_chunks(tmp_path, _chunks_of("b0"), "b0")
    embedder = WordEmbedder()
    before = _descriptors()
    live = LiveBuild(FolderShelf(tmp_path), embedder.fingerprint)
    finder = PassageFinder(live, embedder)
    found: list[Retrieval] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                found.append(finder.find("isi nomor 7"))
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test names it
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for number in range(1, _BUILDS + 1):
        publish_chunks(tmp_path, _chunks_of(f"b{number}"), f"b{number}")
    _wait_until(lambda: _build_of(live) == f"b{_BUILDS}")
    done.set()
    for thread in threads:
        thread.join()
    live.close()
    assert errors == []
    assert len({one.build_id for one in found}) > 1
    for one in found:
        assert one.passages
        assert {p.chunk.text.split()[1] for p in one.passages} == {one.build_id}
    _wait_until(lambda: _descriptors() <= before)


def test_a_build_in_use_is_not_removed(tmp_path: Path) -> None:
    """However many are published meanwhile; the next run after its last reader removes it."""
    shelf = publish_chunks(tmp_path, _chunks_of("b1"), "b1")
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live, live.lease() as build:
        for number in (2, 3, 4):
            publish_chunks(tmp_path, _chunks_of(f"b{number}"), f"b{number}")
        assert len(build.vectors.chunks([c.chunk_id for c in _chunks_of("b1")])) == _CHUNKS
        assert _names(tmp_path) == ["b1", "b3", "b4"]
    shelf.discard_unfinished()
    assert _names(tmp_path) == ["b3", "b4"]


def _names(index: Path) -> list[str]:
    return sorted(path.name for path in (index / "builds").iterdir())


def test_memory_and_descriptors_stay_flat_over_twenty_swaps(tmp_path: Path) -> None:
    """In a process of its own, between two builds of two thousand chunks."""
    for name in ("b1", "b2"):
        chunks = [make_chunk(f"Isi {name} nomor {n}.", f"a{n}.md") for n in range(2000)]
        publish_chunks(tmp_path, chunks, name)
    figures = swap(tmp_path, times=23)
    # The first swaps fill caches. Builds that stayed open would cost 20 descriptors and more.
    settled = figures[3:]
    assert max(f.megabytes for f in settled) - settled[0].megabytes < _MOST_MEGABYTES
    # Chroma gives a few back a little after a build is closed.
    assert max(f.descriptors for f in settled) - figures[0].descriptors < _MOST_DESCRIPTORS
