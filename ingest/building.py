"""From the library to a live build: embed what is new, write, verify, publish."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from secrets import token_hex

from ingest.library import Library
from ingest.progress import Progress
from vectorstore.build import (
    BuildInput,
    Manifest,
    check_files,
    index_settings,
    read_manifest,
    write_build,
)
from vectorstore.embedding import Embedder
from vectorstore.errors import BuildDamagedError, NoLiveBuildError, StoreUnwritableError
from vectorstore.live import BuildShelf
from vectorstore.models import Chunk
from vectorstore.verification import verify_build

# Vectors are kept after each slice, so that an interrupted ingest resumes where it was.
_SLICE = 128


@dataclass(frozen=True, slots=True)
class Published:
    """The live build after an ingest; `new` tells whether this ingest made it."""

    build_id: str
    chunks: int
    embedded: int
    new: bool


def publish_library(
    library: Library, shelf: BuildShelf, embedder: Embedder, progress: Progress
) -> Published:
    """Bring the live build up to the library; nothing is done where it already is.

    Raises:
        BuildDamagedError: the new build did not pass verification; the live one is kept.
        StoreUnwritableError: the index folder cannot be written; the live build is kept.
    """
    fingerprint = embedder.fingerprint
    content = library.content_digest(index_settings() + fingerprint.key)
    live = _sound_live_manifest(shelf)
    if live is not None and live.content == content:
        return Published(live.build_id, live.chunks, 0, new=False)
    chunks = library.chunks()
    embedded = embed_missing(library, chunks, embedder, progress)
    vectors = library.vectors(fingerprint.key, [chunk.digest for chunk in chunks])
    now = datetime.now(UTC)
    build_id = f"{now:%Y%m%d-%H%M%S}-{token_hex(3)}"
    folder = shelf.unfinished_folder(build_id)
    created = now.isoformat(timespec="seconds")
    progress.start("Indexing", len(chunks))
    build = BuildInput(build_id, created, chunks, vectors, content, fingerprint)
    try:
        _write(folder, build, progress.advance)
        progress.finish()
        progress.start("Verifying", None)
        verify_build(folder)
        shelf.publish(build_id)
        progress.finish()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    library.forget_unused_vectors()
    return Published(build_id, len(chunks), embedded, new=True)


def _write(folder: Path, build: BuildInput, on_progress: Callable[[int], None]) -> None:
    try:
        write_build(folder, build, on_progress)
    except Exception as error:
        # A full disk shows as OSError or as one of Chroma's own errors, depending on who meets it.
        raise StoreUnwritableError(
            f"The new build cannot be written ({type(error).__name__}: {error}); the live build is "
            "kept. Check free space and permissions, then run the command again."
        ) from error


def embed_missing(
    library: Library, chunks: Sequence[Chunk], embedder: Embedder, progress: Progress
) -> int:
    """Embed the chunks that have no vector of this model yet, and give their number."""
    key = embedder.fingerprint.key
    missing = set(library.missing_vectors(key))
    texts = {c.digest: c.embedded_text for c in chunks if c.digest in missing}
    progress.start("Embedding", len(texts))
    for batch in _slices(texts):
        vectors = embedder.document_vectors([texts[digest] for digest in batch])
        library.save_vectors(key, batch, vectors)
        progress.advance(len(batch))
    progress.finish()
    return len(texts)


def _slices(texts: Mapping[str, str]) -> list[list[str]]:
    """Group digests whose texts are of like length, so that little of a batch is padding.

    The order of the groups is mixed, for the time left to be told truly from the start.
    """
    digests = sorted(texts, key=lambda digest: len(texts[digest]))
    slices = [digests[start : start + _SLICE] for start in range(0, len(digests), _SLICE)]
    Random(0).shuffle(slices)  # noqa: S311 - nothing secret hangs on it
    return slices


def _sound_live_manifest(shelf: BuildShelf) -> Manifest | None:
    """Give the live build's manifest unless the build is missing or damaged, and so made anew."""
    try:
        folder = shelf.folder_of(shelf.pointer().live)
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except (NoLiveBuildError, BuildDamagedError):
        return None
    return manifest
