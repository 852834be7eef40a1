"""Builds in folders of this machine, and the file that names the live one."""

import logging
import os
import shutil
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from vectorstore.build import (
    LAYOUT_VERSION,
    BuildInput,
    Manifest,
    OpenBuild,
    check_files,
    open_build,
    read_manifest,
    write_build,
)
from vectorstore.errors import BuildDamagedError, NoLiveBuildError, StoreUnwritableError
from vectorstore.faults import FaultPoint, reach
from vectorstore.fingerprint import Fingerprint
from vectorstore.holding import held_alone, hold
from vectorstore.pointer_file import PointerFile, flush_folder, unwritable_mapped
from vectorstore.shelf import BUILDS_KEPT, Pointer
from vectorstore.verification import verify_build

_POINTER = "live.json"
_BUILDS = "builds"
# No reader takes these for builds, so that a kill leaves no half of one.
_UNFINISHED, _REMOVED = ".unfinished-", ".removed-"

_log = logging.getLogger(__name__)


class FolderShelf:
    """The folder of all builds and the pointer among them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = PointerFile(folder / _POINTER)

    def folder_of(self, build_id: str) -> Path:
        """Give the folder of a finished build."""
        return self._folder / _BUILDS / build_id

    def unfinished_folder(self, build_id: str) -> Path:
        """Give the folder in which a build is made before it is moved to its place."""
        return self._folder / _BUILDS / f"{_UNFINISHED}{build_id}"

    def pointer(self) -> Pointer:
        """Read the pointer; where it cannot be, the newest build of the folder counts as live.

        Raises:
            NoLiveBuildError: nothing was published yet.
        """
        try:
            return self._pointer.read()
        except (OSError, ValueError, KeyError, TypeError) as error:
            builds = self._newest_first()
            if not builds:
                raise NoLiveBuildError(
                    "Nothing is indexed yet; run `suluh ingest FOLDER` first."
                ) from error
            _log.error(
                "The pointer %s cannot be read (%s), so the newest build, %s, is taken for the "
                "live one. Run `suluh ingest`, which writes the pointer anew.",
                *(self._pointer.path, type(error).__name__, builds[0].build_id),
            )
            live, *previous = (manifest.build_id for manifest in builds)
            return Pointer(live, tuple(previous), builds[0].created)

    def stamp(self) -> Hashable:
        """Give what changes whenever the pointer file is replaced."""
        return self._pointer.stamp()

    def open(self, build_id: str, expected: Fingerprint) -> OpenBuild:
        """Open a published build, which is not removed until it is closed.

        Raises:
            BuildDamagedError: its files have changed.
            EmbeddingMismatchError: it was made with another embedding model.
        """
        folder = self.folder_of(build_id)
        held = hold(folder)
        try:
            return replace(open_build(folder, expected), let_go=partial(os.close, held))
        except BaseException:
            os.close(held)
            raise

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
        """Move a finished build to its place and make it live in one rename.

        Of the builds before, the newest sound ones are kept.
        """
        unfinished, folder = self.unfinished_folder(build_id), self.folder_of(build_id)
        pointer = Pointer(build_id, self._sound_before(build_id), _now())
        with unwritable_mapped(self._folder):
            reach(FaultPoint.PUBLISH_STARTED)
            unfinished.rename(folder)
            flush_folder(folder.parent)
            reach(FaultPoint.PUBLISH_RENAMED)
        self._pointer.write(pointer)
        self._remove_all_but({build_id, *pointer.previous})
        reach(FaultPoint.PUBLISH_ENDED)

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
        reach(FaultPoint.ROLLBACK_VERIFIED)
        others = (pointer.live, *candidates[1:])
        rolled = Pointer(candidates[0], others, _now())
        self._pointer.write(rolled)
        reach(FaultPoint.ROLLBACK_ENDED)
        return rolled

    def discard_unfinished(self) -> None:
        """Put right what interrupted ingests left behind; call it only as the one writer.

        Raises:
            StoreUnwritableError: the pointer cannot be read, and not be written anew either.
        """
        self._pointer.discard_unfinished()
        builds = self._folder / _BUILDS
        for leftover in builds.glob(f"{_UNFINISHED}*"):
            # The verification of a killed run may still have it open, by the name it had.
            with suppress(OSError):
                leftover.rename(builds / f"{_REMOVED}{leftover.name}")
        for leftover in builds.glob(f"{_REMOVED}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        try:
            pointer = self._pointer.read()
        except (OSError, ValueError, KeyError, TypeError):
            if not self._newest_first():
                return
            pointer = self.pointer()
            self._pointer.write(pointer)
        self._remove_all_but({pointer.live, *pointer.previous})

    def _newest_first(self) -> list[Manifest]:
        manifests = []
        for folder in (self._folder / _BUILDS).glob("[!.]*"):
            with suppress(BuildDamagedError):
                manifest = read_manifest(folder)
                if manifest.build_id == folder.name:
                    manifests.append(manifest)
        return sorted(manifests, key=lambda m: (m.created, m.build_id), reverse=True)

    def _sound_before(self, build_id: str) -> tuple[str, ...]:
        try:
            pointer = self.pointer()
        except NoLiveBuildError:
            return ()
        before = (id_ for id_ in (pointer.live, *pointer.previous) if id_ != build_id)
        return tuple(islice(filter(self._is_sound, before), BUILDS_KEPT - 1))

    def _is_sound(self, build_id: str) -> bool:
        try:
            return self.sound_manifest(build_id).layout == LAYOUT_VERSION
        except BuildDamagedError:
            return False

    def _remove_all_but(self, kept: set[str]) -> None:
        """Remove builds as far as possible; what is in use or stays is left to the next ingest."""
        for folder in (self._folder / _BUILDS).glob("[!.]*"):
            if folder.name not in kept:
                with suppress(OSError), held_alone(folder):
                    aside = folder.rename(folder.with_name(f"{_REMOVED}{folder.name}"))
                    reach(FaultPoint.REMOVE_SET_ASIDE)
                    shutil.rmtree(aside, ignore_errors=True)
                    reach(FaultPoint.REMOVE_DELETED)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
