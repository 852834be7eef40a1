"""Feeds give addresses, and facts for pages that state none."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.website.feeds import read_feed
from ingest.sources.website.models import Listed

FEED = "https://a.go.id/feed/"


def test_rss_items() -> None:
    """Titles are unescaped, addresses normalised, and times are days in Jakarta."""
    rss = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Berita</title>
    <item><title>Satu &amp;amp; dua</title><link>https://a.go.id/1?utm_source=rss</link>
    <pubDate>Mon, 13 Sep 2021 19:30:00 +0000</pubDate></item>
    <item><title>Tiga</title><guid isPermaLink="true">https://a.go.id/3</guid></item>
    <item><title>Tanpa alamat</title><guid isPermaLink="false">77</guid></item>
    <item><link>javascript:alert(1)</link></item></channel></rss>"""
    assert read_feed(rss, FEED) == (
        Listed("https://a.go.id/1", "Satu & dua", date(2021, 9, 14)),
        Listed("https://a.go.id/3", "Tiga"),
    )


def test_atom_entries() -> None:
    """The published time comes before that of a change; addresses may be relative."""
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Satu</title>
    <link rel="alternate" href="../berita/1"/><published>2024-01-02T10:00:00+07:00</published>
    <updated>2025-01-01T00:00:00Z</updated></entry></feed>"""
    assert read_feed(atom, FEED) == (Listed("https://a.go.id/berita/1", "Satu", date(2024, 1, 2)),)


def test_an_address_as_content_is_not_fetched() -> None:
    """The network is closed to this test, so a request would fail it."""
    assert read_feed(b"http://127.0.0.1:9/feed", FEED) == ()


def test_entities_do_not_grow() -> None:
    """A feed cannot fill the memory or read files."""
    bomb = b"""<!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>
    <title>&b;&f;</title><link>https://a.go.id/1</link></item></channel></rss>"""
    (item,) = read_feed(bomb, FEED)
    assert "xxxxxxxxxx" not in item.title
    assert "root:" not in item.title


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail(noise: bytes) -> None:
    """Anything can stand where a feed should."""
    read_feed(noise, FEED)
    read_feed(b"<rss><channel><item><link>https://a.go.id/1</link>" + noise, FEED)
