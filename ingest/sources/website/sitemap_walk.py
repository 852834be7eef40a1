"""Collects the pages of sitemaps and of the sitemaps that they name."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.errors import FetchError, PageUnavailableError, SkipReason
from ingest.fetching.models import FetchedPage, Fetcher, NotModified
from ingest.models import Skipped
from ingest.sources.website.content import Content, tell_content
from ingest.sources.website.scope import Scope
from ingest.sources.website.sitemaps import Sitemap, SitemapEntry, read_sitemap
from ingest.sources.website.urls import normalise_url

MAX_SITEMAPS = 500
MAX_NESTING = 3  # the protocol allows one; some sites nest by year and section
MAX_ADDRESSES = 500_000


@dataclass(slots=True)
class ListedPages:
    """What sitemaps list.

    Attributes:
        pages: normalised addresses of the source, each once, in the order listed.
        skipped: what could not be read.
        were_there: whether there was a sitemap, or one may have been there.
    """

    pages: dict[str, SitemapEntry] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    were_there: bool = False


def walk_sitemaps(
    roots: Sequence[str], fetcher: Fetcher, scope: Scope, at_hand: FetchedPage | None = None
) -> ListedPages:
    """Read sitemaps and those that they name; `at_hand` is the first one, if it was fetched."""
    listed = ListedPages()
    waiting = deque((root, 0) for root in roots)
    met = set(roots)
    while waiting:
        url, nesting = waiting.popleft()
        sitemap = _read(url, fetcher, listed, at_hand)
        at_hand = None
        foreign = _add_pages(sitemap, url, scope, listed)
        for address in sitemap.sitemaps:
            nested = normalise_url(address, url)
            if not nested or nested in met:
                continue
            if not scope.allows_host(nested):
                foreign.append(nested)
            elif nesting < MAX_NESTING and len(met) < MAX_SITEMAPS:
                met.add(nested)
                waiting.append((nested, nesting + 1))
        _tell_foreign(url, foreign, listed)
    return listed


def _read(url: str, fetcher: Fetcher, listed: ListedPages, at_hand: FetchedPage | None) -> Sitemap:
    try:
        page = at_hand or fetcher.fetch(url)
    except FetchError as error:
        listed.were_there |= isinstance(error, PageUnavailableError)
        listed.skipped.append(
            Skipped(url, f"the sitemap cannot be read: {error.reason}", error.code)
        )
        return Sitemap()
    if isinstance(page, NotModified):
        reason = "the sitemap is said to be unchanged, though it was never read"
        listed.skipped.append(Skipped(url, reason, SkipReason.UNAVAILABLE))
        return Sitemap()
    if tell_content(page.content, page.media_type) is not Content.SITEMAP:
        listed.skipped.append(Skipped(url, "is no sitemap", SkipReason.UNSUPPORTED))
        return Sitemap()
    listed.were_there = True
    sitemap = read_sitemap(page.content)
    if sitemap.damage:
        reason = f"the sitemap {sitemap.damage}"
        listed.skipped.append(Skipped(url, reason, SkipReason.MALFORMED))
    return sitemap


def _add_pages(sitemap: Sitemap, url: str, scope: Scope, listed: ListedPages) -> list[str]:
    foreign = []
    for entry in sitemap.pages[: MAX_ADDRESSES - len(listed.pages)]:
        page = normalise_url(entry.address, url)
        if page and not scope.allows_host(page):
            foreign.append(page)
        elif page and not scope.why_excluded(page):
            listed.pages.setdefault(page, entry)
    return foreign


def _tell_foreign(url: str, foreign: list[str], listed: ListedPages) -> None:
    if foreign:
        reason = (
            f"the sitemap lists {len(foreign)} addresses on other hosts, as {foreign[0]}; "
            "they were not read, allow the host if they should be"
        )
        listed.skipped.append(Skipped(url, reason, SkipReason.EXCLUDED))
