"""How the pages of a website are found."""

import gzip

import pytest

from ingest.errors import PageForbiddenError, SkipReason, SourceNotFoundError
from ingest.models import Finding, SourceDefaults
from ingest.sources.website import Website, read_website
from ingest.sources.website.models import How
from ingest.sources.website.sitemap_walk import MAX_NESTING, MAX_SITEMAPS
from tests.ingest.sources.website.fake_site import (
    HOST,
    FakeSite,
    Page,
    article,
    ids,
    links,
    skipped,
)


def _read(
    site: FakeSite, path: str = "/", how: How = "auto", max_pages: int = 5000
) -> list[Finding]:
    website = Website(HOST + path, how, max_pages=max_pages)
    return list(read_website(website, site, (), SourceDefaults()))


def _site(*paths: str) -> FakeSite:
    site = FakeSite()
    site.add("/", article("Beranda", links=links(*paths)))
    for path in paths:
        site.add_article(path, f"Judul {path}")
    return site


@pytest.mark.parametrize("how", ["auto", "sitemap"])
def test_a_home_page_is_read_by_the_sitemaps_of_robots_txt(how: How) -> None:
    """Also where they have unusual names; foreign ones are left out."""
    site = _site("/1", "/2")
    site.robots_sitemaps = (f"{HOST}/peta.xml", "https://lain.example/sitemap.xml")
    site.add_sitemap("/2", at="/peta.xml")
    assert ids(_read(site, how=how)) == ["/2"]
    assert "https://lain.example/sitemap.xml" not in site.asked


def test_a_home_page_is_read_by_its_usual_sitemap() -> None:
    """Where robots.txt names none."""
    site = _site("/1", "/2")
    site.add_sitemap("/1")
    assert ids(_read(site)) == ["/1"]


def test_a_home_page_without_sitemap_is_crawled() -> None:
    """A missing one, a refusal, and an error page in its place all mean that there is none."""
    site = _site("/1", "/2")
    assert ids(_read(site)) == ["/", "/1", "/2"]
    site.fail("/sitemap.xml", PageForbiddenError)
    assert ids(_read(site)) == ["/", "/1", "/2"]
    site.add("/sitemap.xml", article("404"))
    findings = _read(site)
    assert (ids(findings), skipped(findings)) == (["/", "/1", "/2"], {})


def test_a_sitemap_that_fails_is_not_replaced_by_a_crawl() -> None:
    """It is there, only not now; a crawl would take other pages for articles."""
    site = _site("/1")
    site.fail("/sitemap.xml")
    findings = _read(site)
    assert (ids(findings), skipped(findings)) == ([], {"/sitemap.xml": SkipReason.UNAVAILABLE})


def test_a_site_without_the_sitemap_that_staff_expect() -> None:
    """Is told of."""
    assert skipped(_read(_site("/1"), how="sitemap")) == {"/": SkipReason.UNSUPPORTED}


def test_other_addresses_are_what_they_turn_out_to_be() -> None:
    """A sitemap, a feed, or a page; each is asked for once."""
    site = _site("/1", "/2")
    site.add_sitemap("/1", at="/peta")
    site.add("/umpan", f"<rss><channel><item><link>{HOST}/2</link></item></channel></rss>")
    assert ids(_read(site, "/peta")) == ["/1"]
    assert ids(_read(site, "/umpan")) == ["/2"]
    assert ids(_read(site, "/1")) == ["/1"]
    assert site.asked == [HOST + path for path in ("/peta", "/1", "/umpan", "/2", "/1")]


def test_a_named_page_is_read_even_if_it_lists_others() -> None:
    """Staff who name a page want it."""
    site = FakeSite()
    site.add("/daftar", f"<title>Daftar</title><h1>Daftar</h1>{links('/a', '/b', '/c')}")
    assert ids(_read(site, "/daftar", "page")) == ["/daftar"]


