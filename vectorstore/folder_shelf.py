"""Builds in folders of this machine, and the file that names the live one."""

import json
import os
import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.build import (
    BuildInput,
    Manifest,
    OpenBuild,
    check_files,
    open_build,
    read_manifest,
    write_build,
)
from vectorstore.errors import NoLiveBuildError, StoreUnwritableError
from vectorstore.fingerprint import Fingerprint
from vectorstore.shelf import Pointer
from vectorstore.verification import verify_build

_POINTER = "live.json"
_BUILDS = "builds"
_UNFINISHED = ".unfinished-"


class FolderShelf:
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

    def stamp(self) -> Hashable:
        """Give what changes whenever the pointer file is replaced."""
        try:
            status = self.pointer_path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def open(self, build_id: str, expected: Fingerprint) -> OpenBuild:
        """Open a published build.

        Raises:
            BuildDamagedError: its files have changed.
            EmbeddingMismatchError: it was made with another embedding model.
        """
        return open_build(self.folder_of(build_id), expected)

    def manifest(self, build_id: str) -> Manifest:
        """Read what a published build says about itself.

        Raises:
            BuildDamagedError: it has no manifest that can be read.
        """
        return read_manifest(self.folder_of(build_id))

    def sound_manifest(self, build_id: str) -> Manifest:
        """Read a published build's manifest once its files were checked.

        Raises:
            BuildDamagedError: a file is missing or changed.
        """
        manifest = self.manifest(build_id)
        check_files(self.folder_of(build_id), manifest)
        return manifest

    def write(self, build: BuildInput, on_progress: Callable[[int], None]) -> None:
        """Write a build into a folder that publishing will move to its place.

        Raises:
            StoreUnwritableError: it cannot be written, and nothing of it is left.
        """
        folder = self.unfinished_folder(build.build_id)
        try:
            write_build(folder, build, on_progress)
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if not isinstance(error, Exception):
                raise
            # A full disk shows as OSError or as one of Chroma's own errors, by who meets it first.
            raise StoreUnwritableError(
                f"The new build cannot be written ({type(error).__name__}: {error}); the live "
                "build is kept. Check free space and permissions, then run the command again."
            ) from error

    def verify(self, build_id: str) -> None:
        """Check a build's files, count and canary searches in a child process.

        Raises:
            BuildDamagedError: the build is damaged, or ends or hangs the process that reads it.
        """
        unfinished = self.unfinished_folder(build_id)
        verify_build(unfinished if unfinished.is_dir() else self.folder_of(build_id))

    def publish(self, build_id: str) -> None:
        """Move a finished build to its place and make it live in one rename."""
        unfinished, folder = self.unfinished_folder(build_id), self.folder_of(build_id)
        try:
            pointer = self.pointer().followed_by(build_id, _now())
        except NoLiveBuildError:
            pointer = Pointer(build_id, (), _now())
        with _unwritable_mapped(self._folder):
            unfinished.rename(folder)
            _flush_folder(folder.parent)
            self._write(pointer)
        self._remove_all_but({build_id, *pointer.previous})

    def roll_back(self) -> Pointer:
        """Verify the build before the live one and make it live again.

        Raises:
            NoLiveBuildError: there is none.
            BuildDamagedError: it is damaged; nothing changed.
        """
        pointer = self.pointer()
        candidates = [b for b in pointer.previous if self.folder_of(b).is_dir()]
        if not candidates:
            raise NoLiveBuildError("There is no earlier build to roll back to; nothing changed.")
        self.verify(candidates[0])
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
