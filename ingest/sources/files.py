"""Articles from a file or from a folder of files."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG

from ingest.errors import SkippedInputError, SkipReason, SourceNotFoundError
from ingest.models import (
    Finding,
    FoundArticle,
    KnownPage,
    Skipped,
    SourceDefaults,
    Unchanged,
    Validators,
)
from ingest.parsing.decoding import decode_html, decode_text
from ingest.parsing.documents import (
    DOCUMENT_VERSION,
    MAX_DOCUMENT_BYTES,
    DocumentType,
    read_document,
)
from ingest.parsing.faq_csv import read_faq_csv
from ingest.parsing.html import parse_html
from ingest.parsing.jsonl import read_json_lines
from ingest.parsing.markdown import parse_markdown
from ingest.parsing.text import parse_text
from ingest.sources.folder import Place, walk_folder
from ingest.sources.folder_rules import FolderRules
from vectorstore.models import Article

MAX_FILE_BYTES = 20_000_000
_DOCUMENTS = {".pdf": DocumentType.PDF, ".docx": DocumentType.DOCX}
_JSON_LINES_ENDINGS = (".jsonl", ".jsonl.gz")

Reader = Callable[[Place, SourceDefaults], Article]


def read_source(
    path: Path,
    defaults: SourceDefaults | None = None,
    rules: FolderRules | None = None,
    known: Sequence[KnownPage] = (),
) -> Iterator[Finding]:
    """Read the articles of a file or folder one by one, in the order of their names.

    The rules hold for a folder; what they exclude is reported as such. A document that is `known`
    and has not changed is not read again, since that may take minutes.

    Raises:
        SourceNotFoundError: there is nothing at the path.
    """
    if not path.exists():
        raise SourceNotFoundError(f"There is no file or folder {path}; check the path.")
    pages = {page.url: page for page in known}
    return _read_places(path, defaults or SourceDefaults(), rules or FolderRules(), pages)


def _read_places(
    path: Path, defaults: SourceDefaults, rules: FolderRules, known: Mapping[str, KnownPage]
) -> Iterator[Finding]:
    for place in _places(path, rules):
        if isinstance(place, Skipped):
            yield place
            continue
        try:
            yield from _read_place(place, defaults, known)
        except SkippedInputError as error:
            yield Skipped.from_error(error)
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            yield Skipped(place.name, reason, SkipReason.UNREADABLE)
        except Exception as error:  # noqa: BLE001 - whatever a file holds, the others go on
            reason = f"cannot be read ({type(error).__name__})"
            yield Skipped(place.name, reason, SkipReason.UNREADABLE)


def _places(path: Path, rules: FolderRules) -> Iterator[Place | Skipped]:
    if not path.is_dir():
        yield Place(path, path.name)
        return
    try:
        yield from walk_folder(path, rules)
    except SkippedInputError as error:
        yield Skipped.from_error(error)


def _read_place(
    place: Place, defaults: SourceDefaults, known: Mapping[str, KnownPage]
) -> Iterator[Finding]:
    _check_name(place)
    if not S_ISREG(place.path.stat().st_mode):  # reading a pipe or device might never end
        raise SkippedInputError(place.name, SkipReason.UNSUPPORTED, "is not a regular file")
    if place.name.lower().endswith(_JSON_LINES_ENDINGS):
        with place.path.open("rb") as stream:
            yield from read_json_lines(stream, place.name, defaults)
        return
    if place.path.suffix.lower() == ".csv":
        yield from read_faq_csv(_content(place), place.name, defaults)
        return
    if place.path.suffix.lower() in _DOCUMENTS:
        yield _read_document(place, defaults, known.get(place.name))
        return
    reader = _READERS.get(place.path.suffix.lower())
    if reader is None:
        kind = f'the type "{place.path.suffix}"' if place.path.suffix else "no extension"
        reason = f"has {kind}, which cannot be read"
        raise SkippedInputError(place.name, SkipReason.UNSUPPORTED, reason)
    yield FoundArticle(reader(place, defaults), origin=place.name)


def _check_name(place: Place) -> None:
    try:
        place.name.encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(place.name).decode("utf-8", errors="replace")
        reason = "has a file name that is not UTF-8"
        raise SkippedInputError(shown, SkipReason.UNDECODABLE, reason) from None


def _content(place: Place) -> bytes:
    with place.path.open("rb") as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(place, MAX_FILE_BYTES)
    if not content.strip():
        raise _empty(place)
    return content


def _too_large(place: Place, limit: int) -> SkippedInputError:
    reason = f"is larger than {limit // 1_000_000} MB"
    return SkippedInputError(place.name, SkipReason.TOO_LARGE, reason)


def _empty(place: Place) -> SkippedInputError:
    return SkippedInputError(place.name, SkipReason.EMPTY, "is empty")


def _read_document(place: Place, defaults: SourceDefaults, known: KnownPage | None) -> Finding:
    size = place.path.stat().st_size
    if size > MAX_DOCUMENT_BYTES:
        raise _too_large(place, MAX_DOCUMENT_BYTES)
    if not size:
        raise _empty(place)
    document_type = _DOCUMENTS[place.path.suffix.lower()]
    with place.path.open("rb") as stream:
        version = Validators(_version(stream, defaults))
        if known is not None and known.validators == version:
            return Unchanged(known.article_id, place.name)
        article = read_document(stream, document_type, place.name, defaults, stem=place.path.stem)
    return FoundArticle(article, place.name, version)


def _version(stream: BufferedReader, defaults: SourceDefaults) -> str:
    """Digest what a document's article is made of; the stream is rewound."""
    content = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return f"{DOCUMENT_VERSION} {content} {defaults.kind} {defaults.publisher}"


def _read_html(place: Place, defaults: SourceDefaults) -> Article:
    return parse_html(decode_html(_content(place), name=place.name), place.name, defaults)


def _read_markdown(place: Place, defaults: SourceDefaults) -> Article:
    source = decode_text(_content(place), name=place.name)
    return parse_markdown(source, place.name, defaults, stem=place.path.stem)


def _read_text(place: Place, defaults: SourceDefaults) -> Article:
    source = decode_text(_content(place), name=place.name)
    return parse_text(source, place.name, defaults, stem=place.path.stem)


_READERS: dict[str, Reader] = {
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}
