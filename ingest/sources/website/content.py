"""What a fetched thing is, whatever its server calls it."""

import re
from enum import StrEnum

_WINDOW = 4096
_GZIP_MARK = b"\x1f\x8b"
_PDF_MARK = b"%PDF-"
_ZIP_MARK = b"PK\x03\x04"
_DOCX_PART = b"word/"
_BEFORE_ROOT = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*>)*", re.S | re.I)
_ROOT = re.compile(rb"<(?:[a-z0-9]+:)?([a-z0-9]+)[\s>/]", re.I)
_SITEMAP_ROOTS = frozenset({b"urlset", b"sitemapindex"})
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf"})
_HTML_ROOTS = frozenset({b"html", b"head", b"body", b"meta", b"title", b"div"})
_ADDRESS_LINE = re.compile(rb"\s*https?://\S+\s*", re.I)
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MARKDOWN_TYPES = frozenset({"text/markdown", "text/x-markdown"})


class Content(StrEnum):
    """What can stand at an address."""

    SITEMAP = "sitemap"
    FEED = "feed"
    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"
    OTHER = "other"


def tell_content(content: bytes, media_type: str) -> Content:
    """Tell what was fetched by its first bytes, and where they leave it open by its media type."""
    start = content[:_WINDOW].removeprefix(b"\xef\xbb\xbf")
    root = _ROOT.match(start, _end_of_prolog(start))
    name = root.group(1).lower() if root else b""
    if name in _SITEMAP_ROOTS or content.startswith(_GZIP_MARK):
        return Content.SITEMAP
    if name in _FEED_ROOTS:
        return Content.FEED
    if document_type(content, media_type) != media_type or start.startswith(_PDF_MARK):
        return Content.OTHER
    if name in _HTML_ROOTS or media_type in _HTML_TYPES:
        return Content.HTML
    if media_type in _MARKDOWN_TYPES:
        return Content.MARKDOWN
    if media_type != "text/plain":
        return Content.OTHER
    lines = start.splitlines()[:-1] or [start]  # the window may cut the last line
    return Content.SITEMAP if all(map(_ADDRESS_LINE.fullmatch, lines)) else Content.TEXT


def document_type(content: bytes, media_type: str) -> str:
    """The media type of a document by its first bytes, else the one that its server states."""
    if content[:_WINDOW].lstrip().startswith(_PDF_MARK):
        return PDF
    if content.startswith(_ZIP_MARK) and _DOCX_PART in content:
        return DOCX
    return media_type


def _end_of_prolog(start: bytes) -> int:
    prolog = _BEFORE_ROOT.match(start)
    return prolog.end() if prolog else 0
