"""Builds on a real Chroma server: ingested, searched, published, rolled back, lost and found."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.extractive import ExtractiveComposer
from bot.answering.models import AnswerStatus, Question
from bot.answering.reading import PassageReading
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from ingest.chunking import chunk_article
from ingest.job import IngestJob
from ingest.models import Source
from ingest.progress import SilentProgress
from ingest.report import SyncReport
from ingest.sources.files import read_source
from tests.chroma_server import LocalChroma
from tests.factories import make_chunk
from tests.fakes import Clock, WordEmbedder
from vectorstore.build import BuildInput
from vectorstore.chroma_clients import ChromaServer, open_server_client
from vectorstore.errors import (
    BuildDamagedError,
    EmbeddingMismatchError,
    NoLiveBuildError,
    PointerMovedError,
    StoreUnreachableError,
    StoreUnwritableError,
)
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.models import Chunk
from vectorstore.retriever import PassageFinder
from vectorstore.server_shelf import ServerShelf
from vectorstore.settings import StoreSettings

pytestmark = pytest.mark.integration

_CHUNKS = [make_chunk(f"Isi nomor {n} tentang topik {n % 7}.", f"a{n}.md") for n in range(30)]
_LATER = 3600.0


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalChroma]:
    """Give a Chroma server that all tests of this file share."""
    with LocalChroma(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def server(running: LocalChroma) -> LocalChroma:
    """Give the server, running and empty."""
    running.start()
    running.empty()
    return running


@pytest.fixture
def clock() -> Clock:
    """Give a clock that tests move."""
    return Clock()


OpenShelf = Callable[..., ServerShelf]


@pytest.fixture
def open_shelf(server: LocalChroma, tmp_path: Path, clock: Clock) -> Iterator[OpenShelf]:
    """Give a function that opens the server as one more machine, each with a cache of its own."""
    shelves: list[ServerShelf] = []

    def opened(machine: str = "ingest") -> ServerShelf:
        shelves.append(ServerShelf(ChromaServer(server.url), tmp_path / machine, clock))
        return shelves[-1]

    yield opened
    for shelf in shelves:
        shelf.close()


def _publish(shelf: ServerShelf, build_id: str, chunks: list[Chunk] = _CHUNKS) -> None:
    shelf.discard_unfinished()
    _write(shelf, build_id, chunks)
    shelf.verify(build_id)
    shelf.publish(build_id)


def _write(shelf: ServerShelf, build_id: str, chunks: list[Chunk] = _CHUNKS) -> None:
    embedder = WordEmbedder()
    vectors = embedder.document_vectors([chunk.embedded_text for chunk in chunks])
    fingerprint = embedder.fingerprint
    build = BuildInput(build_id, "2026-01-01", chunks, vectors, build_id, fingerprint)
    shelf.write(build, lambda done: None)


def _found(live: LiveBuild, question: str) -> list[str]:
    found = PassageFinder(live, WordEmbedder()).find(question)
    return [passage.chunk.article.article_id for passage in found.passages]


def _live(shelf: ServerShelf) -> LiveBuild:
    return LiveBuild(shelf, WordEmbedder().fingerprint)


def test_what_is_ingested_is_found_by_a_bot_on_another_machine(
    server: LocalChroma, open_shelf: OpenShelf, tmp_path: Path, clock: Clock
) -> None:
    """The ingest job writes to the server; a bot with an empty cache follows each publication."""
    content = tmp_path / "isi"
    content.mkdir()
    (content / "keberatan.txt").write_text("Keberatan\n\nKeberatan diajukan kepada atasan PPID.")
    (content / "biaya.txt").write_text("Biaya\n\nSalinan dokumen dikenai biaya pengadaan.")
    run = _ingest(server, tmp_path, content)
    assert run().new == 2
    live = _live(open_shelf("bot"))
    assert _found(live, "Keberatan diajukan kepada atasan")[0] == "keberatan.txt"
    (content / "sengketa.txt").write_text("Sengketa\n\nSengketa diperiksa Komisi Informasi.")
    second = run().published
    clock.seconds += 3
    assert second is not None
    assert second.new
    live.refresh()
    assert _found(live, "Sengketa diperiksa Komisi")[0] == "sengketa.txt"
    third = run().published
    assert third is not None
    assert not third.new
    live.close()


def _ingest(server: LocalChroma, tmp_path: Path, content: Path) -> Callable[[], SyncReport]:
    embedder = WordEmbedder()
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    settings = StoreSettings(home=tmp_path / "home", chroma_url=server.url)
    job = IngestJob(settings, embedder, chunk, SilentProgress(), 0.2)
    source = Source(str(content), lambda known: read_source(content))
    return lambda: job.run([source], sure=False)


def test_a_published_build_gives_back_what_was_written(open_shelf: OpenShelf) -> None:
    """Chunks come back whole, in the order asked for, and find themselves."""
    _publish(open_shelf(), "b1")
    with closing(_live(open_shelf("bot"))) as live, live.lease() as build:
        ids = [_CHUNKS[9].chunk_id, _CHUNKS[2].chunk_id]
        assert build.vectors.chunks(ids) == [_CHUNKS[9], _CHUNKS[2]]
        assert build.vectors.count() == build.manifest.chunks == 30
        assert build.keywords.chunk_ids == tuple(chunk.chunk_id for chunk in _CHUNKS)


def test_the_live_build_and_the_one_before_are_kept(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """Older collections go once every bot has had time to leave them."""
    shelf = open_shelf()
    for build_id in ("b1", "b2", "b3"):
        _publish(shelf, build_id)
        clock.seconds += _LATER
    assert shelf.pointer().previous == ("b2",)
    assert server.names() == _collections("b2", "b3")


def test_a_build_that_a_bot_may_still_read_is_not_removed(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """Publications in quick succession leave it to the next ingest."""
    shelf = open_shelf()
    for build_id in ("b1", "b2", "b3"):
        _publish(shelf, build_id)
        clock.seconds += 1
    assert server.names() == _collections("b1", "b2", "b3")
    clock.seconds += _LATER
    shelf.discard_unfinished()
    assert server.names() == _collections("b2", "b3")


def _collections(*build_ids: str) -> set[str]:
    kinds = ("articles", "files")
    return {"suluh-pointer", *(f"{kind}-{build}" for kind in kinds for build in build_ids)}


def test_unfinished_builds_are_discarded_and_what_is_of_others_stays(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """Only our own collections that the pointer does not name are removed."""
    _publish(open_shelf(), "b1")
    _write(open_shelf(), "b2")
    with closing(open_server_client(ChromaServer(server.url), 5)) as client:
        client.create_collection("articles-of-another-service", embedding_function=None)
    clock.seconds += _LATER
    open_shelf().discard_unfinished()
    assert server.names() == _collections("b1") | {"articles-of-another-service"}


def test_a_rollback_moves_the_pointer_there_and_back(open_shelf: OpenShelf, clock: Clock) -> None:
    """Bots follow within two seconds, and answer from the build they hold until then."""
    shelf = open_shelf()
    _publish(shelf, "b1")
    _publish(shelf, "b2", [*_CHUNKS, make_chunk("Isi baru.", "baru.md")])
    live = _live(open_shelf("bot"))
    with live.lease() as new:
        assert shelf.roll_back().live == "b1"
        with live.lease() as build:
            assert build is new
        clock.seconds += 2
        live.refresh()
        with live.lease() as old:
            assert (old.manifest.build_id, old.manifest.chunks) == ("b1", 30)
            assert new.vectors.count() == 31
    live.close()
    assert shelf.roll_back().live == "b2"


def test_nothing_published_is_told_as_such(open_shelf: OpenShelf) -> None:
    """Before the first ingest the message says what to run; there is nothing to roll back to."""
    live = _live(open_shelf("bot"))
    with pytest.raises(NoLiveBuildError, match="suluh ingest"), live.lease():
        pytest.fail("there is no build")
    shelf = open_shelf()
    _publish(shelf, "b1")
    with pytest.raises(NoLiveBuildError, match="nothing changed"):
        shelf.roll_back()


def test_a_bot_survives_a_restart_of_the_server(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """While it is down every question gets the apology of an outage; then the bot answers again."""
    _publish(open_shelf(), "b1")
    live = _live(open_shelf("bot"))
    chain = answer_chain(
        Search(PassageFinder(live, WordEmbedder()), Lexicon.load()),
        ExtractiveComposer(Words(Analyser.load().stems, Lexicon.load()), PassageReading(None)),
        Wording(
            Catalogue.load(),
            InformationOfficer("PPID Contoh", "", answer_days=10, extension_days=7),
        ),
    )
    question = Question("Apa isi topik nomor 3?")
    before = chain.invoke(question)
    assert before.status.group != "error"
    server.stop()
    for _ in range(3):
        clock.seconds += 3
        assert chain.invoke(question).status is AnswerStatus.ERROR_INDEX
    server.start()
    after = chain.invoke(question)
    assert (after.status, after.text) == (before.status, before.text)
    live.close()


def test_an_outage_while_a_new_build_is_opened_is_tried_again(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """The pointer was followed in vain; the bot does not stay behind until the next publication."""
    shelf = open_shelf()
    _publish(shelf, "b1")
    bot = open_shelf("bot")
    live = _live(bot)
    with live.lease():
        _publish(shelf, "b2")
    clock.seconds += 3
    bot.stamp()
    server.stop()
    live.refresh()
    with live.lease() as build:
        assert build.manifest.build_id == "b1"
    server.start()
    clock.seconds += 3
    live.refresh()
    with live.lease() as build:
        assert build.manifest.build_id == "b2"
    live.close()


def test_without_a_server_every_step_says_so(server: LocalChroma, open_shelf: OpenShelf) -> None:
    """One sentence names the address and the settings."""
    shelf = open_shelf()
    server.stop()
    for step in (
        shelf.pointer,
        shelf.discard_unfinished,
        shelf.roll_back,
        partial(shelf.open, "b1", WordEmbedder().fingerprint),
        partial(_write, shelf, "b1"),
    ):
        with pytest.raises(StoreUnreachableError, match=rf"{server.url} .*SULUH_CHROMA_URL"):
            step()


def test_a_server_that_hangs_or_is_no_chroma_is_told_apart(tmp_path: Path) -> None:
    """Whatever listens at the address, the error is ours and comes within the time limit."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(StoreUnreachableError, match="takes too long"):
            open_server_client(ChromaServer(url), seconds=0.2)
    with _bad_gateway([]) as url, pytest.raises(StoreUnreachableError, match="HTTP status 502"):
        ServerShelf(ChromaServer(url), tmp_path).pointer()


