"""The ingest job on real Chroma: files in, a live build out, and nothing done twice."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.chunking import chunk_article
from ingest.errors import IngestBusyError, SyncRefusedError
from ingest.job import IngestJob
from ingest.models import Source
from ingest.progress import SilentProgress
from ingest.report import SyncReport
from ingest.sources.files import read_source
from tests.fakes import WordEmbedder
from vectorstore.errors import StoreUnwritableError
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder
from vectorstore.settings import StoreSettings

pytestmark = pytest.mark.integration

Run = Callable[..., SyncReport]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Lay out a folder of three articles."""
    folder = tmp_path / "isi"
    folder.mkdir()
    _write(folder / "keberatan.md", "Keberatan", "Keberatan diajukan kepada atasan PPID.")
    _write(folder / "biaya.md", "Biaya", "Salinan dokumen dikenai biaya pengadaan.")
    (folder / "faq.txt").write_text("Tanya jawab\n\nKantor buka pukul delapan pagi.")
    return folder


def _write(path: Path, title: str, text: str) -> None:
    path.write_text(f"---\ntitle: {title}\n---\n{text}\n")


def _settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(home=tmp_path / "home")


@pytest.fixture
def embedder() -> WordEmbedder:
    """Give an embedder that remembers what it embedded."""
    return WordEmbedder()


@pytest.fixture
def run(tmp_path: Path, content: Path, embedder: WordEmbedder) -> Run:
    """Give a function that ingests the folder."""

    def ingest(*, dry_run: bool = False, sure: bool = False) -> SyncReport:
        chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
        job = IngestJob(_settings(tmp_path), embedder, chunk, SilentProgress(), 0.2)
        source = Source(str(content), lambda known: read_source(content))
        return job.preview([source], sure=sure) if dry_run else job.run([source], sure=sure)

    return ingest


def _search(tmp_path: Path, embedder: WordEmbedder, question: str) -> list[str]:
    shelf = FolderShelf(_settings(tmp_path).index_folder)
    live = LiveBuild(shelf, embedder.fingerprint)
    found = PassageFinder(live, embedder).find(question)
    live.close()
    return [passage.chunk.article.article_id for passage in found.passages]


def test_what_is_ingested_is_found(tmp_path: Path, run: Run, embedder: WordEmbedder) -> None:
    """Each file becomes an article that its own words find."""
    report = run()
    assert (report.new, report.failed) == (3, ())
    assert _search(tmp_path, embedder, "Keberatan diajukan kepada atasan")[0] == "keberatan.md"


def test_a_second_run_does_nothing(run: Run, embedder: WordEmbedder) -> None:
    """Nothing is embedded or built where nothing changed."""
    first = run()
    embedded = len(embedder.known)
    second = run()
    assert (second.unchanged, second.new, second.changed, second.removed) == (3, 0, 0, 0)
    assert len(embedder.known) == embedded
    assert first.published is not None
    assert second.published is not None
    assert second.published.build_id == first.published.build_id
    assert not second.published.new