def test_pages_that_list_others_are_no_articles_of_a_sitemap() -> None:
    """Content systems list their archives there."""
    site = _site("/1")
    teasers = "".join(
        f"<h2><a href='/{n}'>Berita {n}</a></h2><p>Cuplikan berita nomor {n} yang agak panjang.</p>"
        for n in range(5)
    )
    site.add("/arsip", f"<title>Arsip</title><body><main><h1>Arsip</h1>{teasers}</main>")
    site.add_sitemap("/1", "/arsip")
    findings = _read(site)
    assert (ids(findings), skipped(findings)) == (["/1"], {})


@pytest.mark.parametrize(
    ("path", "how", "code"),
    [
        ("/tiada", "auto", SkipReason.GONE),
        ("/tiada", "feed", SkipReason.GONE),
        ("/1", "feed", SkipReason.UNSUPPORTED),
        ("/1", "sitemap", SkipReason.UNSUPPORTED),
        ("/tiada", "crawl", SkipReason.GONE),
        ("/tiada", "page", SkipReason.GONE),
    ],
)
def test_a_start_that_is_not_what_staff_say_is_told_of(
    path: str, how: How, code: SkipReason
) -> None:
    """With the address and the kind of fault."""
    findings = _read(_site("/1"), path, how)
    assert (ids(findings), skipped(findings)) == ([], {path: code})


def test_a_start_that_is_no_address() -> None:
    """Is wrong use."""
    with pytest.raises(SourceNotFoundError, match="names no user"):
        read_website(Website("https://u:p@a.go.id/"), FakeSite(), (), SourceDefaults())


def test_nested_and_compressed_sitemaps() -> None:
    """All their pages are read, pages on other hosts are not, and that is told."""
    site = _site("/1", "/2", "/3")
    inner = "".join(
        f"<url><loc>{place}</loc></url>" for place in (f"{HOST}/2", "https://x.example/")
    )
    site.add("/s2.xml.gz", gzip.compress(f"<urlset>{inner}</urlset>".encode()), "application/gzip")
    site.add_sitemap("/1", at="/s1.xml")
    named = ("/s1.xml", "/s2.xml.gz", "/sitemap.xml", "https://x.example/sitemap.xml")
    entries = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in named)
    site.add("/sitemap.xml", f"<sitemapindex>{entries}</sitemapindex>", "text/xml")
    findings = _read(site)
    assert ids(findings) == ["/1", "/2"]
    assert skipped(findings) == {
        "/sitemap.xml": SkipReason.EXCLUDED,
        "/s2.xml.gz": SkipReason.EXCLUDED,
    }
    assert not any("x.example" in asked for asked in site.asked)


def test_endless_sitemaps_are_bounded() -> None:
    """Neither depth nor number grows without end."""
    site = FakeSite()
    for level in range(9):
        nested = f"<sitemapindex><sitemap><loc>/s{level + 1}.xml</loc></sitemap></sitemapindex>"
        site.add(f"/s{level}.xml", nested)
    _read(site, "/s0.xml")
    assert len(site.asked) == MAX_NESTING + 1
    many = "".join(f"<sitemap><loc>/m{number}.xml</loc></sitemap>" for number in range(2000))
    site.add("/banyak.xml", f"<sitemapindex>{many}</sitemapindex>")
    site.asked.clear()
    _read(site, "/banyak.xml")
    assert len(site.asked) == MAX_SITEMAPS


def test_of_too_many_listed_pages_the_newest_are_read() -> None:
    """And that is told."""
    site = _site("/1", "/2", "/3")
    entries = "".join(
        f"<url><loc>{HOST}/{number}</loc><lastmod>202{number}-01-01</lastmod></url>"
        for number in (1, 2, 3)
    )
    site.add("/sitemap.xml", f"<urlset>{entries}</urlset>")
    findings = _read(site, max_pages=2)
    assert ids(findings) == ["/3", "/2"]
    assert skipped(findings) == {"/": SkipReason.TOO_LARGE}


def test_www_makes_no_other_host() -> None:
    """Many sites name themselves both ways."""
    site = FakeSite()
    site.add(
        "/sitemap.xml", "<urlset><url><loc>https://www.ppid.contoh.go.id/1</loc></url></urlset>"
    )
    site.pages["https://www.ppid.contoh.go.id/1"] = Page(article("Satu").encode())
    assert ids(_read(site)) == ["https://www.ppid.contoh.go.id/1"]
