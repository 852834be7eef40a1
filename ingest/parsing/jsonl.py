"""From lines of JSON, one article a line, to articles."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Any

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import Finding, FoundArticle, Skipped, SourceDefaults
from ingest.parsing.draft import Draft, finish_article
from ingest.parsing.front_matter import read_facts
from vectorstore.cleaning import clean_line, shorten
from vectorstore.models import Article, Block

MAX_LINE_BYTES = 5_000_000
_DERIVED_TITLE_CHARACTERS = 80
_GIVE_UP_AFTER = 50  # leading lines without one good one: this is no JSON Lines file
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json_lines(
    stream: IO[bytes], name: str, defaults: SourceDefaults | None = None
) -> Iterator[Finding]:
    """Read articles from an open file, one line at a time, compressed with gzip or not.

    A bad line is reported as "FILE line N" and the next one read. A damaged gzip stream ends the
    reading; what stood before the damage is kept.
    """
    compressed = stream.peek(2)[:2] == b"\x1f\x8b" if hasattr(stream, "peek") else False
    lines: IO[bytes] = gzip.GzipFile(fileobj=stream) if compressed else stream  # type: ignore[assignment]
    found_any = False
    number = 0
    try:
        for number, line in _numbered_lines(lines):
            if not line.strip():
                continue
            finding = _read_line(line, f"{name} line {number}", defaults or SourceDefaults())
            found_any = found_any or isinstance(finding, FoundArticle)
            yield finding
            if not found_any and number >= _GIVE_UP_AFTER:
                yield Skipped(name, "is not a JSON Lines file", SkipReason.MALFORMED)
                return
    except (EOFError, gzip.BadGzipFile, zlib.error):
        reason = f"is damaged: its compressed data breaks off after line {number}"
        yield Skipped(name, reason, SkipReason.UNREADABLE)
        return
    if number == 0:
        yield Skipped(name, "is empty", SkipReason.EMPTY)


def parse_row(row: Any, name: str, defaults: SourceDefaults) -> Article:
    """Make an article of one decoded line; without a title its first words are the title.

    Raises:
        SkippedInputError: the row is no article; `name` says where it stands.
    """
    if not isinstance(row, dict):
        raise SkippedInputError(name, SkipReason.MALFORMED, "is not a JSON object")
    text = row.get("text")
    if text is not None and not isinstance(text, str):
        raise SkippedInputError(name, SkipReason.MALFORMED, "has a text that is not a string")
    facts = read_facts(row)
    title = clean_line(facts.title) or shorten(clean_line(text or ""), _DERIVED_TITLE_CHARACTERS)
    draft: Draft = facts.to_draft((Block(text=text or ""),), title)
    return finish_article(_article_id(row, name), draft, defaults, name=name)


def _numbered_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        yield number, line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        while line and not line.endswith(b"\n"):  # the rest of a line that was too long
            line = stream.readline(MAX_LINE_BYTES)


def _read_line(line: bytes, name: str, defaults: SourceDefaults) -> Finding:
    try:
        return FoundArticle(parse_row(_decode(line, name), name, defaults), origin=name)
    except SkippedInputError as error:
        return Skipped.from_error(error)


def _decode(line: bytes, name: str) -> Any:
    if len(line) > MAX_LINE_BYTES:
        reason = f"is longer than {MAX_LINE_BYTES // 1_000_000} MB"
        raise SkippedInputError(name, SkipReason.TOO_LARGE, reason)
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        reason = "is not UTF-8"
        raise SkippedInputError(name, SkipReason.UNDECODABLE, reason) from None
    except (ValueError, RecursionError):
        raise SkippedInputError(name, SkipReason.MALFORMED, "is not valid JSON") from None


def _article_id(row: dict[str, Any], name: str) -> str:
    given = row.get("id", row.get("docid"))
    article_id = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if not article_id.strip():
        raise SkippedInputError(name, SkipReason.NO_ID, "has no id")
    if not article_id.isprintable():
        raise SkippedInputError(name, SkipReason.MALFORMED, "has an id with control characters")
    return article_id