def test_the_token_is_sent_and_never_shown() -> None:
    """A proxy before the server gets it as a bearer token."""
    seen: list[str | None] = []
    with _bad_gateway(seen) as url, pytest.raises(StoreUnreachableError) as caught:
        open_server_client(ChromaServer(url, "s3cret"), seconds=5)
    assert seen == ["Bearer s3cret"]
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(ChromaServer(url, "s3cret"))


@contextmanager
def _bad_gateway(seen: list[str | None]) -> Iterator[str]:
    """Run a proxy that cannot reach what is behind it; `seen` gets each Authorization header."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Authorization"])
            self.send_error(502)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as proxy:
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{proxy.server_port}"
        proxy.shutdown()
        thread.join()


def test_a_second_machine_that_ingests_is_noticed(
    server: LocalChroma, open_shelf: OpenShelf
) -> None:
    """A pointer that moved since the run began is not moved over."""
    first, second = open_shelf("one"), open_shelf("two")
    _publish(first, "b1")
    first.discard_unfinished()
    _write(first, "b2")
    _publish(second, "b3")
    with pytest.raises(PointerMovedError, match="one machine only"):
        first.publish("b2")
    assert first.pointer().live == "b3"
    first.discard_unfinished()
    assert server.names() == _collections("b1", "b3")


def test_a_build_of_another_model_is_refused(open_shelf: OpenShelf) -> None:
    """The sentence names both models and what to do."""
    _publish(open_shelf(), "b1")
    with pytest.raises(EmbeddingMismatchError, match=r"'words'.*'other'.*suluh ingest"):
        open_shelf("bot").open("b1", WordEmbedder("other").fingerprint)


def test_a_damaged_cache_is_downloaded_again(open_shelf: OpenShelf, tmp_path: Path) -> None:
    """What differs from the manifest on the server is never loaded."""
    _publish(open_shelf(), "b1")
    fingerprint = WordEmbedder().fingerprint
    open_shelf("bot").open("b1", fingerprint).close()
    ids = next((tmp_path / "bot").rglob("chunk_ids.json"))
    ids.write_text("[]")
    with closing(open_shelf("bot").open("b1", fingerprint)) as build:
        assert len(build.keywords.chunk_ids) == 30


def test_an_intact_cache_is_used_as_it_is(open_shelf: OpenShelf, tmp_path: Path) -> None:
    """A restarted bot downloads nothing but the manifest."""
    _publish(open_shelf(), "b1")
    fingerprint = WordEmbedder().fingerprint
    open_shelf("bot").open("b1", fingerprint).close()
    ids = next((tmp_path / "bot").rglob("chunk_ids.json"))
    before = ids.stat().st_ino
    open_shelf("bot").open("b1", fingerprint).close()
    assert ids.stat().st_ino == before


@pytest.mark.parametrize("damage", ["content", "digest", "file", "missing", "manifest"])
def test_changed_files_on_the_server_are_refused(
    server: LocalChroma, open_shelf: OpenShelf, damage: str, tmp_path: Path
) -> None:
    """Each record has its digest, and no name leads out of the cache."""
    _publish(open_shelf(), "b1")
    with closing(open_server_client(ChromaServer(server.url), 5)) as client:
        files = client.get_collection("files-b1", embedding_function=None)
        if damage == "missing":
            files.delete(ids=["0"])
        elif damage == "manifest":
            files.delete(ids=["manifest"])
        else:
            value = {"content": "AAAA", "digest": "0", "file": "../outside.json"}[damage]
            files.update(ids=["0"], metadatas=[{damage: value}])
    with pytest.raises(BuildDamagedError):
        open_shelf("bot").open("b1", WordEmbedder().fingerprint)
    assert not list(tmp_path.rglob("outside.json"))


def test_a_live_build_that_is_gone_is_made_again(
    server: LocalChroma, open_shelf: OpenShelf
) -> None:
    """Without its collection a build is not sound, whatever the pointer says."""
    shelf = open_shelf()
    _publish(shelf, "b1")
    assert shelf.sound_manifest("b1").chunks == 30
    with closing(open_server_client(ChromaServer(server.url), 5)) as client:
        client.delete_collection("articles-b1")
    with pytest.raises(BuildDamagedError):
        shelf.sound_manifest("b1")


def test_a_bot_whose_build_was_removed_follows_the_pointer(
    server: LocalChroma, open_shelf: OpenShelf, clock: Clock
) -> None:
    """One question may fail with a named error; the next one is answered from the live build."""
    shelf = open_shelf()
    _publish(shelf, "b1")
    live = _live(open_shelf("bot"))
    with live.lease() as build:
        for build_id in ("b2", "b3"):
            clock.seconds += _LATER
            _publish(shelf, build_id)
        assert "articles-b1" not in server.names()
        with pytest.raises(BuildDamagedError):
            build.vectors.chunks([_CHUNKS[0].chunk_id])
    live.refresh()
    assert _found(live, "topik nomor 3")
    live.close()


def test_a_build_that_cannot_be_written_leaves_nothing_behind(
    server: LocalChroma, open_shelf: OpenShelf
) -> None:
    """What the server refuses is told in one sentence; the live build stays."""
    shelf = open_shelf()
    _publish(shelf, "b1")
    twice = [make_chunk("Isi.", "a.md"), make_chunk("Isi.", "a.md")]
    with pytest.raises(StoreUnwritableError, match="live build is kept"):
        _write(shelf, "b2", twice)
    assert server.names() == _collections("b1")
    assert shelf.pointer().live == "b1"


def test_caches_of_builds_that_are_gone_are_removed(
    open_shelf: OpenShelf, clock: Clock, tmp_path: Path
) -> None:
    """A bot's disk holds the live build and the one before, but for those of the last hour."""
    shelf = open_shelf()
    live = _live(open_shelf("bot"))
    for build_id in ("b1", "b2", "b3"):
        clock.seconds += _LATER
        _publish(shelf, build_id)
        live.refresh()
        for folder in (tmp_path / "bot").glob("*/*"):
            os.utime(folder, (0, 0))
    live.close()
    cached = {path.parent.name for path in (tmp_path / "bot").rglob("canaries.npz")}
    assert cached == {"b2", "b3"}
