"""From the library to a live build: embed what is new, write, verify, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from secrets import token_hex

from ingest.library import Library
from ingest.progress import Progress
from vectorstore.build import BuildInput, Manifest, index_settings
from vectorstore.embedding import Embedder
from vectorstore.errors import BuildDamagedError, NoLiveBuildError
from vectorstore.faults import FaultPoint, reach
from vectorstore.models import Chunk
from vectorstore.shelf import Shelf

# Vectors are kept after each slice, so that an interrupted ingest resumes where it was.
_SLICE = 128


@dataclass(frozen=True, slots=True)
class Published:
    """The live build after an ingest; `new` tells whether this ingest made it.

    `held_back` names the build that staff rolled back from, where the library still holds the same.
    """

    build_id: str
    chunks: int
    embedded: int
    new: bool
    held_back: str = ""


def publish_library(
    library: Library, shelf: Shelf, embedder: Embedder, progress: Progress, *, sure: bool = False
) -> Published:
    """Bring the live build up to the library; nothing is done where it already is.

    What staff rolled back from is not published again until something changes, or unless they are
    `sure`: else the next scheduled ingest would undo the rollback.

    Raises:
        BuildDamagedError: the new build did not pass verification; the live one is kept.
        StoreUnwritableError: the index folder cannot be written; the live build is kept.
    """
    fingerprint = embedder.fingerprint
    content = library.content_digest(index_settings() + fingerprint.key)
    live = _sound_live_manifest(shelf)
    if live is not None and live.content == content:
        # The run that published may have ended before it could.
        library.forget_unused_vectors()
        return Published(live.build_id, live.chunks, 0, new=False)
    rejected = None if sure or live is None else _rolled_back_from(shelf, live)
    if live is not None and rejected is not None and rejected.content == content:
        return Published(live.build_id, live.chunks, 0, new=False, held_back=rejected.build_id)
    chunks = library.chunks()
    embedded = embed_missing(library, chunks, embedder, progress)
    vectors = library.vectors(fingerprint.key, [chunk.digest for chunk in chunks])
    now = datetime.now(UTC)
    build_id = f"{now:%Y%m%d-%H%M%S}-{token_hex(3)}"
    created = now.isoformat(timespec="milliseconds")
    progress.start("Indexing", len(chunks))
    build = BuildInput(build_id, created, chunks, vectors, content, fingerprint)
    try:
        shelf.write(build, progress.advance)
        progress.finish()
        progress.start("Verifying", None)
        reach(FaultPoint.VERIFY_STARTED)
        shelf.verify(build_id)
        reach(FaultPoint.VERIFY_ENDED)
        shelf.publish(build_id)
        progress.finish()
    except BaseException:
        shelf.discard_unfinished()
        raise
    library.forget_unused_vectors()
    reach(FaultPoint.SYNC_FORGOTTEN)
    return Published(build_id, len(chunks), embedded, new=True)


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
        reach(FaultPoint.EMBED_COMPUTED)
        library.save_vectors(key, batch, vectors)
        reach(FaultPoint.EMBED_SAVED)
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


def _rolled_back_from(shelf: Shelf, live: Manifest) -> Manifest | None:
    """Give the build that was live before a rollback: one that is kept, but newer than the live."""
    for build_id in shelf.pointer().previous:
        try:
            manifest = shelf.manifest(build_id)
        except BuildDamagedError:
            continue
        if manifest.created > live.created:
            return manifest
    return None


def _sound_live_manifest(shelf: Shelf) -> Manifest | None:
    """Give the live build's manifest unless the build is missing or damaged, and so made anew."""
    try:
        return shelf.sound_manifest(shelf.pointer().live)
    except (NoLiveBuildError, BuildDamagedError):
        return None
