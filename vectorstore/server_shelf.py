"""Builds as collections of a Chroma server.

articles-<build id>    the chunks with their vectors
files-<build id>       the keyword index, the canaries and the manifest, cut into records
suluh-pointer          one record: which build is live, which were before it
"""

import hashlib
import logging
import tempfile
import time
from collections.abc import Callable, Hashable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from vectorstore.build import (
    BuildInput,
    Manifest,
    OpenBuild,
    check_searches,
    read_keywords,
    refuse_unfit,
    warm_up,
    write_files,
)
from vectorstore.chroma_clients import ChromaServer, open_server_client, writing_errors_mapped
from vectorstore.chroma_records import Records
from vectorstore.errors import (
    NoLiveBuildError,
    PointerMovedError,
    StoreUnreachableError,
    VectorStoreError,
)
from vectorstore.fingerprint import Fingerprint
from vectorstore.server_files import cached_files, download_manifest, forget_cached, upload_files
from vectorstore.server_pointer import ServerPointer
from vectorstore.shelf import Pointer
from vectorstore.vector_index import VectorIndex

_ARTICLES, _FILES = "articles-", "files-"
# Marks our collections, so that those of others on the same server are never removed.
_MARK = "suluh"
# A search takes milliseconds, but for the first one after the server was started, with which it
# reads the graph: seconds at 100,000 chunks. A question has a deadline of its own.
_READING_SECONDS = 60.0
# With its last batch the server saves the whole graph of a build (docs/scaling.md), and it may
# take as long to delete one.
_WRITING_SECONDS = 1800.0
# Bots follow the pointer within 2 s, and questions end within 20 s.
_GRACE_SECONDS = 60.0

_log = logging.getLogger(__name__)


