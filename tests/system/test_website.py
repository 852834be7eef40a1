"""A website on this machine, read over real HTTP by the fetcher that staff's runs use."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zlib import crc32

import pytest

from ingest.errors import SkipReason
from ingest.fetching.client import PoliteFetcher
from ingest.fetching.models import FetchLimits
from ingest.models import Finding, FoundArticle, Gone, KnownPage, Skipped, SourceDefaults, Unchanged
from ingest.parsing.draft import Draft, finish_article
from ingest.sources.website import Website, read_website
from ingest.sources.website.models import How
from vectorstore.models import Article, Block

pytestmark = pytest.mark.system

PROSE = (
    "Pemohon informasi datang ke ruang layanan atau menulis surat elektronik. Petugas mencatat"
    " permohonan pada hari yang sama dan memberi nomor pendaftaran. Jawaban dikirim paling lambat"
    " sepuluh hari kerja, dan tidak dipungut biaya apa pun."
)


@dataclass(slots=True)
class LocalSite:
    """A running site: `pages` by path, with type and content; `answered` notes path and status."""

    address: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    answered: list[tuple[str, int]] = field(default_factory=list)

    def add(self, path: str, content: str, media_type: str = "text/html; charset=utf-8") -> None:
        """Put something at a path, `@` standing for the site's address."""
        self.pages[path] = (media_type, content.replace("@", self.address))


@pytest.fixture
def site() -> Iterator[LocalSite]:
    """Give a ministry's site in small, running."""
    local = LocalSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, local)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output to itself."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    local.address = f"http://127.0.0.1:{server.server_address[1]}"
    _fill(local)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield local
    server.shutdown()
    thread.join()
    server.server_close()


def _answer(request: BaseHTTPRequestHandler, site: LocalSite) -> None:
    if request.path in site.moved:
        _send(request, site, 301, "text/html", b"", ("Location", site.moved[request.path]))
        return
    media_type, content = site.pages.get(request.path, ("", ""))
    etag = f'"{crc32(content.encode())}"'
    if not media_type:
        _send(request, site, 404, "text/html", b"<title>404</title>")
    elif request.headers.get("If-None-Match") == etag:
        _send(request, site, 304, media_type, b"", ("ETag", etag))
    else:
        _send(request, site, 200, media_type, content.encode(), ("ETag", etag))


def _send(
    request: BaseHTTPRequestHandler,
    site: LocalSite,
    status: int,
    media_type: str,
    body: bytes,
    *headers: tuple[str, str],
) -> None:
    site.answered.append((request.path, status))
    request.send_response(status)
    for name, value in (*headers, ("Content-Type", media_type), ("Content-Length", str(len(body)))):
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def _fill(site: LocalSite) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /admin\nSitemap: @/peta.xml\n", "text/plain")
    nested = "".join(f"<sitemap><loc>@/peta-{part}.xml</loc></sitemap>" for part in ("a", "b"))
    site.add("/peta.xml", f"<sitemapindex>{nested}</sitemapindex>", "application/xml")
    _add_sitemap(site, "/peta-a.xml", "/berita/1", "/berita/2")
    _add_sitemap(site, "/peta-b.xml", "/layanan/biaya", "/admin/rahasia", "/dok/lap.pdf")
    menu = "<nav><a href='/'>Beranda</a> <a href='/berita'>Berita</a> <a href='/kontak'>K</a></nav>"
    site.add("/", f"<title>Beranda</title>{menu}<p><a href='/dok/lap.pdf'>Laporan</a></p>")
    links = "".join(
        f"<li><a href='/berita/{n}?utm_source=x'>Berita {n}</a></li>" for n in (1, 2, 3)
    )
    site.add("/berita", f"<title>Berita</title>{menu}<h1>Berita</h1><ul>{links}</ul>")
    for path, title in (
        ("/berita/1", "Ruang layanan dibuka"),
        ("/berita/2", "Jam layanan diperpanjang"),
        ("/berita/3", "Petugas baru bertugas"),
        ("/layanan/biaya", "Biaya layanan"),
        ("/admin/rahasia", "Rahasia"),
    ):
        _add_article(site, path, title)
    site.add("/dok/lap.pdf", "%PDF-1.7 laporan", "application/octet-stream")
    when = format_datetime(datetime(2024, 5, 6, 20, tzinfo=UTC))
    item = f"<item><title>X</title><link>@/berita/3</link><pubDate>{when}</pubDate></item>"
    site.add("/feed", f"<rss version='2.0'><channel>{item}</channel></rss>", "text/xml")


