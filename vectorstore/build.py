"""One build: an immutable folder with a vector index, a keyword index and a manifest.

<build id>/manifest.json    what was built, with the digest of every file
<build id>/vectors/         the Chroma collection
<build id>/keywords/        the BM25 index
<build id>/canaries.npz     some chunks and their vectors, which must find themselves
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.bundled_model import file_digest
from vectorstore.chroma_clients import make_folder_client, open_folder_client, seal_folder
from vectorstore.embedding import Vectors
from vectorstore.errors import BuildDamagedError, EmbeddingMismatchError
from vectorstore.faults import FaultPoint, reach
from vectorstore.fingerprint import Fingerprint
from vectorstore.keyword_index import KEYWORD_VERSION, Analyser, KeywordIndex
from vectorstore.models import Chunk
from vectorstore.vector_index import HNSW, VectorIndex

# Counted up when the layout of a build changes, so that older builds are made again.
LAYOUT_VERSION = 5
MANIFEST = "manifest.json"
_VECTORS, _KEYWORDS, _CANARIES = "vectors", "keywords", "canaries.npz"
_COLLECTION = "articles"
# Enough to notice a damaged part of the graph; each costs one search.
_CANARY_COUNT = 64
# Vectors of one text computed twice differ by rounding; those of different texts by far more.
_SAME_VECTOR = 0.9999
# One in so many may be missed: where texts differ in a number only, a sound graph does not reach
# one or two of a thousand (docs/benchmarks.md).
_CANARIES_PER_MISS = 32


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build holds; `content` is the digest of its chunks, `created` an ISO 8601 time."""

    build_id: str
    created: str
    articles: int
    chunks: int
    content: str
    fingerprint: Fingerprint
    files: dict[str, str]
    layout: int = LAYOUT_VERSION


