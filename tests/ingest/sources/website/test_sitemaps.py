"""Sitemaps as sites write them, and as attackers would."""

import gzip
from datetime import date
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.website.sitemaps import MAX_ENTRIES, SitemapEntry, read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
A = "https://a.go.id/"


def _urlset(*addresses: str) -> bytes:
    entries = "".join(f"<url><loc>{escape(one)}</loc></url>" for one in addresses)
    return f"<?xml version='1.0'?><urlset {NAMESPACE}>{entries}</urlset>".encode()


def test_pages_and_days_of_change() -> None:
    """Namespaced or not, with images inside and blanks around."""
    sitemap = read_sitemap(
        f"""<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
        <loc> {A}1?a=1&amp;b=2 </loc><lastmod>2024-05-06T01:02:03+07:00</lastmod>
        <image:image><image:loc>{A}gambar.jpg</image:loc></image:image></url>
        <url><loc>{A}2</loc></url><url><loc></loc></url></urlset>""".encode()
    )
    assert sitemap.pages == (
        SitemapEntry(f"{A}1?a=1&b=2", date(2024, 5, 6)),
        SitemapEntry(f"{A}2"),
    )
    assert (sitemap.sitemaps, sitemap.damage) == ((), "")


def test_an_index_names_further_sitemaps() -> None:
    """Their addresses are kept apart from pages."""
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>{A}s1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()).sitemaps == (f"{A}s1.xml",)


def test_gzip_files_and_plain_text() -> None:
    """Both are allowed by the protocol; a mark of the byte order and blank lines do not matter."""
    assert read_sitemap(gzip.compress(_urlset(A))).pages == (SitemapEntry(A),)
    assert read_sitemap(f"\ufeff{A}x\r\n\r\n{A}y\n".encode()).pages == (
        SitemapEntry(f"{A}x"),
        SitemapEntry(f"{A}y"),
    )


def test_blank_lines_before_the_declaration() -> None:
    """Careless templates put them there; a strict parser would refuse the whole sitemap."""
    assert read_sitemap(b"\n\n " + _urlset(A)).pages == (SitemapEntry(A),)


@pytest.mark.parametrize(
    "content",
    [
        b"<urlset><url><loc>https://a.go.id/</loc></url><url><loc>https://a.go.id/x",
        b"<urlset><url><loc>https://a.go.id/</loc></url><p>&nbsp;</p></urlset>",
    ],
    ids=["cut off", "unknown entity"],
)
def test_what_stands_before_damage_is_read(content: bytes) -> None:
    """And the damage is told."""
    sitemap = read_sitemap(content)
    assert sitemap.pages == (SitemapEntry(A),)
    assert "damaged XML" in sitemap.damage


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/">',
        '<!ENTITY y "https://a.go.id/"><!ENTITY x "&y;&y;&y;&y;&y;&y;">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;',
    ],
    ids=["a file", "an address", "expansion", "parameter"],
)
def test_entities_are_refused(declaration: str) -> None:
    """No file is read, nothing is fetched, nothing grows."""
    bomb = f"<!DOCTYPE urlset [{declaration}]><urlset><url><loc>&x;</loc></url></urlset>"
    sitemap = read_sitemap(bomb.encode())
    assert sitemap.pages == ()
    assert "damaged XML" in sitemap.damage


def test_a_gzip_bomb_is_cut_off() -> None:
    """A kilobyte does not become gigabytes; what was expanded is still read."""
    bomb = gzip.compress(_urlset(A)[:-9] + b" " * 5_000_000)
    sitemap = read_sitemap(bomb, max_bytes=100_000)
    assert sitemap.pages == (SitemapEntry(A),)
    assert "larger than 100000 bytes" in sitemap.damage


def test_a_damaged_gzip_file_is_told() -> None:
    """Whether it is cut off or none at all."""
    whole = gzip.compress(_urlset(*(f"{A}{number}" for number in range(500))))
    assert "damaged gzip" in read_sitemap(whole[:-400]).damage
    assert "damaged gzip" in read_sitemap(b"\x1f\x8bnothing").damage


def test_endless_lists_are_cut_off() -> None:
    """At the protocol's limit."""
    sitemap = read_sitemap(_urlset(*([A] * (MAX_ENTRIES + 1))))
    assert len(sitemap.pages) == MAX_ENTRIES
    assert "more than 50000" in sitemap.damage


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)))
def test_every_address_comes_back(addresses: list[str]) -> None:
    """Whatever characters it has."""
    read = read_sitemap(_urlset(*addresses))
    assert [entry.address for entry in read.pages] == addresses
    assert not read.damage


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda noise: _urlset(A) + noise))
def test_no_bytes_make_reading_fail(content: bytes) -> None:
    """Anything can stand where a sitemap should."""
    for variant in (content, b"\x1f\x8b" + content, b"<" + content):
        read_sitemap(variant)