def _add_sitemap(site: LocalSite, at: str, *paths: str) -> None:
    entries = "".join(f"<url><loc>@{path}</loc></url>" for path in paths)
    site.add(at, f"<urlset>{entries}</urlset>", "application/xml")


def _add_article(site: LocalSite, path: str, title: str) -> None:
    site.add(path, f"<title>{title}</title><h1>{title}</h1><p>{title}. {PROSE}</p>")


def _parse_pdf(content: bytes, article_id: str, defaults: SourceDefaults) -> Article:
    draft = Draft(blocks=(Block(content.decode()),), title="Laporan")
    return finish_article(article_id, draft, defaults)


def _read(site: LocalSite, *known: KnownPage, path: str = "/", how: How = "auto") -> list[Finding]:
    limits = FetchLimits(seconds_between=0.0, tries=1, seconds=5.0)
    private = (site.address.removeprefix("http://"),)
    fetcher = PoliteFetcher(limits=limits, allowed_private=private)
    website = Website(site.address + path, how, max_pages=50)
    documents = {"application/pdf": _parse_pdf}
    return list(read_website(website, fetcher, known, SourceDefaults(), documents))


def _known(site: LocalSite, findings: list[Finding]) -> list[KnownPage]:
    return [
        KnownPage(one.article.info.article_id, one.origin, one.validators)
        for one in findings
        if isinstance(one, FoundArticle)
    ]


def _paths(site: LocalSite, findings: list[Finding]) -> list[str]:
    found = [one.article.info.article_id for one in findings if isinstance(one, FoundArticle)]
    return [one.removeprefix(site.address) for one in found]


def test_a_site_is_read_by_its_sitemaps(site: LocalSite) -> None:
    """Those of robots.txt; what robots.txt closes is left alone and told of."""
    findings = _read(site)
    assert _paths(site, findings) == ["/berita/1", "/berita/2", "/layanan/biaya", "/dok/lap.pdf"]
    skipped = [(one.name, one.code) for one in findings if isinstance(one, Skipped)]
    assert skipped == [(f"{site.address}/admin/rahasia", SkipReason.ROBOTS)]
    assert "/admin/rahasia" not in dict(site.answered)


def test_a_second_reading_transfers_only_what_changed(site: LocalSite) -> None:
    """Unchanged pages are answered with 304; one that moved or is gone is named."""
    known = _known(site, _read(site))
    _add_article(site, "/berita/2", "Jam layanan diperpanjang lagi")
    del site.pages["/dok/lap.pdf"]
    site.moved["/layanan/biaya"] = "/layanan/tarif"
    _add_article(site, "/layanan/tarif", "Tarif layanan")
    site.answered.clear()
    findings = _read(site, *known)
    assert _paths(site, findings) == ["/berita/2", "/layanan/tarif"]
    assert [one.origin for one in findings if isinstance(one, Unchanged)] == [
        f"{site.address}/berita/1"
    ]
    assert {one.origin: one.reason for one in findings if isinstance(one, Gone)} == {
        f"{site.address}/dok/lap.pdf": "the server answered 404",
        f"{site.address}/layanan/biaya": f"moved to {site.address}/layanan/tarif",
    }
    assert ("/berita/1", 304) in site.answered


def test_a_site_is_read_by_its_links(site: LocalSite) -> None:
    """Lists of links are followed and are no articles; linked documents are, however short."""
    findings = _read(site, how="crawl")
    assert _paths(site, findings) == ["/dok/lap.pdf", "/berita/1", "/berita/2", "/berita/3"]
    told = [(one.name, one.code) for one in findings if isinstance(one, Skipped)]
    assert told == [(f"{site.address}/kontak", SkipReason.GONE)]


def test_a_feed_and_a_page_are_read(site: LocalSite) -> None:
    """An address is what it turns out to be; a feed's date is the day in Jakarta."""
    (of_feed,) = _read(site, path="/feed")
    assert isinstance(of_feed, FoundArticle)
    assert of_feed.article.info.title == "Petugas baru bertugas"
    assert str(of_feed.article.info.published) == "2024-05-07"
    assert _paths(site, _read(site, path="/layanan/biaya")) == ["/layanan/biaya"]


def test_an_outage_keeps_all_known_pages(site: LocalSite) -> None:
    """Each is told of by its own address, and none is called gone."""
    known = _known(site, _read(site))
    site.pages.clear()
    site.moved.update({page.url.removeprefix(site.address): "/" for page in known})
    site.add("/", "<title>Situs sedang dalam pemeliharaan</title><p>Kembali lagi nanti.</p>")
    findings = _read(site, *known)
    assert not [one for one in findings if isinstance(one, Gone)]
    told = {one.name for one in findings if isinstance(one, Skipped)}
    assert {page.url for page in known} <= told
