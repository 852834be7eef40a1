"""The pointer that names the live build, and the handle that follows it between two questions."""

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.build import OpenBuild, open_build
from vectorstore.errors import (
    BuildDamagedError,
    NoLiveBuildError,
    StoreUnwritableError,
    VectorStoreError,
)
from vectorstore.fingerprint import Fingerprint

_log = logging.getLogger(__name__)
# The live build and the one before it, so that a rollback is one write.
_BUILDS_KEPT = 2
_POINTER = "live.json"
_BUILDS = "builds"
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which build is live, which were before it (newest first), and since when (ISO 8601)."""

    live: str
    previous: tuple[str, ...]
    published: str


class BuildShelf:
    """The folder of all builds and the pointer among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pointer_path = folder / _POINTER

    def folder_of(self, build_id: str) -> Path:
        """Give the folder of a finished build."""
        return self._folder / _BUILDS / build_id

    def unfinished_folder(self, build_id: str) -> Path:
        """Give the folder in which a build is made before it is moved to its place."""
        return self._folder / _BUILDS / f"{_UNFINISHED}{build_id}"

    def pointer(self) -> Pointer:
        """Read the pointer.

        Raises:
            NoLiveBuildError: nothing was published yet, or the pointer cannot be read.
        """
        try:
            fields = json.loads(self.pointer_path.read_text(encoding="utf-8"))
            return Pointer(fields["live"], tuple(fields["previous"]), fields["published"])
        except FileNotFoundError as error:
            raise NoLiveBuildError(
                "Nothing is indexed yet; run `suluh ingest FOLDER` first."
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NoLiveBuildError(
                f"The pointer {self.pointer_path} cannot be read; "
                "run `suluh ingest` again, which writes it anew."
            ) from error

    def publish(self, build_id: str) -> None:
        """Move a finished build to its place and make it live in one rename."""
        unfinished, folder = self.unfinished_folder(build_id), self.folder_of(build_id)
        try:
            before = self.pointer()
            history = (before.live, *(b for b in before.previous if b != before.live))
        except NoLiveBuildError:
            history = ()
        with _unwritable_mapped(self._folder):
            unfinished.rename(folder)
            _flush_folder(folder.parent)
            self._write(Pointer(build_id, history[: _BUILDS_KEPT - 1], _now()))
        self._remove_all_but({build_id, *history[: _BUILDS_KEPT - 1]})

    def roll_back(self, check: Callable[[Path], None]) -> Pointer:
        """Make the build before the live one live again, once `check` has passed its folder.

        Raises:
            NoLiveBuildError: there is none.
            BuildDamagedError: `check` found it damaged; nothing changed.
        """
        pointer = self.pointer()
        candidates = [b for b in pointer.previous if self.folder_of(b).is_dir()]
        if not candidates:
            raise NoLiveBuildError("There is no earlier build to roll back to; nothing changed.")
        check(self.folder_of(candidates[0]))
        others = (pointer.live, *candidates[1:])
        rolled = Pointer(candidates[0], others, _now())
        with _unwritable_mapped(self._folder):
            self._write(rolled)
        return rolled

    def discard_unfinished(self) -> None:
        """Remove what interrupted ingests left behind; call it only as the one writer."""
        for leftover in (self._folder / _BUILDS).glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def _write(self, pointer: Pointer) -> None:
        temporary = self.pointer_path.with_suffix(f".{os.getpid()}.tmp")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(asdict(pointer), file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.pointer_path)
        _flush_folder(self._folder)

    def _remove_all_but(self, kept: set[str]) -> None:
        for folder in (self._folder / _BUILDS).iterdir():
            if folder.name not in kept and not folder.name.startswith(_UNFINISHED):
                shutil.rmtree(folder, ignore_errors=True)


class LiveBuild:
    """The live build, opened once and swapped when the pointer moves; safe between threads.

    A question holds a lease on one build from start to end, so that no answer mixes two. A build
    that was replaced is closed when its last lease ends.
    """

    def __init__(self, shelf: BuildShelf, fingerprint: Fingerprint) -> None:
        self._shelf = shelf
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._current: _Shared | None = None
        self._seen: tuple[int, int] | None = None

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
        stamp = self._pointer_stamp()
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
            return open_build(self._shelf.folder_of(build_id), self._fingerprint)
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

    def _pointer_stamp(self) -> tuple[int, int] | None:
        try:
            status = self._shelf.pointer_path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


@dataclass(slots=True)
class _Shared:
    build: OpenBuild
    leases: int = 0
    replaced: bool = False


@contextmanager
def _unwritable_mapped(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnwritableError(
            f"The folder {folder} cannot be written ({error.strerror}); the live build is kept. "
            "Free some space or mend the permissions, then run the command again."
        ) from error


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
