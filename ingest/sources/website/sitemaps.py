"""What a sitemap lists, per https://www.sitemaps.org/protocol.html (adapter: defusedxml)."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from ingest.parsing.dates import parse_date

MAX_SITEMAP_BYTES = 52_428_800  # the protocol's limit, after decompression
MAX_ENTRIES = 50_000  # the protocol's limit
_GZIP_MARK = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib: a gzip header and the largest window
_ADDRESS_STARTS = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address as the sitemap spells it, and the day its page was last changed."""

    address: str
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages and further sitemaps that one lists; `damage` says what could not be read."""

    pages: tuple[SitemapEntry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    damage: str = ""


def read_sitemap(content: bytes, max_bytes: int = MAX_SITEMAP_BYTES) -> Sitemap:
    """Read an XML or plain-text sitemap, also where it is a gzip file.

    What stands before a damaged place, or within the protocol's limits, is given.
    """
    expanded, damage = _expand(content, max_bytes)
    text = expanded.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<"):
        return _read_lines(text, damage)
    pages: list[SitemapEntry] = []
    sitemaps: list[str] = []
    try:
        for kind, entry in _entries(text):
            if len(pages) + len(sitemaps) >= MAX_ENTRIES:
                damage = f"lists more than {MAX_ENTRIES} addresses; the rest was left out"
                break
            if kind == "url":
                pages.append(entry)
            else:
                sitemaps.append(entry.address)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        damage = damage or "holds damaged XML; what stands after the damage was not read"
    return Sitemap(tuple(pages), tuple(sitemaps), damage)


def _expand(content: bytes, max_bytes: int) -> tuple[bytes, str]:
    if not content.startswith(_GZIP_MARK):
        return content, ""
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        expanded = unpacker.decompress(content, max_bytes)
    except zlib.error:
        return b"", "is a damaged gzip file"
    if unpacker.eof:
        return expanded, ""
    too_large = len(expanded) >= max_bytes
    return expanded, f"is larger than {max_bytes} bytes" if too_large else "is a damaged gzip file"


def _read_lines(text: bytes, damage: str) -> Sitemap:
    lines = [line.strip() for line in text.decode("utf-8", errors="replace").splitlines()]
    addresses = [line for line in lines if line.lower().startswith(_ADDRESS_STARTS)]
    if not damage and len(addresses) > MAX_ENTRIES:
        damage = f"lists more than {MAX_ENTRIES} addresses; the rest was left out"
    if not damage and len(addresses) < len(list(filter(None, lines))):
        damage = "holds lines that are no addresses"
    return Sitemap(tuple(map(SitemapEntry, addresses[:MAX_ENTRIES])), damage=damage)


def _entries(text: bytes) -> Iterator[tuple[str, SitemapEntry]]:
    """Give each entry as it closes, so that a large sitemap is never a whole tree in memory."""
    root: Any = None
    for event, element in iterparse(BytesIO(text), events=("start", "end")):
        if root is None:
            root = element
        kind = _local_name(element)
        if event != "end" or kind not in {"url", "sitemap"}:
            continue
        facts = {_local_name(child): (child.text or "").strip() for child in element}
        if facts.get("loc"):
            yield kind, SitemapEntry(facts["loc"], parse_date(facts.get("lastmod", "")))
        root.clear()


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
