"""What was fetched is told by its bytes; servers are often wrong about it."""

import pytest

from ingest.sources.website.content import DOCX, PDF, Content, document_type, tell_content


@pytest.mark.parametrize(
    ("content", "media_type", "told"),
    [
        (b"<?xml version='1.0'?><!-- dibuat --><urlset>", "text/html", Content.SITEMAP),
        (b"\xef\xbb\xbf\n<sitemapindex xmlns='x'>", "text/plain", Content.SITEMAP),
        (b"<sm:urlset xmlns:sm='x'>", "application/xml", Content.SITEMAP),
        (b"\x1f\x8b\x08 sitemap.xml.gz", "application/gzip", Content.SITEMAP),
        (b"https://a.go.id/1\nhttps://a.go.id/2\n", "text/plain", Content.SITEMAP),
        (b"https://a.go.id/ adalah alamat kami.\nBuka.", "text/plain", Content.TEXT),
        (b"<rss version='2.0'>", "text/html", Content.FEED),
        (b"<?xml version='1.0'?><feed xmlns='x'>", "application/xml", Content.FEED),
        (b"<rdf:RDF xmlns:rdf='x'>", "", Content.FEED),
        (b"<!DOCTYPE html><html>", "text/plain", Content.HTML),
        (b"<!doctype html PUBLIC 'x'><HTML>", "", Content.HTML),
        (b"Halo <b>warga</b>", "text/html", Content.HTML),
        (b"%PDF-1.7 urlset", "text/html", Content.OTHER),
        (b"PK\x03\x04..word/document.xml", "text/html", Content.OTHER),
        (b"PK\x03\x04..isi.txt", "application/zip", Content.OTHER),
        (b"# Judul", "text/markdown", Content.MARKDOWN),
        (b"\x89PNG", "image/png", Content.OTHER),
        (b"", "", Content.OTHER),
    ],
)
def test_content_is_told(content: bytes, media_type: str, told: Content) -> None:
    """By its root element or mark first, else by its media type."""
    assert tell_content(content, media_type) is told


def test_documents_are_told_by_their_marks() -> None:
    """A PDF sent as a download, or a DOCX sent as a zip archive, is read as what it is."""
    assert document_type(b"\n%PDF-1.4", "application/octet-stream") == PDF
    assert document_type(b"PK\x03\x04 word/document.xml", "application/zip") == DOCX
    assert document_type(b"PK\x03\x04 xl/workbook.xml", "application/zip") == "application/zip"
