"""Looks whether the store can serve, and says what to do where it cannot."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vectorstore.embedding import open_embeddings
from vectorstore.errors import VectorStoreError
from vectorstore.fingerprint import Fingerprint
from vectorstore.settings import StoreSettings
from vectorstore.shelf import Shelf
from vectorstore.shelves import open_shelf

# A new build is written beside the live one, and the library grows with it.
_BUILDS_OF_ROOM = 2
_LEAST_FREE_BYTES = 1_000_000_000


class Health(StrEnum):
    """How a part is."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """What was looked at, how it is, what was found, and what to do about it."""

    part: str
    health: Health
    found: str
    mend: str = ""


def check_store(settings: StoreSettings) -> Iterator[HealthCheck]:
    """Look at the embedding model, the builds and the disk."""
    model = _check_model(settings)
    if isinstance(model, HealthCheck):
        yield model
    else:
        yield HealthCheck("model", Health.GOOD, f"{model.model} works")
    fingerprint = None if isinstance(model, HealthCheck) else model
    with ExitStack() as stack:
        try:
            shelf = stack.enter_context(open_shelf(settings))
            yield from _check_builds(shelf, fingerprint)
        except VectorStoreError as error:
            yield HealthCheck("builds", Health.FAULT, str(error), "Run `suluh ingest`.")
    yield _check_disk(settings.home)


def _check_model(settings: StoreSettings) -> HealthCheck | Fingerprint:
    try:
        embedder = open_embeddings(settings, serving=True)
        embedder.query_vectors(["informasi publik"])
    except VectorStoreError as error:
        mend = "Mend SULUH_EMBEDDING_MODEL, or install Suluh again."
        return HealthCheck("model", Health.FAULT, str(error), mend)
    return embedder.fingerprint


def _check_builds(shelf: Shelf, fingerprint: Fingerprint | None) -> Iterator[HealthCheck]:
    pointer = shelf.pointer()
    yield _check_build(shelf, "live build", pointer.live, fingerprint)
    if not pointer.previous:
        found = "there is none yet, so a rollback is not possible"
        yield HealthCheck("build before", Health.GOOD, found)
    for build_id in pointer.previous:
        yield _check_build(shelf, "build before", build_id, fingerprint)


def _check_build(
    shelf: Shelf, part: str, build_id: str, fingerprint: Fingerprint | None
) -> HealthCheck:
    try:
        manifest = shelf.manifest(build_id)
        shelf.verify(build_id)
    except VectorStoreError as error:
        mend = "Run `suluh ingest`; it makes a new build from the library."
        return HealthCheck(part, Health.FAULT, str(error), mend)
    found = f"{build_id} is sound: {manifest.articles} articles, {manifest.chunks} chunks"
    if fingerprint is not None and manifest.fingerprint.key != fingerprint.key:
        return HealthCheck(
            part,
            Health.FAULT,
            f"{build_id} was made with {manifest.fingerprint.model}, not the model of now",
            "Run `suluh ingest`, or set SULUH_EMBEDDING_MODEL back.",
        )
    return HealthCheck(part, Health.GOOD, found)


def _check_disk(home: Path) -> HealthCheck:
    place = next(folder for folder in (home, *home.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    used = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    needed = max(_BUILDS_OF_ROOM * used, _LEAST_FREE_BYTES)
    found = f"{free / 1e9:.1f} GB free, {used / 1e9:.2f} GB used in {home}"
    if free < needed:
        mend = f"Free some space: an ingest may need {needed / 1e9:.1f} GB."
        return HealthCheck("disk", Health.WARNING, found, mend)
    return HealthCheck("disk", Health.GOOD, found)
