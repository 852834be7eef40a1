"""The files of a build on a Chroma server: cut into records there, whole in a cache here."""

import base64
import binascii
import hashlib
import re
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from vectorstore.build import MANIFEST, Manifest, check_digests, parse_manifest
from vectorstore.chroma_records import Facts, Records
from vectorstore.errors import BuildDamagedError, StoreUnwritableError

# Packed and as text a piece stays below 2 MB; `chroma run` refuses requests above 40 MB.
_PIECE_BYTES = 1_048_576
# Pieces in one request or answer.
_PIECES_AT_ONCE = 8
_MANIFEST_RECORD = "manifest"
# Until then another process of this machine may be at work on what it downloaded.
_SETTLED_SECONDS = 3600.0
# What a build's files are called; a name from a server must not lead out of the cache.
_FILE_NAME = re.compile(r"(keywords/)?\w[\w.-]*")


def upload_files(records: Records, collection: str, folder: Path, mark: str) -> None:
    """Write the files of a folder into a collection; the manifest last, which makes it whole."""
    numbered = enumerate(_pieces(folder))
    written = 0
    while batch := list(islice(numbered, _PIECES_AT_ONCE)):
        packed = {str(number): _packed(name, piece) for number, (name, piece) in batch}
        records.put(collection, packed, mark)
        written += len(batch)
    facts = _packed(MANIFEST, (folder / MANIFEST).read_bytes())
    records.put(collection, {_MANIFEST_RECORD: {**facts, "pieces": written}}, mark)


def download_manifest(records: Records, collection: str) -> tuple[Manifest, int]:
    """Read the manifest of a build and the number of pieces that its files are cut into.

    Raises:
        BuildDamagedError: there is none, or it is not what was written.
        StoreUnreachableError: the server does not answer.
    """
    record = records.get(collection, [_MANIFEST_RECORD]).get(_MANIFEST_RECORD)
    if record is None:
        raise BuildDamagedError("The server has no such build.")
    try:
        return parse_manifest(_unpacked(record).decode()), int(record["pieces"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BuildDamagedError("The build has no manifest that can be read.") from error


def cached_files(records: Records, collection: str, folder: Path) -> Manifest:
    """Give a build's manifest once `folder` holds its files as written, downloaded if need be.

    Raises:
        BuildDamagedError: the files on the server are not what was written.
        StoreUnreachableError: the server does not answer.
        StoreUnwritableError: the cache cannot be written.
    """
    manifest, pieces = download_manifest(records, collection)
    if _intact(folder, manifest):
        return manifest
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder.parent) as temporary:
            whole = Path(temporary) / "files"
            _download(records, collection, pieces, whole)
            check_digests(whole, manifest)
            _move(whole, folder, manifest)
    except OSError as error:
        raise StoreUnwritableError(
            f"The cache {folder.parent} cannot be written ({error.strerror}); free some space, "
            "mend its permissions, or set SULUH_HOME to another folder."
        ) from error
    return manifest


def forget_cached(cache: Path, kept: set[str]) -> None:
    """Remove the cached files of builds that are not kept, and what broken downloads left."""
    for folder in cache.iterdir():
        if folder.name not in kept and time.time() - folder.stat().st_mtime > _SETTLED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _download(records: Records, collection: str, pieces: int, folder: Path) -> None:
    for start in range(0, pieces, _PIECES_AT_ONCE):
        ids = [str(number) for number in range(start, min(start + _PIECES_AT_ONCE, pieces))]
        found = records.get(collection, ids)
        if len(found) != len(ids):
            raise BuildDamagedError("The server has lost a part of the build's files.")
        for record in (found[number] for number in ids):
            name = str(record.get("file"))
            if not _FILE_NAME.fullmatch(name):
                raise BuildDamagedError("The build holds a file that no build has.")
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                file.write(_unpacked(record))


def _move(whole: Path, folder: Path, manifest: Manifest) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        whole.rename(folder)
    except OSError:
        # Another process of this machine was faster, which is as good if what it made is whole.
        if not _intact(folder, manifest):
            raise


def _intact(folder: Path, manifest: Manifest) -> bool:
    try:
        check_digests(folder, manifest)
    except BuildDamagedError:
        return False
    return True


def _pieces(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST):
        with path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield path.relative_to(folder).as_posix(), piece


def _packed(name: str, content: bytes) -> Facts:
    packed = base64.b64encode(zlib.compress(content)).decode("ascii")
    return {"file": name, "content": packed, "digest": hashlib.sha256(content).hexdigest()}


def _unpacked(record: Facts) -> bytes:
    try:
        packed = base64.b64decode(str(record["content"]), validate=True)
        # No record unpacks to more than a piece or a manifest, whatever the server says.
        content = zlib.decompressobj().decompress(packed, 16 * _PIECE_BYTES)
    except (KeyError, binascii.Error, zlib.error) as error:
        raise BuildDamagedError("A part of the build's files cannot be unpacked.") from error
    if hashlib.sha256(content).hexdigest() != record.get("digest"):
        raise BuildDamagedError("A part of the build's files is not what was published.")
    return content
