"""Which addresses belong to a source."""

from fnmatch import fnmatchcase

from ingest.sources.website.models import Website
from ingest.sources.website.urls import after_host, host_of, normalise_url


class Scope:
    """The hosts and patterns of a website."""

    def __init__(self, site: Website) -> None:
        own = host_of(normalise_url(site.start))
        self._hosts = frozenset(_bare(host.lower()) for host in (own, *site.allowed_hosts))
        self._site = site

    def allows_host(self, url: str) -> bool:
        """Whether a normalised address is on a host of the source; "www." makes no difference."""
        return _bare(host_of(url)) in self._hosts

    def why_barred(self, url: str) -> str:
        """Say why a normalised address may not be asked for; empty where it may."""
        if not self.allows_host(url):
            return f"the host {host_of(url)} is not one of this source"
        for pattern in self._site.exclude:
            if _matches(pattern, url):
                return f'it matches the exclude pattern "{pattern}"'
        return ""

    def why_excluded(self, url: str) -> str:
        """Say why a normalised address cannot become an article; empty where it can."""
        barred = self.why_barred(url)
        if barred or not self._site.include:
            return barred
        if any(_matches(pattern, url) for pattern in self._site.include):
            return ""
        return "it matches no include pattern"


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _matches(pattern: str, url: str) -> bool:
    glob = pattern if "*" in pattern else f"{pattern}*"
    return fnmatchcase(after_host(url) if pattern.startswith("/") else url, glob)
