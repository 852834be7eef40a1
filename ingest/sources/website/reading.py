"""Reads a website: finds its pages, visits them and those that are known already."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ingest.errors import FetchError, SkipReason, SourceNotFoundError
from ingest.fetching.models import FetchedPage, Fetcher, NotModified
from ingest.models import Finding, KnownPage, Skipped, SourceDefaults
from ingest.sources.website.content import Content, tell_content
from ingest.sources.website.crawl import crawl
from ingest.sources.website.feeds import read_feed
from ingest.sources.website.models import Listed, Website
from ingest.sources.website.pages import DocumentParser, PageReader
from ingest.sources.website.scope import Scope
from ingest.sources.website.sitemap_walk import ListedPages, walk_sitemaps
from ingest.sources.website.urls import host_of, is_root, normalise_url
from ingest.sources.website.visits import Demands, Visits

_USUAL_SITEMAP = "/sitemap.xml"
_CRAWLED = Demands(min_characters=200, tell_all=False)  # a link says nothing of what it leads to
_NAMED = Demands(article_like=False)  # staff who name a page want it
_NO_DOCUMENTS: Mapping[str, DocumentParser] = MappingProxyType({})


def read_website(
    site: Website,
    fetcher: Fetcher,
    known: Sequence[KnownPage],
    defaults: SourceDefaults,
    documents: Mapping[str, DocumentParser] = _NO_DOCUMENTS,
) -> Iterator[Finding]:
    """Read the pages of a website, and say what became of those that are known already.

    `documents` holds the parsers of PDF and the like by media type. A known page that is not
    mentioned at all was not reached; nothing is known of it.

    Raises:
        SourceNotFoundError: the start is no web address.
    """
    start = normalise_url(site.start)
    if not start:
        raise SourceNotFoundError(
            f"{site.start} is no address of a website, so nothing was changed; "
            "give one that starts with https:// and names no user."
        )
    return _Reading(site, start, fetcher, known, PageReader(documents, defaults)).findings()


class _Reading:
    def __init__(
        self,
        site: Website,
        start: str,
        fetcher: Fetcher,
        known: Sequence[KnownPage],
        reader: PageReader,
    ) -> None:
        self._site = site
        self._start = start
        self._fetcher = fetcher
        self._scope = Scope(site)
        self._visits = Visits(fetcher, self._scope, reader, known)

    def findings(self) -> Iterator[Finding]:
        """Everything that is found, articles that are gone at the end."""
        yield from self._discover()
        for url in self._visits.pending():
            yield from self._visits.visit(Listed(url)).findings
        yield from self._visits.gone()

    def _discover(self) -> Iterator[Finding]:
        match self._site.how:
            case "auto" if is_root(self._start):
                yield from self._read_site()
            case "auto":
                yield from self._read_address()
            case "sitemap" if is_root(self._start):
                yield from self._read_site_sitemaps()
            case "sitemap":
                yield from self._read_sitemap(None)
            case "feed":
                yield from self._read_feed(None)
            case "crawl":
                yield from self._crawl()
            case "page":
                yield from self._read_page(None)

    def _read_site(self) -> Iterator[Finding]:
        """Read a site by its sitemaps or, where it has none, by its links."""
        listed = self._walk_site_sitemaps()
        yield from listed.skipped
        if listed.were_there:
            yield from self._visit_listed(listed)
        else:
            yield from self._crawl()

    def _read_site_sitemaps(self) -> Iterator[Finding]:
        listed = self._walk_site_sitemaps()
        if not listed.were_there and not listed.skipped:
            reason = "has no sitemap; read it by its links (crawl), or name its sitemap"
            yield Skipped(self._site.start, reason, SkipReason.UNSUPPORTED)
        yield from listed.skipped
        yield from self._visit_listed(listed)

    def _read_address(self) -> Iterator[Finding]:
        """Read what an address turns out to be."""
        if self._visits.knows(self._start):
            yield from self._read_page(None)
            return
        page = self._fetch(self._start)
        if isinstance(page, Skipped):
            yield page
            return
        content = tell_content(page.content, page.media_type)
        if content is Content.SITEMAP:
            yield from self._read_sitemap(page)
        elif content is Content.FEED:
            yield from self._read_feed(page)
        else:
            yield from self._read_page(page)

    def _walk_site_sitemaps(self) -> ListedPages:
        try:
            named = [normalise_url(url) for url in self._fetcher.sitemaps(self._start)]
        except FetchError as error:
            reason = f"the robots.txt cannot be read: {error.reason}"
            return ListedPages(skipped=[Skipped(self._start, reason, error.code)], were_there=True)
        roots = [url for url in named if url and self._scope.allows_host(url)]
        if roots:
            return walk_sitemaps(roots, self._fetcher, self._scope)
        usual = normalise_url(_USUAL_SITEMAP, self._start)
        guessed = walk_sitemaps([usual], self._fetcher, self._scope)
        return guessed if guessed.were_there else ListedPages()  # nobody said that there is one

    def _read_sitemap(self, page: FetchedPage | None) -> Iterator[Finding]:
        listed = walk_sitemaps([self._start], self._fetcher, self._scope, page)
        yield from listed.skipped
        yield from self._visit_listed(listed)

    def _visit_listed(self, listed: ListedPages) -> Iterator[Finding]:
        urls = list(listed.pages)
        if len(urls) > self._site.max_pages:
            # sort keeps the order of what has no date
            urls.sort(key=lambda url: listed.pages[url].changed or date.min, reverse=True)
        yield from self._visit_each([Listed(url) for url in urls])

    def _read_feed(self, page: FetchedPage | None) -> Iterator[Finding]:
        feed = page or self._fetch(self._start)
        if isinstance(feed, Skipped):
            yield feed
            return
        if tell_content(feed.content, feed.media_type) is not Content.FEED:
            yield Skipped(self._site.start, "is no RSS or Atom feed", SkipReason.UNSUPPORTED)
            return
        items = read_feed(feed.content, normalise_url(feed.url) or self._start)
        wanted = [item for item in items if not self._scope.why_excluded(item.url)]
        foreign = [item.url for item in items if not self._scope.allows_host(item.url)]
        if foreign:
            reason = f"the feed lists pages on {host_of(foreign[0])}, which were not read; "
            reason += "allow the host if they should be"
            yield Skipped(self._site.start, reason, SkipReason.EXCLUDED)
        yield from self._visit_each(wanted)

    def _visit_each(self, items: Sequence[Listed]) -> Iterator[Finding]:
        most = self._site.max_pages
        for item in items[:most]:
            yield from self._visits.visit(item).findings
        if len(items) > most:
            reason = f"lists {len(items)} pages, of which {most} were read"
            yield Skipped(self._site.start, reason, SkipReason.TOO_LARGE)

    def _crawl(self) -> Iterator[Finding]:
        self._visits.demands = _CRAWLED
        yield from crawl(self._site, self._start, self._scope, self._visits)

    def _read_page(self, page: FetchedPage | None) -> Iterator[Finding]:
        self._visits.demands = _NAMED
        yield from self._visits.visit(Listed(self._start), answer=page).findings

    def _fetch(self, url: str) -> FetchedPage | Skipped:
        try:
            page = self._fetcher.fetch(url)
        except FetchError as error:
            return Skipped(url, error.reason, error.code)
        if isinstance(page, NotModified):
            reason = "is said to be unchanged, though it was never read"
            return Skipped(url, reason, SkipReason.UNAVAILABLE)
        return page