def test_only_what_changed_is_embedded_again(
    content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """One edited file costs one embedding."""
    run()
    embedder.known.clear()
    _write(content / "biaya.md", "Biaya", "Salinan dokumen kini gratis.")
    report = run()
    assert report.changed == 1
    assert [text.endswith("kini gratis.") for text in embedder.known] == [True]


def test_a_removed_file_disappears_with_the_next_build(
    tmp_path: Path, content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """Withdrawn articles are not found any more."""
    run()
    (content / "biaya.md").unlink()
    assert run().removed == 1
    assert "biaya.md" not in _search(tmp_path, embedder, "Salinan dokumen dikenai biaya")


def test_a_dry_run_changes_nothing(tmp_path: Path, content: Path, run: Run) -> None:
    """The report says what would happen; the live build stays."""
    run()
    shelf = FolderShelf(_settings(tmp_path).index_folder)
    before = shelf.pointer()
    (content / "baru.txt").write_text("Baru\n\nArtikel baru.")
    report = run(dry_run=True)
    assert (report.new, report.published) == (1, None)
    assert shelf.pointer() == before


def test_an_emptied_folder_is_refused_and_the_live_build_stays(
    tmp_path: Path, content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """A reindex can never silence the bot."""
    run()
    for path in content.iterdir():
        path.unlink()
    for sure in (False, True):
        with pytest.raises(SyncRefusedError):
            run(sure=sure)
    assert _search(tmp_path, embedder, "Keberatan diajukan kepada atasan")


def test_a_build_that_cannot_be_written_leaves_the_live_one(
    tmp_path: Path, content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """A failing disk is told in one sentence; the next run publishes what was not."""
    run()
    (content / "baru.txt").write_text("Baru\n\nArtikel baru tentang sengketa.")
    builds = _settings(tmp_path).index_folder / "builds"
    builds.rename(tmp_path / "aside")
    builds.write_text("a file where the folder should be")
    with pytest.raises(StoreUnwritableError, match="live build is kept"):
        run()
    builds.unlink()
    (tmp_path / "aside").rename(builds)
    assert _search(tmp_path, embedder, "Keberatan diajukan kepada atasan")
    assert run().unchanged == 4
    assert "baru.txt" in _search(tmp_path, embedder, "Artikel baru tentang sengketa")


def test_a_damaged_live_build_is_made_again(tmp_path: Path, run: Run) -> None:
    """Ingest repairs what rollback cannot, without embedding anything."""
    first = run().published
    assert first is not None
    folder = FolderShelf(_settings(tmp_path).index_folder).folder_of(first.build_id)
    next(folder.rglob("data_level0.bin")).write_bytes(b"")
    second = run().published
    assert second is not None
    assert (second.new, second.embedded) == (True, 0)


def test_an_interrupted_ingest_resumes_with_the_vectors_it_had(
    tmp_path: Path, content: Path, embedder: WordEmbedder, run: Run
) -> None:
    """What was stored but not published is published by the next run."""
    run()
    (content / "baru.txt").write_text("Baru\n\nArtikel baru tentang sengketa.")
    index = _settings(tmp_path).index_folder
    pointer = (index / "live.json").read_bytes()
    run()
    (index / "live.json").write_bytes(pointer)
    embedder.known.clear()
    report = run()
    assert report.published is not None
    assert (report.unchanged, report.published.new, embedder.known) == (4, True, [])


def test_one_ingest_at_a_time(tmp_path: Path, run: Run) -> None:
    """A second writer is told so and changes nothing."""
    home = _settings(tmp_path).home
    home.mkdir()
    with FileLock(home / "ingest.lock"), pytest.raises(IngestBusyError, match="Another ingest"):
        run()


def test_an_ingest_does_not_undo_a_rollback(
    tmp_path: Path, content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """The scheduled ingest leaves the older build live until something changes, or staff insist."""
    old = run().published
    _write(content / "biaya.md", "Biaya", "Salinan dokumen kini gratis.")
    new = run().published
    assert old is not None
    assert new is not None
    FolderShelf(_settings(tmp_path).index_folder).roll_back()
    held = run().published
    assert held is not None
    assert (held.build_id, held.held_back) == (old.build_id, new.build_id)
    _write(content / "biaya.md", "Biaya", "Salinan dokumen dikenai biaya lain.")
    changed = run().published
    assert changed is not None
    assert changed.new


def test_staff_can_insist_on_what_was_rolled_back(
    tmp_path: Path, content: Path, run: Run, embedder: WordEmbedder
) -> None:
    """--yes publishes the same content again."""
    run()
    _write(content / "biaya.md", "Biaya", "Salinan dokumen kini gratis.")
    run()
    FolderShelf(_settings(tmp_path).index_folder).roll_back()
    insisted = run(sure=True).published
    assert insisted is not None
    assert insisted.new
