"""Serves the samples as a small website: a sitemap index, a feed, robots.txt, a PDF, versions."""

import gzip
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests import pdfs
from tests.system.processes import SAMPLES

ROBOTS = "User-agent: *\nDisallow: /internal/\nSitemap: {base}/sitemap-index.xml\n"
REGULATION = (
    "PERATURAN MENTERI CONTOH NOMOR 7 TAHUN 2023",
    "TENTANG LAYANAN PERPUSTAKAAN KEMENTERIAN",
    "",
    "Pasal 1",
    "Perpustakaan kementerian buka untuk umum setiap hari kerja.",
    "",
    "Pasal 2",
    "Buku dapat dipinjam paling lama 21 (dua puluh satu) hari.",
)
SECRET = (
    "<html><head><title>Rahasia</title></head><body><p>Nota rahasia internal.</p></body></html>"
)


@dataclass
class SampleSite:
    """A website that a test can change: pages by path, and paths that answer with a fault."""

    base: str = ""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    requests: list[tuple[str, int]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Host and port, as the setting of allowed private addresses names them."""
        return self.base.removeprefix("http://")

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Give status, headers and body for a path."""
        if path in self.faults:
            return self.faults[path], {}, b""
        if path not in self.pages:
            return 404, {}, b""
        media_type, content = self.pages[path]
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if headers.get("If-None-Match") == etag:
            return 304, {"ETag": etag}, b""
        return 200, {"Content-Type": media_type, "ETag": etag}, content


@contextmanager
def sample_site() -> Iterator[SampleSite]:
    """Run the website while a test uses it."""
    site = SampleSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path, dict(self.headers.items()))
            site.requests.append((self.path, status))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.base = f"http://127.0.0.1:{server.server_port}"
    _fill(site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _fill(site: SampleSite) -> None:
    for file in sorted(SAMPLES.glob("*.html")):
        # The samples name the address that they are published at; here they are published.
        markup = re.sub(r'<link rel="canonical"[^>]*>', "", file.read_text())
        site.pages[f"/layanan/{file.stem}"] = ("text/html; charset=utf-8", markup.encode())
    site.pages["/dokumen/permen-7-2023.pdf"] = ("application/pdf", pdfs.write_pdf([REGULATION]))
    listed = list(site.pages)
    site.pages["/internal/nota"] = ("text/html", SECRET.encode())
    site.pages["/robots.txt"] = ("text/plain", ROBOTS.format(base=site.base).encode())
    site.pages["/sitemap-index.xml"] = ("application/xml", _index(site.base).encode())
    urls = _urls(site.base, [*listed[:-1], "/internal/nota"])
    site.pages["/sitemap.xml.gz"] = ("application/gzip", gzip.compress(urls.encode()))
    site.pages["/feed.xml"] = ("application/rss+xml", _feed(site.base, listed[-1:]).encode())


def _index(base: str) -> str:
    return (
        '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{base}/sitemap.xml.gz</loc></sitemap></sitemapindex>"
    )


def _urls(base: str, paths: list[str]) -> str:
    listed = "".join(
        f"<url><loc>{base}{path}</loc><lastmod>2023-02-06</lastmod></url>" for path in paths
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'


def _feed(base: str, paths: list[str]) -> str:
    items = "".join(
        f"<item><title>Peraturan</title><link>{base}{path}</link></item>" for path in paths
    )
    channel = f"<channel><title>Baru</title>{items}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
