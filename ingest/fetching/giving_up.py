"""Leaves a host alone that fails again and again, so that a dead site costs minutes, not hours."""

from collections import Counter
from urllib.parse import urlsplit

from ingest.errors import PageUnavailableError, SkipReason
from ingest.fetching.models import FetchedPage, Fetcher, NotModified
from ingest.models import UNSTATED, Validators

# Each failure has cost up to a minute already; this many pages in a row are no chance.
_MOST_FAILURES = 5


class GivingUpFetcher:
    """Reads pages through another fetcher until a host has failed five times in a row."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._failures: Counter[str] = Counter()

    def fetch(self, url: str, validators: Validators = UNSTATED) -> FetchedPage | NotModified:
        """Read a page, or learn that it is unchanged since the validators were given.

        Raises:
            FetchError: it could not, must not or may not be read, or its host is left alone.
        """
        host = urlsplit(url).netloc.lower()
        if self._failures[host] >= _MOST_FAILURES:
            reason = f"{host} failed {_MOST_FAILURES} times in a row and was left alone this time"
            raise PageUnavailableError(url, reason, SkipReason.UNAVAILABLE)
        try:
            page = self._fetcher.fetch(url, validators)
        except PageUnavailableError:
            self._failures[host] += 1
            raise
        self._failures[host] = 0
        return page

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """List the addresses that the robots.txt of a site names as its sitemaps.

        Raises:
            FetchError: the robots.txt could not, must not or may not be read.
        """
        return self._fetcher.sitemaps(site_url)
