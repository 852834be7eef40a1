"""What the front end is told of the open bot."""

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from bot.app import Bot
from bot.telegram.composition import build_fault, live_status
from bot.telegram.front_end import LiveStatus
from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild


def _bot(live: LiveBuild) -> Bot:
    # Of the bot only its live build is looked at.
    return cast(Bot, SimpleNamespace(live=live))


def test_staff_see_which_build_is_live_and_when_it_was_made(tmp_path: Path) -> None:
    """In unix seconds."""
    shelf = publish_chunks(tmp_path, [make_chunk("satu")])
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live:
        live.refresh()
        status = live_status(_bot(live))
    assert status.build == "b1"
    assert status.created > 0


def test_staff_learn_why_the_published_build_does_not_answer(tmp_path: Path) -> None:
    """A damaged one is told while the one before it answers, and no longer once it was mended."""
    publish_chunks(tmp_path, [make_chunk("satu")], "b1")
    shelf = publish_chunks(tmp_path, [make_chunk("dua")], "b2")
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live:
        live.refresh()
        assert build_fault(live) == ""
        shelf = publish_chunks(tmp_path, [make_chunk("tiga")], "b3")
        _damage(tmp_path / "builds" / "b3")
        live.refresh()
        assert build_fault(live) == "BuildDamagedError"
        assert live_status(_bot(live)).build == "b2"
    with closing(LiveBuild(shelf, WordEmbedder().fingerprint)) as live:
        live.refresh()
        assert (build_fault(live), live_status(_bot(live)).build) == ("BuildDamagedError", "b2")
        publish_chunks(tmp_path, [make_chunk("empat")], "b4")
        live.refresh()
        assert (build_fault(live), live_status(_bot(live)).build) == ("", "b4")


def _damage(build: Path) -> None:
    largest = max((file for file in build.rglob("*") if file.is_file()), key=_size)
    largest.write_bytes(b"x" * _size(largest))


def _size(file: Path) -> int:
    return file.stat().st_size


def test_without_a_build_there_is_nothing_to_tell(tmp_path: Path) -> None:
    """The command of staff says so instead of failing."""
    with closing(LiveBuild(FolderShelf(tmp_path), WordEmbedder().fingerprint)) as live:
        assert live_status(_bot(live)) == LiveStatus()
