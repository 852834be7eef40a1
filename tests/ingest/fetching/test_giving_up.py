"""A host that fails five times in a row is left alone; others, and one that recovers, are not."""

import pytest

from ingest.errors import PageGoneError, PageUnavailableError, SkipReason
from ingest.fetching.giving_up import GivingUpFetcher
from ingest.fetching.models import FetchedPage, NotModified
from ingest.models import UNSTATED, Validators

SICK, SOUND = "https://sakit.go.id", "https://sehat.go.id"


class Site:
    """Fails for the sick host while it is sick; 404 for pages named gone; counts what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.sick = True

    def fetch(self, url: str, validators: Validators = UNSTATED) -> FetchedPage | NotModified:
        """Answer as the hosts do."""
        self.asked.append(url)
        if url.endswith("/gone"):
            raise PageGoneError(url, "the server answered 404", SkipReason.GONE)
        if self.sick and url.startswith(SICK):
            raise PageUnavailableError(url, "the server answered 503", SkipReason.UNAVAILABLE)
        return FetchedPage(url, url, b"")

    def sitemaps(self, site_url: str) -> tuple[str, ...]:
        """List none."""
        return ()


def _fail(fetcher: GivingUpFetcher, times: int) -> None:
    for _ in range(times):
        with pytest.raises(PageUnavailableError):
            fetcher.fetch(f"{SICK}/a")


def test_a_host_that_keeps_failing_is_left_alone() -> None:
    """Its other pages are reported without being asked for; another host is read on."""
    site = Site()
    fetcher = GivingUpFetcher(site)
    _fail(fetcher, 9)
    assert len(site.asked) == 5
    with pytest.raises(PageUnavailableError, match="left alone"):
        fetcher.fetch(f"{SICK}/b")
    assert isinstance(fetcher.fetch(f"{SOUND}/a"), FetchedPage)


def test_a_page_between_failures_counts_from_the_start() -> None:
    """Only failures in a row tell that a host is dead."""
    site = Site()
    fetcher = GivingUpFetcher(site)
    _fail(fetcher, 4)
    site.sick = False
    fetcher.fetch(f"{SICK}/a")
    site.sick = True
    _fail(fetcher, 4)
    assert len(site.asked) == 9


def test_a_page_that_is_gone_is_no_failure_of_its_host() -> None:
    """A site that says 404 is alive."""
    site = Site()
    fetcher = GivingUpFetcher(site)
    for _ in range(9):
        with pytest.raises(PageGoneError):
            fetcher.fetch(f"{SICK}/gone")
    assert len(site.asked) == 9
