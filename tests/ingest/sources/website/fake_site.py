"""A website in memory, read through the interface of the real fetcher."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from ingest.errors import FetchError, PageGoneError, PageUnavailableError, SkipReason
from ingest.fetching.models import FetchedPage, NotModified
from ingest.models import UNSTATED, Finding, FoundArticle, Gone, Skipped, Unchanged, Validators

HOST = "https://ppid.contoh.go.id"
PROSE = (
    "Setiap pemohon informasi berhak menerima jawaban tertulis dari badan publik. Jawaban itu"
    " disampaikan paling lambat sepuluh hari kerja sejak permohonan dicatat oleh petugas, dan"
    " dapat diperpanjang satu kali selama tujuh hari kerja dengan alasan yang dijelaskan."
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the site answers at an address."""

    content: bytes
    media_type: str = "text/html"
    charset: str = "utf-8"
    etag: str = ""
    moved_to: str = ""
    error: type[FetchError] | None = None


@dataclass(slots=True)
class FakeSite:
    """Answers from `pages`; every request is noted in `asked`, with its ETag where it has one."""

    pages: dict[str, Page] = field(default_factory=dict)
    robots_sitemaps: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)

    def add(self, path: str, content: str | bytes, media_type: str = "text/html") -> None:
        """Put something at a path."""
        body = content.encode() if isinstance(content, str) else content
        self.pages[urljoin(HOST, path)] = Page(body, media_type)

    def add_article(self, path: str, title: str, *, head: str = "", etag: str = "") -> None:
        """Put an article at a path."""
        self.pages[urljoin(HOST, path)] = Page(article(title, head=head).encode(), etag=etag)

    def add_sitemap(self, *paths: str, at: str = "/sitemap.xml") -> None:
        """Put a sitemap of these paths at a path."""
        entries = "".join(f"<url><loc>{urljoin(HOST, path)}</loc></url>" for path in paths)
        self.add(at, f"<urlset>{entries}</urlset>", "application/xml")

    def move(self, path: str, to: str) -> None:
        """Let a path lead to another address."""
        self.pages[urljoin(HOST, path)] = Page(b"", moved_to=urljoin(HOST, to))

    def fail(self, path: str, error: type[FetchError] = PageUnavailableError) -> None:
        """Let a path fail."""
        self.pages[urljoin(HOST, path)] = Page(b"", error=error)

    def fetch(self, url: str, validators: Validators = UNSTATED) -> FetchedPage | NotModified:
        """Answer a request as the real fetcher does."""
        self.asked.append(f"{url} {validators.etag}".strip())
        final, page = url, self.pages.get(url)
        while page is not None and page.moved_to:
            final, page = page.moved_to, self.pages.get(page.moved_to)
        if page is None:
            raise PageGoneError(url, "is gone (404)", SkipReason.GONE)
        if page.error:
            raise page.error(url, "failed three times", SkipReason.UNAVAILABLE)
        if page.etag and page.etag == validators.etag:
            return NotModified(final)
        stated = Validators(page.etag)
        return FetchedPage(url, final, page.content, page.media_type, page.charset, stated)

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """Give the sitemaps of robots.txt."""
        self.asked.append(urljoin(site_url, "/robots.txt"))
        return self.robots_sitemaps


def article(title: str, *, links: str = "", head: str = "", text: str = PROSE) -> str:
    """Write the page of an article."""
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Beranda</a></nav>"
        f"<div class='isi'><h1>{title}</h1><p>{text}</p></div>{links}</body></html>"
    )


def links(*targets: str) -> str:
    """Write a list of links."""
    items = "".join(f"<li><a href='{one}'>Tautan ke {one}</a></li>" for one in targets)
    return f"<ul>{items}</ul>"


def ids(findings: list[Finding]) -> list[str]:
    """The ids of found articles, as paths."""
    found = [one.article.info.article_id for one in findings if isinstance(one, FoundArticle)]
    return [one.removeprefix(HOST) for one in found]


def gone(findings: list[Finding]) -> dict[str, str]:
    """The reasons of articles that are gone, by path."""
    return {
        one.article_id.removeprefix(HOST): one.reason for one in findings if isinstance(one, Gone)
    }


def skipped(findings: list[Finding]) -> dict[str, SkipReason]:
    """The codes of what was left out, by path."""
    return {one.name.removeprefix(HOST): one.code for one in findings if isinstance(one, Skipped)}


def unchanged(findings: list[Finding]) -> list[str]:
    """The ids of unchanged articles, as paths."""
    return [one.article_id.removeprefix(HOST) for one in findings if isinstance(one, Unchanged)]
