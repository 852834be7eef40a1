"""Builds on real Chroma: written, verified, published, damaged, swapped."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.build import read_manifest
from vectorstore.errors import BuildDamagedError, EmbeddingMismatchError, NoLiveBuildError
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.models import Chunk
from vectorstore.verification import verify_build

pytestmark = pytest.mark.integration

_CHUNKS = [make_chunk(f"Isi nomor {n} tentang topik {n % 7}.", f"a{n}.md") for n in range(150)]


def _live(shelf: FolderShelf) -> LiveBuild:
    return LiveBuild(shelf, WordEmbedder().fingerprint)


def test_a_published_build_gives_back_what_was_written(tmp_path: Path) -> None:
    """Chunks come back whole, in the order asked for."""
    item = replace(
        make_chunk("2. dua", "daftar.md"), heading_path=("A", "B"), anchor="b", lead="Yaitu:"
    )
    shelf = publish_chunks(tmp_path, [*_CHUNKS, item])
    with _live(shelf).lease() as build:
        ids = [_CHUNKS[9].chunk_id, item.chunk_id, _CHUNKS[2].chunk_id]
        assert build.vectors.chunks(ids) == [_CHUNKS[9], item, _CHUNKS[2]]
        assert build.vectors.count() == build.manifest.chunks == 151


@pytest.mark.parametrize("count", [1, 2, 150, 1200])
def test_opening_and_searching_leaves_every_file_alone(tmp_path: Path, count: int) -> None:
    """A build can be opened again and again and still passes its own digests."""
    chunks = [make_chunk(f"Isi nomor {n}.", f"a{n}.md") for n in range(count)]
    shelf = publish_chunks(tmp_path, chunks)
    written = _contents(shelf.folder_of("b1"))
    for _ in range(3):
        live = _live(shelf)
        with live.lease() as build:
            nearest = build.vectors.nearest(
                WordEmbedder().query_vectors([chunks[-1].embedded_text])[0], 1
            )
        assert nearest[0][1] == pytest.approx(1.0, abs=1e-4)
        live.close()
    verify_build(shelf.folder_of("b1"))
    assert _contents(shelf.folder_of("b1")) == written


def _contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _files(folder)}


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_every_damaged_file_is_noticed_before_it_is_searched(tmp_path: Path) -> None:
    """A build is refused whichever of its files is cut, flipped or missing."""
    shelf = publish_chunks(tmp_path / "whole", _CHUNKS)
    whole = shelf.folder_of("b1")
    for name in _files(whole):
        for damage in ("cut", "flipped", "missing"):
            folder = tmp_path / damage / "builds" / "b1"
            shutil.rmtree(tmp_path / damage, ignore_errors=True)
            shutil.copytree(whole, folder)
            _damage(folder / name, damage)
            shutil.copy(tmp_path / "whole" / "live.json", tmp_path / damage)
            live = _live(FolderShelf(tmp_path / damage))
            with pytest.raises(BuildDamagedError), live.lease():
                pytest.fail(f"{name} was {damage} and the build was opened")


def _damage(path: Path, damage: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    if damage == "cut":
        path.write_bytes(content[:middle])
    elif damage == "flipped":
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
    else:
        path.unlink()


def test_a_changed_text_in_the_database_is_never_served(tmp_path: Path) -> None:
    """Every text read is compared with its digest."""
    shelf = publish_chunks(tmp_path, _CHUNKS)
    database = shelf.folder_of("b1") / "vectors" / "chroma.sqlite3"
    content = database.read_bytes()
    assert b"Isi nomor 77 " in content
    with _live(shelf).lease() as build:
        database.write_bytes(content.replace(b"Isi nomor 77 ", b"Isi nomor 78 "))
        with pytest.raises(BuildDamagedError, match="not what was"):
            build.vectors.chunks([_CHUNKS[77].chunk_id])


def test_verification_in_a_child_process_refuses_a_damaged_build(tmp_path: Path) -> None:
    """The reason is one sentence, and this process survives."""
    shelf = publish_chunks(tmp_path, _CHUNKS)
    folder = shelf.folder_of("b1")
    _damage(next(folder.rglob("data_level0.bin")), "flipped")
    with pytest.raises(BuildDamagedError, match=r"data_level0\.bin"):
        verify_build(folder)


def test_verification_ends_with_the_ingest_that_began_it(tmp_path: Path) -> None:
    """So that it reads nothing any more once the next ingest removes what the last one left."""
    shelf = publish_chunks(tmp_path, _CHUNKS)
    command = [sys.executable, "-m", "vectorstore.verification", str(shelf.folder_of("b1"))]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=60) == 3


def test_a_build_of_another_model_is_refused(tmp_path: Path) -> None:
    """The sentence names both models and what to do."""
    shelf = publish_chunks(tmp_path, _CHUNKS)
    live = LiveBuild(shelf, WordEmbedder("other").fingerprint)
    with (
        pytest.raises(EmbeddingMismatchError, match=r"'words'.*'other'.*suluh ingest"),
        live.lease(),
    ):
        pytest.fail("the build was opened")


def test_no_build_is_told_as_such(tmp_path: Path) -> None:
    """Before the first ingest the message says what to run."""
    live = _live(FolderShelf(tmp_path))
    with pytest.raises(NoLiveBuildError, match="suluh ingest"), live.lease():
        pytest.fail("there is no build")


def test_a_question_keeps_its_build_while_the_next_one_takes_the_new(tmp_path: Path) -> None:
    """A lease holds one build from start to end; the next lease follows the pointer."""
    shelf = publish_chunks(tmp_path, _CHUNKS, "b1")
    live = _live(shelf)
    with live.lease() as old:
        publish_chunks(tmp_path, [*_CHUNKS, make_chunk("Isi baru.", "baru.md")], "b2")
        live.refresh()
        with live.lease() as new:
            assert (old.manifest.build_id, new.manifest.build_id) == ("b1", "b2")
            assert old.vectors.chunks([_CHUNKS[0].chunk_id]) == [_CHUNKS[0]]
    with live.lease() as build:
        assert build.manifest.chunks == 151
    live.close()


def test_a_rollback_is_one_write_and_two_builds_are_kept(tmp_path: Path) -> None:
    """The build before the live one can be made live again, and back."""
    for name in ("b1", "b2", "b3"):
        shelf = publish_chunks(tmp_path, _chunks_of(name), name)
    assert sorted(p.name for p in (tmp_path / "builds").iterdir()) == ["b2", "b3"]
    assert shelf.roll_back().live == "b2"
    assert read_manifest(shelf.folder_of(shelf.pointer().live)).build_id == "b2"
    assert shelf.roll_back().live == "b3"


def _chunks_of(name: str) -> list[Chunk]:
    return [make_chunk(f"Isi {name}.", "a.md")]


def test_a_build_that_cannot_be_opened_does_not_silence_a_bot_that_has_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The open build goes on answering, and the log says why the new one does not."""
    shelf = publish_chunks(tmp_path, _chunks_of("b1"), "b1")
    live = _live(shelf)
    with live.lease():
        publish_chunks(tmp_path, _chunks_of("b2"), "b2", WordEmbedder("other"))
    for _ in range(2):
        live.refresh()
        with live.lease() as build:
            assert build.manifest.build_id == "b1"
    assert len([r for r in caplog.records if "goes on answering" in r.message]) == 1
    publish_chunks(tmp_path, _chunks_of("b3"), "b3")
    live.refresh()
    with live.lease() as build:
        assert build.manifest.build_id == "b3"
    live.close()


def test_a_rollback_to_a_damaged_build_changes_nothing(tmp_path: Path) -> None:
    """The build is verified before it is made live."""
    for name in ("b1", "b2"):
        shelf = publish_chunks(tmp_path, _chunks_of(name), name)
    _damage(next(shelf.folder_of("b1").rglob("data_level0.bin")), "flipped")
    with pytest.raises(BuildDamagedError):
        shelf.roll_back()
    assert shelf.pointer().live == "b2"


def test_a_home_with_odd_characters_is_opened(tmp_path: Path) -> None:
    """Marks that mean something in an address mean nothing in a path."""
    shelf = publish_chunks(tmp_path / "a#b?c%d e", _chunks_of("b1"))
    with _live(shelf).lease() as build:
        assert build.manifest.chunks == 1


def test_a_rollback_without_an_earlier_build_changes_nothing(tmp_path: Path) -> None:
    """The live build stays live."""
    shelf = publish_chunks(tmp_path, _chunks_of("b1"))
    with pytest.raises(NoLiveBuildError, match="nothing changed"):
        shelf.roll_back()
    assert shelf.pointer().live == "b1"
