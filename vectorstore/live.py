"""The live build, followed in the background while questions go on."""

import logging
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore.build import OpenBuild
from vectorstore.errors import BuildDamagedError, EmbeddingMismatchError, VectorStoreError
from vectorstore.fingerprint import Fingerprint
from vectorstore.memory import give_back_freed
from vectorstore.shelf import Pointer, Shelf

# How soon a new build answers also where nobody has asked since it was published.
_WATCH_SECONDS = 1.0

_log = logging.getLogger(__name__)


class LiveBuild:
    """The live build, opened once and swapped when the pointer moves; safe between threads.

    A question holds a lease on one build from start to end, so that no answer mixes two, and never
    waits for a new build to be opened. A build that was replaced is closed when its last lease
    ends. Where the live build is damaged the newest sound one before it serves.
    """

    def __init__(self, shelf: Shelf, fingerprint: Fingerprint) -> None:
        self._shelf = shelf
        self._fingerprint = fingerprint
        # Guards what follows, for moments; never held while files are read.
        self._lock = threading.Lock()
        self._current: _Shared | None = None
        self._seen: Hashable = None
        self._opener: threading.Thread | None = None
        # Held by whoever opens a build, so that there is one at a time.
        self._opening = threading.Lock()
        self._closed = threading.Event()
        self._fault: Exception | None = None

    @property
    def fault(self) -> Exception | None:
        """Why the build that is published does not serve; None where it does."""
        return self._fault

    @contextmanager
    def lease(self) -> Iterator[OpenBuild]:
        """Hold the current build while a question is answered.

        Only the first lease opens a build; later ones have a new build opened behind them.

        Raises:
            NoLiveBuildError: nothing is published.
            BuildDamagedError: neither the live build nor one before it can be opened.
            EmbeddingMismatchError: the live build was made with another embedding model.
        """
        shared = self._take()
        try:
            yield shared.build
        finally:
            with self._lock:
                shared.leases -= 1
                if shared.replaced and shared.leases == 0:
                    shared.close()

    def refresh(self) -> None:
        """Follow the pointer now, so that the next lease is on the build it names.

        Raises:
            VectorStoreError: no build is open, and none can be opened.
        """
        with self._opening:
            self._follow_pointer()

    def watch(self) -> None:
        """Follow the pointer also while nobody asks, until `close`."""
        threading.Thread(target=self._keep_following, name="build-watcher", daemon=True).start()

    def close(self) -> None:
        """Close the build once no question reads it any more."""
        self._closed.set()
        with self._opening, self._lock:
            self._retire()
            self._seen = None

    def _take(self) -> "_Shared":
        if self._current is not None and self._shelf.stamp() != self._seen:
            self._follow_behind()
        while True:
            with self._lock:
                if self._current is not None:
                    self._current.leases += 1
                    return self._current
            self.refresh()

    def _follow_behind(self) -> None:
        with self._lock:
            if self._opener is None or not self._opener.is_alive():
                self._opener = threading.Thread(
                    target=self._follow_if_open, name="build-opener", daemon=True
                )
                self._opener.start()

    def _keep_following(self) -> None:
        while not self._closed.wait(_WATCH_SECONDS):
            self._follow_if_open()

    def _follow_if_open(self) -> None:
        with self._opening:
            if self._current is not None:
                self._follow_pointer()

    def _follow_pointer(self) -> None:
        stamp, current = self._shelf.stamp(), self._current
        if current is not None and stamp == self._seen:
            return
        opened: OpenBuild | None = None
        fault: Exception | None
        try:
            opened, fault = self._open_live(current)
        except (VectorStoreError, OSError) as error:
            if current is None:
                raise
            fault = error
            # Citizens are better served by the build before than by none; staff read the log.
            _log.error("The build before the new one goes on answering: %s", error)
        with self._lock:
            self._seen = stamp
            self._fault = fault
            if opened is not None:
                self._retire()
                self._current = _Shared(opened)

    def _open_live(
        self, current: "_Shared | None"
    ) -> tuple[OpenBuild | None, VectorStoreError | None]:
        """Open the live build, or the one that stands in for it and why; none if it is open."""
        pointer = self._shelf.pointer()
        if current is not None and current.build.manifest.build_id == pointer.live:
            return None, None
        try:
            return self._shelf.open(pointer.live, self._fingerprint), None
        except BuildDamagedError as error:
            damage = BuildDamagedError(
                f"The live build {pointer.live} cannot be used: {error} Run `suluh index rollback` "
                "to go back to the one before it, or `suluh ingest` to make it again."
            )
            if current is None and (before := self._open_before(pointer)) is not None:
                serving = before.manifest
                _log.error("%s %s of %s answers.", damage, serving.build_id, serving.created)
                return before, damage
            raise damage from error

    def _open_before(self, pointer: Pointer) -> OpenBuild | None:
        for build_id in pointer.previous:
            try:
                return self._shelf.open(build_id, self._fingerprint)
            except (BuildDamagedError, EmbeddingMismatchError) as error:
                _log.error("The build %s before it cannot be used either: %s", build_id, error)
        return None

    def _retire(self) -> None:
        if self._current is not None:
            self._current.replaced = True
            if self._current.leases == 0:
                self._current.close()
            self._current = None


@dataclass(slots=True)
class _Shared:
    build: OpenBuild
    leases: int = 0
    replaced: bool = False

    def close(self) -> None:
        self.build.close()
        give_back_freed()