@dataclass(frozen=True, slots=True)
class BuildInput:
    """What a build is made of: chunks in order and their vectors, shape (chunks, dimensions)."""

    build_id: str
    created: str
    chunks: Sequence[Chunk]
    vectors: Vectors
    content: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class OpenBuild:
    """A build open for reading; `let_go` tells its shelf that it is read no more."""

    manifest: Manifest
    vectors: VectorIndex
    keywords: KeywordIndex
    let_go: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Give the files back."""
        self.vectors.close()
        self.let_go()


def index_settings() -> str:
    """Name everything that shapes a build beside its chunks and vectors."""
    return json.dumps([LAYOUT_VERSION, KEYWORD_VERSION, HNSW], sort_keys=True)


def write_build(
    folder: Path, build: BuildInput, on_progress: Callable[[int], None] = lambda done: None
) -> Manifest:
    """Write a whole build into `folder`, which must not exist, and flush it to the disk."""
    folder.mkdir(parents=True)
    reach(FaultPoint.WRITE_STARTED)
    with closing(make_folder_client(folder / _VECTORS)) as client:
        VectorIndex.write(client, _COLLECTION, build.chunks, build.vectors, on_progress)
    reach(FaultPoint.WRITE_VECTORS)
    seal_folder(folder / _VECTORS)
    reach(FaultPoint.WRITE_SEALED)
    return write_files(folder, build)


def write_files(folder: Path, build: BuildInput) -> Manifest:
    """Write what stands beside the vectors into a folder: keywords, canaries and the manifest.

    The manifest lists every file of the folder, and all of it is flushed to the disk.
    """
    keywords = KeywordIndex.build(
        ((chunk.chunk_id, chunk.embedded_text) for chunk in build.chunks), Analyser.load()
    )
    (folder / _KEYWORDS).mkdir()
    keywords.save(folder / _KEYWORDS)
    reach(FaultPoint.WRITE_KEYWORDS)
    _write_canaries(folder, build)
    reach(FaultPoint.WRITE_CANARIES)
    manifest = Manifest(
        build_id=build.build_id,
        created=build.created,
        articles=len({chunk.article.article_id for chunk in build.chunks}),
        chunks=len(build.chunks),
        content=build.content,
        fingerprint=build.fingerprint,
        files={path: file_digest(folder / path) for path in _files(folder)},
    )
    write_manifest(folder, manifest)
    reach(FaultPoint.WRITE_MANIFEST)
    _flush(folder)
    reach(FaultPoint.WRITE_FLUSHED)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what a build says about itself, with a digest over all of that."""
    fields = asdict(manifest)
    text = json.dumps({**fields, "digest": _digest(fields)}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read what a build says about itself.

    Raises:
        BuildDamagedError: there is no manifest, or it cannot be read.
    """
    try:
        return parse_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BuildDamagedError(
            f"The build {folder.name} has no manifest that can be read."
        ) from error


def parse_manifest(text: str) -> Manifest:
    """Read the text of a manifest.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is not the text of one.
    """
    fields = json.loads(text)
    digest = fields.pop("digest", None)
    # Those of older layouts have none, and are refused by their layout.
    if fields["layout"] == LAYOUT_VERSION and digest != _digest(fields):
        raise ValueError("the manifest is not what was written")
    return Manifest(fingerprint=Fingerprint(**fields.pop("fingerprint")), **fields)


def open_build(folder: Path, expected: Fingerprint) -> OpenBuild:
    """Open a build after checking that its files are what was written.

    Raises:
        BuildDamagedError: a file is missing or changed.
        EmbeddingMismatchError: the build was made with another embedding model than `expected`.
    """
    manifest = read_manifest(folder)
    refuse_unfit(manifest, expected)
    check_files(folder, manifest)
    keywords = read_keywords(folder)
    vectors = VectorIndex.open(open_folder_client(folder / _VECTORS), _COLLECTION)
    warm_up(folder, vectors)
    return OpenBuild(manifest, vectors, keywords)


def warm_up(folder: Path, vectors: VectorIndex) -> None:
    """Search once, since Chroma reads the graph with the first search, and close what cannot be.

    Raises:
        BuildDamagedError: the search failed.
        StoreUnreachableError: the server does not answer.
    """
    try:
        vectors.nearest(_canaries(folder)[0][1], k=1)
    except BaseException:
        vectors.close()
        raise


def refuse_unfit(manifest: Manifest, expected: Fingerprint) -> None:
    """Refuse a build that this version and this embedding model cannot read.

    Raises:
        BuildDamagedError: another version of Suluh made it.
        EmbeddingMismatchError: it was made with another embedding model than `expected`.
    """
    if manifest.layout != LAYOUT_VERSION:
        raise BuildDamagedError("The build was made by another version of Suluh.")
    if manifest.fingerprint.key != expected.key:
        raise EmbeddingMismatchError(
            f"The live build was made with the embedding model {manifest.fingerprint.model!r}, "
            f"but {expected.model!r} is configured; run `suluh ingest` again to rebuild, "
            "or set SULUH_EMBEDDING_MODEL back."
        )


def read_keywords(folder: Path) -> KeywordIndex:
    """Read the keyword index that `write_files` wrote.

    Raises:
        BuildDamagedError: it cannot be read.
    """
    try:
        return KeywordIndex.load(folder / _KEYWORDS, Analyser.load())
    except (OSError, ValueError, KeyError) as error:
        raise BuildDamagedError("The keyword index of the build cannot be read.") from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file of a build with its digest, before Chroma sees any of them.

    Raises:
        BuildDamagedError: a file is missing or changed, or lies beside the database uncalled for.
    """
    check_digests(folder, manifest)
    # A journal that lies beside a database would be played into it.
    vectors = {path for path in _files(folder) if path.startswith(_VECTORS)}
    if strange := vectors - set(manifest.files):
        raise BuildDamagedError(f"The file {min(strange)} does not belong to the build.")


def check_digests(folder: Path, manifest: Manifest) -> None:
    """Compare the files that a manifest lists with their digests.

    Raises:
        BuildDamagedError: a file is missing or changed.
    """
    for path, digest in manifest.files.items():
        try:
            unchanged = file_digest(folder / path) == digest
        except OSError as error:
            raise BuildDamagedError(f"The file {path} of the build cannot be read.") from error
        if not unchanged:
            raise BuildDamagedError(f"The file {path} of the build has changed since it was made.")


def check_searches(folder: Path, build: OpenBuild) -> None:
    """Count the chunks of a build, read its canaries, and let them find themselves.

    Raises:
        BuildDamagedError: the count is off, or a canary has changed, or too many are not found.
    """
    count, expected = build.vectors.count(), build.manifest.chunks
    if count != expected:
        raise BuildDamagedError(f"The build holds {count} of the {expected} chunks it should.")
    canaries, missed = _canaries(folder), 0
    for chunk_id, vector in canaries:
        if build.vectors.cosines(vector, [chunk_id])[chunk_id] < _SAME_VECTOR:
            raise BuildDamagedError("The vector of a known chunk is not what was written.")
        build.vectors.chunks([chunk_id])
        nearest = build.vectors.nearest(vector, k=1)
        missed += not nearest or nearest[0][1] < _SAME_VECTOR
    if missed > len(canaries) // _CANARIES_PER_MISS:
        raise BuildDamagedError(f"Searches for {missed} known chunks of the build miss them.")


def _write_canaries(folder: Path, build: BuildInput) -> None:
    rows = np.unique(np.linspace(0, len(build.chunks) - 1, _CANARY_COUNT).astype(int))
    ids = np.array([build.chunks[row].chunk_id for row in rows])
    np.savez(folder / _CANARIES, ids=ids, vectors=build.vectors[rows])


def _canaries(folder: Path) -> list[tuple[str, Vectors]]:
    with np.load(folder / _CANARIES) as canaries:
        return list(zip(canaries["ids"].tolist(), canaries["vectors"], strict=True))


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def _digest(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _flush(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