class ServerShelf:
    """The builds on a server, with a cache on this machine for the files beside the vectors.

    Only one machine may ingest. A second one is noticed where the pointer has moved, but two that
    publish within the same milliseconds are not.
    """

    def __init__(
        self, server: ChromaServer, cache: Path, now: Callable[[], float] = time.time
    ) -> None:
        self._server = server
        self._cache = cache / hashlib.sha256(server.url.encode()).hexdigest()[:12]
        self._now = now
        self._pointer = ServerPointer(self._records, now)
        self._connecting = Lock()
        self._connection: Records | None = None
        self._began_with: Pointer | None = None
        self._unpublished: set[str] = set()

    def close(self) -> None:
        """Give the connection back; builds that are open keep theirs."""
        with self._connecting:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def pointer(self) -> Pointer:
        """Read the pointer.

        Raises:
            NoLiveBuildError: nothing was published yet, or the pointer cannot be read.
            StoreUnreachableError: the server does not answer.
        """
        return self._pointer.read()

    def stamp(self) -> Hashable:
        """Give what changes with the pointer, two seconds late at most."""
        return self._pointer.stamp()

    def open(self, build_id: str, expected: Fingerprint) -> OpenBuild:
        """Open a published build once its files are in the cache.

        Raises:
            BuildDamagedError: it is missing or has changed.
            EmbeddingMismatchError: it was made with another embedding model.
            StoreUnreachableError: the server does not answer.
            StoreUnwritableError: the cache cannot be written.
        """
        try:
            refuse_unfit(self.manifest(build_id), expected)
            manifest = cached_files(self._records(), _FILES + build_id, self._cache / build_id)
            keywords = read_keywords(self._cache / build_id)
            client = open_server_client(self._server, _READING_SECONDS)
            vectors = VectorIndex.open(client, _ARTICLES + build_id, self._server.url)
            warm_up(self._cache / build_id, vectors)
        except StoreUnreachableError:
            self._pointer.retry()
            raise
        self._forget_cached(build_id)
        return OpenBuild(manifest, vectors, keywords)

    def manifest(self, build_id: str) -> Manifest:
        """Read what a published build says about itself.

        Raises:
            BuildDamagedError: it has no manifest that can be read.
            StoreUnreachableError: the server does not answer.
        """
        return download_manifest(self._records(), _FILES + build_id)[0]

    def sound_manifest(self, build_id: str) -> Manifest:
        """Read a published build's manifest once its files, count and canaries were checked.

        Raises:
            BuildDamagedError: something is missing or changed.
            StoreUnreachableError: the server does not answer.
        """
        manifest = self.manifest(build_id)
        with closing(self.open(build_id, manifest.fingerprint)) as build:
            check_searches(self._cache / build_id, build)
        return manifest

    def write(self, build: BuildInput, on_progress: Callable[[int], None]) -> None:
        """Write a build into collections that the pointer does not name yet.

        Raises:
            StoreUnreachableError: the server does not answer; the next ingest tidies up.
            StoreUnwritableError: it cannot be written, and nothing of it is left.
        """
        self._unpublished.add(build.build_id)
        try:
            with writing_errors_mapped(self._server.url):
                self._write(build, on_progress)
        except BaseException:
            self._discard({build.build_id})
            raise

    def verify(self, build_id: str) -> None:
        """Check a build's files, count and canary searches.

        It needs no child process: a damaged index ends the server's process, not this one.

        Raises:
            BuildDamagedError: the build is damaged.
            StoreUnreachableError: the server does not answer.
        """
        self.sound_manifest(build_id)

    def publish(self, build_id: str) -> None:
        """Make a verified build live by writing one record, and remove those no longer kept.

        Raises:
            PointerMovedError: another machine published since this run began.
            StoreUnreachableError: the server does not answer.
            StoreUnwritableError: it cannot be written.
        """
        before = self._pointer.read_or_none()
        if before != self._began_with:
            raise PointerMovedError(
                "Another machine has published a build on the same Chroma server meanwhile, so "
                "this one was not; ingest on one machine only, then run the command again."
            )
        if before is None:
            pointer = Pointer(build_id, (), self._time())
        else:
            pointer = before.followed_by(build_id, self._time())
        self._pointer.write(pointer)
        self._began_with = pointer
        self._unpublished.discard(build_id)
        if before is None or self._followed_by_all(before):
            self._discard_all_but({build_id, *pointer.previous})

    def discard_unfinished(self) -> None:
        """Remove what interrupted ingests left behind; call it only as the one writer.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        pointer = self._began_with = self._pointer.read_or_none()
        if pointer is None:
            self._discard_all_but(set())
        elif self._followed_by_all(pointer):
            self._discard_all_but({pointer.live, *pointer.previous})
        else:
            self._discard(self._unpublished)

    def roll_back(self) -> Pointer:
        """Verify the build before the live one and make it live again.

        Raises:
            NoLiveBuildError: there is none.
            BuildDamagedError: it is damaged; nothing changed.
            StoreUnreachableError: the server does not answer.
        """
        pointer = self.pointer()
        there = self._builds()
        candidates = [build for build in pointer.previous if build in there]
        if not candidates:
            raise NoLiveBuildError("There is no earlier build to roll back to; nothing changed.")
        self.verify(candidates[0])
        rolled = Pointer(candidates[0], (pointer.live, *candidates[1:]), self._time())
        self._pointer.write(rolled)
        return rolled

    def _write(self, build: BuildInput, on_progress: Callable[[int], None]) -> None:
        name = _ARTICLES + build.build_id
        with (
            closing(open_server_client(self._server, _WRITING_SECONDS)) as client,
            tempfile.TemporaryDirectory() as folder,
        ):
            marks = {_MARK: build.build_id}
            VectorIndex.write(client, name, build.chunks, build.vectors, on_progress, marks)
            write_files(Path(folder), build)
            records = Records(client, self._server.url)
            upload_files(records, _FILES + build.build_id, Path(folder), _MARK)

    def _builds(self) -> set[str]:
        names = self._records().collections(_MARK)
        return {name.removeprefix(_ARTICLES).removeprefix(_FILES) for name in names}

    def _discard_all_but(self, kept: set[str]) -> None:
        self._discard(self._builds() - kept)

    def _discard(self, build_ids: set[str]) -> None:
        """Remove builds as far as possible; what stays is removed by a later ingest."""
        if not build_ids:
            return
        try:
            client = open_server_client(self._server, _WRITING_SECONDS)
            with closing(Records(client, self._server.url)) as records:
                for build_id in sorted(build_ids):
                    records.delete(_ARTICLES + build_id)
                    records.delete(_FILES + build_id)
        except VectorStoreError as error:
            _log.warning("Builds that are not needed stay on the server for now: %s", error)

    def _forget_cached(self, opened: str) -> None:
        # What is not removed now is removed when the next build is opened.
        with suppress(OSError, VectorStoreError):
            pointer = self._pointer.read()
            forget_cached(self._cache, {opened, pointer.live, *pointer.previous})

    def _followed_by_all(self, pointer: Pointer) -> bool:
        """Tell whether no bot can still answer from a build that `pointer` had replaced."""
        published = datetime.fromisoformat(pointer.published).timestamp()
        return self._now() - published > _GRACE_SECONDS

    def _time(self) -> str:
        return datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="seconds")

    def _records(self) -> Records:
        with self._connecting:
            if self._connection is None:
                client = open_server_client(self._server, _READING_SECONDS)
                self._connection = Records(client, self._server.url)
            return self._connection
