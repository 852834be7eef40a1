"""The live build, opened once and followed from one question to the next."""

import logging
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore.build import OpenBuild
from vectorstore.errors import BuildDamagedError, VectorStoreError
from vectorstore.fingerprint import Fingerprint
from vectorstore.shelf import Shelf

_log = logging.getLogger(__name__)


class LiveBuild:
    """The live build, opened once and swapped when the pointer moves; safe between threads.

    A question holds a lease on one build from start to end, so that no answer mixes two. A build
    that was replaced is closed when its last lease ends.
    """

    def __init__(self, shelf: Shelf, fingerprint: Fingerprint) -> None:
        self._shelf = shelf
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._current: _Shared | None = None
        self._seen: Hashable = None

    @contextmanager
    def lease(self) -> Iterator[OpenBuild]:
        """Hold the live build while a question is answered.

        Raises:
            NoLiveBuildError: nothing is published.
            BuildDamagedError: the live build's files have changed.
            EmbeddingMismatchError: the live build was made with another embedding model.
        """
        with self._lock:
            shared = self._follow_pointer()
            shared.leases += 1
        try:
            yield shared.build
        finally:
            with self._lock:
                shared.leases -= 1
                if shared.replaced and shared.leases == 0:
                    shared.build.close()

    def close(self) -> None:
        """Close the build once no question reads it any more."""
        with self._lock:
            self._retire()
            self._seen = None

    def _follow_pointer(self) -> "_Shared":
        stamp = self._shelf.stamp()
        if self._current is not None and stamp == self._seen:
            return self._current
        try:
            current = self._at(self._shelf.pointer().live)
        except VectorStoreError as error:
            if self._current is None:
                raise
            # Citizens are better served by the build before than by none; staff read the log.
            _log.error("The build before the new one goes on answering: %s", error)
            current = self._current
        self._seen = stamp
        return current

    def _at(self, build_id: str) -> "_Shared":
        if self._current is not None and self._current.build.manifest.build_id == build_id:
            return self._current
        opened = self._open(build_id)
        self._retire()
        self._current = _Shared(opened)
        return self._current

    def _open(self, build_id: str) -> OpenBuild:
        try:
            return self._shelf.open(build_id, self._fingerprint)
        except BuildDamagedError as error:
            raise BuildDamagedError(
                f"The live build {build_id} cannot be used: {error} Run `suluh index rollback` "
                "to go back to the one before it, or `suluh ingest` to make it again."
            ) from error

    def _retire(self) -> None:
        if self._current is not None:
            self._current.replaced = True
            if self._current.leases == 0:
                self._current.build.close()
            self._current = None


@dataclass(slots=True)
class _Shared:
    build: OpenBuild
    leases: int = 0
    replaced: bool = False
