"""A build of which any file is damaged is never read: the sound one before it serves."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.errors import BuildDamagedError
from vectorstore.folder_shelf import FolderShelf
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder

pytestmark = pytest.mark.integration

_BEFORE = [make_chunk(f"Isi lama nomor {n}.", f"a{n}.md") for n in range(40)]
_AFTER = [make_chunk(f"Isi baru nomor {n}.", f"a{n}.md") for n in range(40)]
_FLIPS = 3
_SEEDS_PER_FILE = 3


def _cut(content: bytes, seed: int) -> bytes:
    return content[: Random(seed).randrange(len(content))]  # noqa: S311 - any place will do


def _half_zero(content: bytes, seed: int) -> bytes:
    half = len(content) // 2
    return content[:half] + b"\0" * (len(content) - half)


def _flipped(content: bytes, seed: int) -> bytes:
    random, flipped = Random(seed), bytearray(content)  # noqa: S311 - any places will do
    for _ in range(_FLIPS):
        flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
    return bytes(flipped)


_DAMAGES: list[Callable[[bytes, int], bytes]] = [_cut, _half_zero, _flipped]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an index of two builds, b1 and the live b2."""
    index = tmp_path_factory.mktemp("index")
    publish_chunks(index, _BEFORE, "b1")
    publish_chunks(index, _AFTER, "b2")
    return index


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    """Give a copy of the index that a test may damage."""
    return shutil.copytree(whole, tmp_path / "index")


def _texts(index: Path) -> tuple[str, set[str]]:
    """Ask the live build; give its id and the texts found."""
    embedder = WordEmbedder()
    with closing(LiveBuild(FolderShelf(index), embedder.fingerprint)) as live:
        found = PassageFinder(live, embedder).find("isi nomor 7")
    assert found.passages
    return found.build_id, {passage.chunk.text for passage in found.passages}


def _serves_the_build_before(index: Path, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    caplog.clear()
    build_id, texts = _texts(index)
    assert build_id == "b1", damage
    assert texts <= {chunk.text for chunk in _BEFORE}, damage
    [said] = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert "b2 cannot be used" in said
    assert "b1 of" in said
    assert "suluh ingest" in said


def _names(build: Path) -> list[str]:
    return sorted(p.relative_to(build).as_posix() for p in build.rglob("*") if p.is_file())


def test_whichever_file_is_damaged_the_build_before_serves(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Cut, half zeroed, with bits flipped anywhere, or deleted: this process reads on."""
    build = index / "builds" / "b2"
    names = _names(build)
    assert {"manifest.json", "canaries.npz", "vectors/chroma.sqlite3"} <= set(names)
    for name in names:
        content = (build / name).read_bytes()
        for damage in _DAMAGES:
            for seed in range(_SEEDS_PER_FILE if damage is not _half_zero else 1):
                harmed = damage(content, seed)
                if harmed != content:
                    (build / name).write_bytes(harmed)
                    _serves_the_build_before(index, caplog, f"{name} {damage.__name__} {seed}")
        (build / name).unlink()
        _serves_the_build_before(index, caplog, f"{name} deleted")
        (build / name).write_bytes(content)
    assert _texts(index)[0] == "b2"


def test_every_page_of_the_database_is_watched(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One flipped bit is enough, in a page of texts, of the search table, or of none."""
    database = index / "builds" / "b2" / "vectors" / "chroma.sqlite3"
    content = database.read_bytes()
    for place in range(100, len(content), len(content) // 40):
        flipped = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        database.write_bytes(flipped)
        _serves_the_build_before(index, caplog, f"byte {place}")


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_a_journal_beside_the_database_is_never_played_into_it(
    index: Path, caplog: pytest.LogCaptureFixture, suffix: str
) -> None:
    """It could only come from elsewhere, since published builds are not written to."""
    database = index / "builds" / "b2" / "vectors" / "chroma.sqlite3"
    database.with_name(database.name + suffix).write_bytes(database.read_bytes())
    _serves_the_build_before(index, caplog, suffix)


def test_a_missing_folder_is_as_a_damaged_one(
    index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The pointer names what is not there."""
    shutil.rmtree(index / "builds" / "b2")
    _serves_the_build_before(index, caplog, "folder")


def test_where_no_build_is_sound_the_error_says_what_to_do(index: Path) -> None:
    """Nothing is answered from what cannot be trusted."""
    for build in ("b1", "b2"):
        next((index / "builds" / build).rglob("data_level0.bin")).write_bytes(b"")
    with pytest.raises(BuildDamagedError, match=r"b2 cannot be used.*suluh ingest"):
        _texts(index)


_GARBAGE = [None, b"", b"\0" * 90, b"{}", b"[]", b"\xff\xfe", b'{"live": 5, "previous": []}']
_GARBAGE += [b'{"live": "../b2", "previous": [], "published": ""}', b'{"live": "b2", "previous"']


@pytest.mark.parametrize("garbage", _GARBAGE)
def test_without_a_pointer_the_newest_build_serves(
    index: Path, caplog: pytest.LogCaptureFixture, garbage: bytes | None
) -> None:
    """The log says so, and the next ingest writes the pointer anew."""
    pointer = index / "live.json"
    pointer.unlink() if garbage is None else pointer.write_bytes(garbage)
    assert _texts(index)[0] == "b2"
    assert "the newest build, b2, is taken for the live one" in caplog.text
    FolderShelf(index).discard_unfinished()
    caplog.clear()
    found = FolderShelf(index).pointer()
    assert (found.live, found.previous, caplog.text) == ("b2", ("b1",), "")


def test_without_a_pointer_and_with_the_newest_build_damaged_the_one_before_serves(
    index: Path,
) -> None:
    """Two faults at once still leave a build that answers."""
    (index / "live.json").unlink()
    next((index / "builds" / "b2").rglob("data_level0.bin")).unlink()
    assert _texts(index)[0] == "b1"


def test_an_ingest_keeps_the_sound_build_before_in_place_of_the_damaged_live_one(
    index: Path,
) -> None:
    """A rollback after a repair leads to what can be read."""
    next((index / "builds" / "b2").rglob("data_level0.bin")).unlink()
    publish_chunks(index, _AFTER, "b3")
    assert FolderShelf(index).pointer().previous == ("b1",)
    assert sorted(path.name for path in (index / "builds").iterdir()) == ["b1", "b3"]


def test_what_no_pointer_names_is_removed_by_the_next_run(index: Path) -> None:
    """A build whose publication was cut short, halves of removed ones, and temporary files."""
    builds = index / "builds"
    for name in ("b9", ".unfinished-b8", ".removed-b7"):
        shutil.copytree(builds / "b1", builds / name)
    (index / "live.tmp").write_text("{")
    FolderShelf(index).discard_unfinished()
    assert sorted(path.name for path in builds.iterdir()) == ["b1", "b2"]
    assert sorted(path.name for path in index.iterdir()) == ["builds", "live.json"]
