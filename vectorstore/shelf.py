"""What every place that keeps builds can do, and the pointer that names the live one."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from vectorstore.build import BuildInput, Manifest, OpenBuild
from vectorstore.fingerprint import Fingerprint

# The live build and the one before it, so that a rollback is one write.
BUILDS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which build is live, which were before it (newest first), and since when (ISO 8601)."""

    live: str
    previous: tuple[str, ...]
    published: str

    def followed_by(self, build_id: str, published: str) -> "Pointer":
        """Give the pointer once another build is live."""
        history = (self.live, *(b for b in self.previous if b not in (self.live, build_id)))
        return Pointer(build_id, history[: BUILDS_KEPT - 1], published)


class Shelf(Protocol):
    """Keeps builds: one is written, verified and published; one is live, the one before is kept.

    Only the one writer calls `write`, `verify`, `publish`, `discard_unfinished`, `roll_back`.
    """

    def pointer(self) -> Pointer:
        """Read the pointer; NoLiveBuildError where there is none."""

    def stamp(self) -> Hashable:
        """Give what changes whenever the pointer does; cheap, and raises nothing."""

    def open(self, build_id: str, expected: Fingerprint) -> OpenBuild:
        """Open a published build; BuildDamagedError or EmbeddingMismatchError if it cannot be."""

    def manifest(self, build_id: str) -> Manifest:
        """Read what a published build says about itself; BuildDamagedError."""

    def sound_manifest(self, build_id: str) -> Manifest:
        """Read a published build's manifest once its files were checked; BuildDamagedError."""

    def write(self, build: BuildInput, on_progress: Callable[[int], None]) -> None:
        """Write a build that is not published yet; nothing of it is left where that fails."""

    def verify(self, build_id: str) -> None:
        """Search a build, published or not, in a child process; BuildDamagedError."""

    def publish(self, build_id: str) -> None:
        """Make a written build live in one step, and remove those that are no longer kept."""

    def discard_unfinished(self) -> None:
        """Remove what interrupted ingests left behind."""

    def roll_back(self) -> Pointer:
        """Verify the build before the live one and make it live again."""
