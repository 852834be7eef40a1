"""Topics are questions that the live build answers, of various articles."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.topics import LONGEST_LABEL, MOST_TOPICS, Topics
from tests.factories import publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.models import ArticleInfo, ArticleKind, Chunk

pytestmark = pytest.mark.integration

_FAQ = ArticleInfo("faq.md", "Tanya jawab", kind=ArticleKind.FAQ)
_SERVICE = ArticleInfo("cara.md", "Cara meminta informasi: enam langkah", kind=ArticleKind.SERVICE)
_ENGLISH = ArticleInfo("fee.md", "Fees", kind=ArticleKind.FAQ, language="en")
_LAW = "UU 14/2008 tentang Keterbukaan Informasi Publik"
_CHUNKS = [
    Chunk(ArticleInfo("uu#1", f"{_LAW} — Pasal 1"), 0, "1. Informasi adalah keterangan."),
    Chunk(ArticleInfo("uu#1", f"{_LAW} — Pasal 1"), 1, "2. Informasi Publik adalah informasi."),
    Chunk(ArticleInfo("uu#2", f"{_LAW} — Pasal 2"), 0, "Setiap Informasi Publik terbuka."),
    Chunk(_SERVICE, 0, "Ada enam langkah."),
    Chunk(_FAQ, 0, "PPID adalah pejabat.", ("Umum", "1. Apa itu PPID?")),
    Chunk(_FAQ, 1, "Ya.", ("Umum", "Apakah permohonan informasi boleh diwakilkan orang lain?")),
    Chunk(_FAQ, 2, "Tidak.", ("Umum", "Apakah ada biayanya?")),
    Chunk(_FAQ, 3, "Halo.", ("Umum", "Kamu siapa?")),
    Chunk(_ENGLISH, 0, "Nothing.", ("Is there a fee?",)),
]


@contextmanager
def _live(folder: Path) -> Iterator[LiveBuild]:
    with closing(LiveBuild(FolderShelf(folder), WordEmbedder().fingerprint)) as live:
        yield live


def test_faq_pairs_come_first_then_services_then_laws(tmp_path: Path) -> None:
    """At most two of one article before those of others, short ones first."""
    publish_chunks(tmp_path, _CHUNKS)
    with _live(tmp_path) as live:
        topics = Topics.over(live)
        found = topics.current()
        assert [topic.question for topic in found] == [
            "Apa itu PPID?",
            "Apakah ada biayanya?",
            "Bagaimana cara meminta informasi?",
            "Is there a fee?",
            "Apa itu Informasi Publik?",
            "Apakah permohonan informasi boleh diwakilkan orang lain?",
        ]
        assert len(found) == MOST_TOPICS
        assert all(len(topic.label) <= LONGEST_LABEL for topic in found)
        assert topics.current() is found


def test_only_what_is_answered_is_offered(tmp_path: Path) -> None:
    """A press on a button is never refused."""
    publish_chunks(tmp_path, _CHUNKS)
    with _live(tmp_path) as live:
        found = Topics.over(live, lambda question: "PPID" in question).current()
        assert [topic.question for topic in found] == ["Apa itu PPID?"]


def test_a_new_build_has_its_own_topics(tmp_path: Path) -> None:
    """What no longer holds is not offered."""
    publish_chunks(tmp_path, _CHUNKS)
    with _live(tmp_path) as live:
        topics = Topics.over(live)
        before = topics.current()
        old = [replace(c, article=replace(c.article, superseded="true")) for c in _CHUNKS]
        publish_chunks(tmp_path, [*old[:-1], _CHUNKS[-1]], "b2")
        live.refresh()
        after = topics.current()
        assert before != after
        assert [topic.question for topic in after] == ["Is there a fee?"]


def test_without_a_build_there_are_no_topics(tmp_path: Path) -> None:
    """A greeting is sent all the same."""
    with _live(tmp_path) as live:
        assert Topics.over(live).current() == ()
