"""A crawl finds what a visitor can find, and always ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from ingest.fetching.models import FetchedPage
from ingest.models import UNSTATED, Finding, KnownPage, SourceDefaults, Validators
from ingest.sources.website import Website, read_website
from tests.ingest.sources.website.fake_site import (
    HOST,
    FakeSite,
    article,
    ids,
    links,
    skipped,
    unchanged,
)


def _crawl(
    site: "FakeSite | GrowingSite", *known: KnownPage, max_pages: int = 500, max_depth: int = 5
) -> list[Finding]:
    website = Website(f"{HOST}/", "crawl", max_pages=max_pages, max_depth=max_depth)
    return list(read_website(website, site, known, SourceDefaults()))


def test_pages_are_found_nearest_first() -> None:
    """Other hosts, pictures and the same page again are left alone."""
    site = FakeSite()
    site.add("/", links("/berita", "/profil", "https://lain.example/", "/gambar.JPG", "#atas"))
    site.add("/berita", links("/berita/1", "/berita/2", "/"))
    for path in ("/profil", "/berita/1", "/berita/2"):
        site.add(path, article(f"Judul {path}", links=links("/berita/1?fbclid=3")))
    findings = _crawl(site)
    assert (ids(findings), skipped(findings)) == (["/profil", "/berita/1", "/berita/2"], {})
    paths = ("/", "/berita", "/profil", "/berita/1", "/berita/2")
    assert site.asked == [HOST + path for path in paths]


def test_pages_without_much_to_say_are_no_articles() -> None:
    """Their links are followed all the same, and so are those of pages that must not be listed."""
    site = FakeSite()
    site.add("/", article("Beranda", text="Selamat datang di situs kami.", links=links("/hal")))
    head = '<meta name="robots" content="noindex">'
    site.add("/hal", article("Arsip", head=head, links=links("/1")))
    site.add_article("/1", "Satu")
    findings = _crawl(site)
    assert (ids(findings), skipped(findings)) == (["/1"], {})


def test_known_pages_are_asked_for_by_version_but_the_start_is_read_for_its_links() -> None:
    """An unchanged page brings no links; those of the start page are needed each time."""
    site = FakeSite()
    site.add("/", article("Beranda", links=links("/1", "/baru")))
    site.add_article("/1", "Satu", etag='"a"')
    site.add_article("/baru", "Baru")
    known = [KnownPage(HOST + path, HOST + path, Validators('"a"')) for path in ("/", "/1")]
    findings = _crawl(site, *known)
    assert (ids(findings), unchanged(findings)) == (["/", "/baru"], ["/1"])


def test_depth_and_number_are_capped() -> None:
    """Reaching the number is told, reaching the depth is meant."""
    site = FakeSite()
    for level in range(10):
        site.add(
            "/" if level == 0 else f"/{'x' * level}",
            article("J", links=links("/" + "x" * (level + 1))),
        )
    _crawl(site, max_depth=3)
    assert len(site.asked) == 4
    site.asked.clear()
    findings = _crawl(site, max_pages=2, max_depth=9)
    assert len(site.asked) == 2
    assert list(skipped(findings)) == ["/"]


@dataclass(slots=True)
class GrowingSite:
    """A site whose every page is made up when it is asked for."""

    make: Callable[[str], str]
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, validators: Validators = UNSTATED) -> FetchedPage:
        """Make up a page."""
        self.asked.append(url)
        path = urlsplit(url).path
        content = (
            article("Hak", links=links("/kal/1", "/hak")) if path == "/hak" else self.make(url)
        )
        return FetchedPage(url, url, content.encode(), "text/html", "utf-8", validators)

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """Give none."""
        return ()


def _number(text: str) -> int:
    return crc32(text.encode())


def _calendar(url: str) -> str:
    number = int("".join(filter(str.isdigit, urlsplit(url).path)) or 0)
    return links(f"/kal/{number + 1}", f"/kal/{number + 2}", "/hak")


def _session(url: str) -> str:
    return links(f"/s?PHPSESSID={_number(url)}", f"/s;jsessionid={_number(url)}", "/hak")


def _relative(url: str) -> str:
    return (
        f"<a href='arsip/'>Arsip</a><a href='{url.rstrip('/')}/arsip/lama/'>Lama</a><a href='/hak'>"
    )


def _parameters(url: str) -> str:
    return links(
        *(f"/saring?{name}={len(url)}&urut={number}" for number, name in enumerate("abc")), "/hak"
    )


def _many_links(url: str) -> str:
    return links("/hak", *(f"/tag/{_number(f'{url} {number}')}" for number in range(300)))


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (_calendar, 25),
        (_session, 5),
        (_relative, 100),
        (_parameters, 100),
        (_many_links, 25),
    ],
)
def test_traps_end_soon_and_hide_nothing(make: Callable[[str], str], most: int) -> None:
    """Calendars, session ids, folders in folders, filters and tag clouds without end."""
    site = GrowingSite(make)
    findings = _crawl(site, max_depth=1000)
    assert ids(findings) == ["/hak"]
    assert len(site.asked) <= most


def test_long_lists_of_news_are_no_traps() -> None:
    """Each page of them leads to articles."""
    site = FakeSite()
    site.add("/", links("/hal/1"))
    for number in range(1, 61):
        site.add(f"/hal/{number}", links(f"/hal/{number + 1}", f"/berita-{number}"))
        site.add_article(f"/berita-{number}", f"Judul {number}")
    site.add("/hal/61", links("/"))
    assert len(ids(_crawl(site, max_depth=100))) == 60
