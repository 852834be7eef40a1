"""One build: an immutable folder with a vector index, a keyword index and a manifest.

<build id>/manifest.json    what was built, with the digest of every file
<build id>/vectors/         the Chroma collection
<build id>/keywords/        the BM25 index
<build id>/canaries.npz     some chunks and their vectors, which must find themselves
"""

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from vectorstore.bundled_model import file_digest
from vectorstore.chroma_clients import make_folder_client, open_folder_client
from vectorstore.embedding import Vectors
from vectorstore.errors import BuildDamagedError, EmbeddingMismatchError
from vectorstore.fingerprint import Fingerprint
from vectorstore.keyword_index import KEYWORD_VERSION, Analyser, KeywordIndex
from vectorstore.models import Chunk
from vectorstore.vector_index import HNSW, VectorIndex

# Counted up when the layout of a build changes, so that older builds are made again.
LAYOUT_VERSION = 3
MANIFEST = "manifest.json"
_VECTORS, _KEYWORDS, _CANARIES = "vectors", "keywords", "canaries.npz"
_COLLECTION = "articles"
# Chroma notes each opening in this file, so it has a structure check in place of a digest.
_DATABASE = f"{_VECTORS}/chroma.sqlite3"
# Enough to notice a damaged part of the graph; each costs one search.
_CANARY_COUNT = 64
# Vectors of one text computed twice differ by rounding; those of different texts by far more.
_SAME_VECTOR = 0.9999


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
    """A build open for reading."""

    manifest: Manifest
    vectors: VectorIndex
    keywords: KeywordIndex

    def close(self) -> None:
        """Give the files back."""
        self.vectors.close()


def index_settings() -> str:
    """Name everything that shapes a build beside its chunks and vectors."""
    return json.dumps([LAYOUT_VERSION, KEYWORD_VERSION, HNSW], sort_keys=True)


def write_build(
    folder: Path, build: BuildInput, on_progress: Callable[[int], None] = lambda done: None
) -> Manifest:
    """Write a whole build into `folder`, which must not exist, and flush it to the disk."""
    folder.mkdir(parents=True)
    with closing(make_folder_client(folder / _VECTORS)) as client:
        VectorIndex.write(client, _COLLECTION, build.chunks, build.vectors, on_progress)
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
    _write_canaries(folder, build)
    manifest = Manifest(
        build_id=build.build_id,
        created=build.created,
        articles=len({chunk.article.article_id for chunk in build.chunks}),
        chunks=len(build.chunks),
        content=build.content,
        fingerprint=build.fingerprint,
        files={path: file_digest(folder / path) for path in _immutable_files(folder)},
    )
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    _flush(folder)
    return manifest


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
    return OpenBuild(manifest, vectors, keywords)


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
    """Compare every file of a build with its digest, and look over its database.

    Raises:
        BuildDamagedError: a file is missing or changed.
    """
    check_digests(folder, manifest)
    try:
        database = sqlite3.connect(f"{(folder / _DATABASE).absolute().as_uri()}?mode=ro", uri=True)
        with closing(database):
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BuildDamagedError("The database of the build cannot be read.") from error
    if verdict != "ok":
        raise BuildDamagedError("The database of the build is damaged.")


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
    """Count the chunks of a build and let its canaries find themselves.

    Raises:
        BuildDamagedError: the count is off or a canary is not found.
    """
    count = build.vectors.count()
    if count != build.manifest.chunks:
        raise BuildDamagedError(
            f"The build holds {count} of the {build.manifest.chunks} chunks it should."
        )
    with np.load(folder / _CANARIES) as canaries:
        pairs = list(zip(canaries["ids"].tolist(), canaries["vectors"], strict=True))
    for chunk_id, vector in pairs:
        nearest = build.vectors.nearest(vector, k=1)
        if not nearest or nearest[0][1] < _SAME_VECTOR:
            raise BuildDamagedError("A search for a known chunk of the build misses it.")
        build.vectors.chunks([chunk_id])


def _write_canaries(folder: Path, build: BuildInput) -> None:
    rows = np.unique(np.linspace(0, len(build.chunks) - 1, _CANARY_COUNT).astype(int))
    ids = np.array([build.chunks[row].chunk_id for row in rows])
    np.savez(folder / _CANARIES, ids=ids, vectors=build.vectors[rows])


def _immutable_files(folder: Path) -> list[str]:
    paths = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(path for path in paths if path != _DATABASE)


def _flush(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
