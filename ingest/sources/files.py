"""Articles from a file or from a folder of files."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG

from ingest.errors import SkippedInputError, SkipReason, SourceNotFoundError
from ingest.models import Finding, FoundArticle, Skipped, SourceDefaults
from ingest.parsing.decoding import decode_html, decode_text
from ingest.parsing.html import parse_html
from ingest.parsing.jsonl import read_json_lines
from ingest.parsing.markdown import parse_markdown
from ingest.parsing.text import parse_text
from ingest.sources.folder import Place, walk_folder
from vectorstore.models import Article

MAX_FILE_BYTES = 20_000_000
_JSON_LINES_ENDINGS = (".jsonl", ".jsonl.gz")

Reader = Callable[[bytes, Place, SourceDefaults], Article]


def read_source(path: Path, defaults: SourceDefaults | None = None) -> Iterator[Finding]:
    """Read the articles of a file or folder one by one, in the order of their names.

    Raises:
        SourceNotFoundError: there is nothing at the path.
    """
    if not path.exists():
        raise SourceNotFoundError(f"There is no file or folder {path}; check the path.")
    return _read_places(path, defaults or SourceDefaults())


def _read_places(path: Path, defaults: SourceDefaults) -> Iterator[Finding]:
    places = walk_folder(path) if path.is_dir() else iter([Place(path, path.name)])
    for place in places:
        if isinstance(place, Skipped):
            yield place
            continue
        try:
            yield from _read_place(place, defaults)
        except SkippedInputError as error:
            yield Skipped.from_error(error)
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
            yield Skipped(place.name, reason, SkipReason.UNREADABLE)
        except Exception as error:  # noqa: BLE001 - whatever a file holds, the others go on
            reason = f"cannot be read ({type(error).__name__})"
            yield Skipped(place.name, reason, SkipReason.UNREADABLE)


def _read_place(place: Place, defaults: SourceDefaults) -> Iterator[Finding]:
    _check_name(place)
    if not S_ISREG(place.path.stat().st_mode):  # reading a pipe or device might never end
        raise SkippedInputError(place.name, SkipReason.UNSUPPORTED, "is not a regular file")
    if place.name.lower().endswith(_JSON_LINES_ENDINGS):
        with place.path.open("rb") as stream:
            yield from read_json_lines(stream, place.name, defaults)
        return
    reader = _READERS.get(place.path.suffix.lower())
    if reader is None:
        kind = f'the type "{place.path.suffix}"' if place.path.suffix else "no extension"
        reason = f"has {kind}, which cannot be read"
        raise SkippedInputError(place.name, SkipReason.UNSUPPORTED, reason)
    yield FoundArticle(reader(_content(place), place, defaults), origin=place.name)


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
        reason = f"is larger than {MAX_FILE_BYTES // 1_000_000} MB"
        raise SkippedInputError(place.name, SkipReason.TOO_LARGE, reason)
    if not content.strip():
        raise SkippedInputError(place.name, SkipReason.EMPTY, "is empty")
    return content


def _read_html(content: bytes, place: Place, defaults: SourceDefaults) -> Article:
    return parse_html(decode_html(content, name=place.name), place.name, defaults)


def _read_markdown(content: bytes, place: Place, defaults: SourceDefaults) -> Article:
    source = decode_text(content, name=place.name)
    return parse_markdown(source, place.name, defaults, stem=place.path.stem)


def _read_text(content: bytes, place: Place, defaults: SourceDefaults) -> Article:
    source = decode_text(content, name=place.name)
    return parse_text(source, place.name, defaults, stem=place.path.stem)


_READERS: dict[str, Reader] = {
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}
