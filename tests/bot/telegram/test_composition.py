"""What the front end is told of the open bot."""

from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from bot.app import Bot
from bot.telegram.composition import live_status
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


def test_without_a_build_there_is_nothing_to_tell(tmp_path: Path) -> None:
    """The command of staff says so instead of failing."""
    with closing(LiveBuild(FolderShelf(tmp_path), WordEmbedder().fingerprint)) as live:
        assert live_status(_bot(live)) == LiveStatus()
