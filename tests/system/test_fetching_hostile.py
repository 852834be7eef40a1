"""The real fetcher reads a site that mistreats it, over real connections, and comes to no harm."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.errors import (
    FetchError,
    PageForbiddenError,
    PageGoneError,
    PageUnavailableError,
    SkipReason,
)
from ingest.fetching.client import Machine, PoliteFetcher, user_agent
from ingest.fetching.models import FetchedPage, FetchLimits, NotModified
from ingest.models import Validators
from tests.hostile_site import HostileSite, faults
from tests.hostile_site.visit import Fault, Visit
from tests.system.processes import ROOT

pytestmark = pytest.mark.system

# Time enough for a busy machine, wherever time is not what ends a fault.
LIMITS = FetchLimits(
    wire_bytes=2_000_000, decoded_bytes=1_000_000, seconds=10.0, seconds_between=0.0
)
HASTY = replace(LIMITS, seconds=0.5, seconds_in_all=1.5, robots_seconds=0.5)
MOST_SECONDS = 4.0  # the longest of the hasty limits, and what a busy machine takes on top
MOST_MEGABYTES = 50.0

TOO_LARGE = (PageForbiddenError, SkipReason.TOO_LARGE)
UNSUPPORTED = (PageForbiddenError, SkipReason.UNSUPPORTED)
REFUSED = (PageForbiddenError, SkipReason.REFUSED)
NOT_PUBLIC = (PageForbiddenError, SkipReason.ADDRESS_NOT_PUBLIC)
TOO_SLOW = (PageUnavailableError, SkipReason.TOO_SLOW)
UNAVAILABLE = (PageUnavailableError, SkipReason.UNAVAILABLE)
UNDECODABLE = (PageUnavailableError, SkipReason.UNDECODABLE)

OUTCOMES = {
    "gzip_bomb": TOO_LARGE,
    "deflate_bomb": TOO_LARGE,
    "endless_bomb": TOO_LARGE,
    "endless_body": TOO_LARGE,
    "boast": TOO_LARGE,
    "endless_headers": UNAVAILABLE,
    "huge_header": UNAVAILABLE,
    "endless_chunk_size": UNAVAILABLE,
    "endless_trailers": UNAVAILABLE,
    "too_little": UNAVAILABLE,
    "nonsense_length": UNAVAILABLE,
    "not_http": UNAVAILABLE,
    "hang_up": UNAVAILABLE,
    "reset": UNAVAILABLE,
    "always_busy": UNAVAILABLE,
    "always_broken": UNAVAILABLE,
    "not_gzip": UNDECODABLE,
    "half_gzip": UNDECODABLE,
    "unasked_encoding": UNSUPPORTED,
    "nested_encoding": UNSUPPORTED,
    "redirect_circle": REFUSED,
    "redirect_endless": REFUSED,
    "redirect_nowhere": REFUSED,
    "redirect_to?file:///etc/passwd": REFUSED,
    "redirect_to?gopher://127.0.0.1:70/": REFUSED,
    "redirect_to?http://2130706433/": REFUSED,
    "redirect_to?http://user@127.0.0.1/": REFUSED,
    "redirect_to?http://169.254.169.254/": REFUSED,
    "redirect_to?http://127.0.0.1:9/": NOT_PUBLIC,
}
SLOW = ("drip_body", "drip_headers", "silence")
# How far these get depends on the machine: the cap of bytes or that of time ends them.
FLOODS = ("empty_members", "endless_continue", "tiny_chunks")


@pytest.fixture(scope="module")
def site() -> Iterator[HostileSite]:
    """Give a running hostile site without a robots.txt."""
    faults.pack_bombs()
    with HostileSite() as running:
        yield running


def _no_sleep(seconds: float) -> None:
    """Skip the pauses between tries; the deadlines stay real."""


def _fetcher(
    site: HostileSite, limits: FetchLimits = LIMITS, machine: Machine = Machine(sleep=_no_sleep)
) -> PoliteFetcher:
    return PoliteFetcher(limits=limits, allowed_private=(site.endpoint,), machine=machine)


def _outcome(fetcher: PoliteFetcher, url: str) -> tuple[type[FetchError], SkipReason]:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.url == url
    return type(caught.value), caught.value.code


def _hasty_outcome(fetcher: PoliteFetcher, url: str) -> tuple[type[FetchError], SkipReason]:
    start = time.monotonic()
    outcome = _outcome(fetcher, url)
    assert time.monotonic() - start < MOST_SECONDS
    return outcome


@pytest.mark.parametrize("fault", OUTCOMES)
def test_every_fault_has_its_name(site: HostileSite, fault: str) -> None:
    """It costs its page, and nothing else."""
    assert _outcome(_fetcher(site), site.url(fault)) == OUTCOMES[fault]


@pytest.mark.parametrize("fault", SLOW)
def test_who_keeps_us_waiting_is_left_in_time(site: HostileSite, fault: str) -> None:
    """Also one that never lets two bytes be far apart."""
    assert _hasty_outcome(_fetcher(site, HASTY), site.url(fault)) == TOO_SLOW


@pytest.mark.parametrize("fault", FLOODS)
def test_floods_of_nothing_end_by_bytes_or_by_time(site: HostileSite, fault: str) -> None:
    """Whichever comes first."""
    assert _hasty_outcome(_fetcher(site, HASTY), site.url(fault)) in (TOO_LARGE, TOO_SLOW)


@pytest.mark.parametrize("fault", ["endless_continue", "endless_chunk_size", "empty_members"])
def test_every_byte_of_a_connection_counts(site: HostileSite, fault: str) -> None:
    """Not only those that become part of the page."""
    limits = replace(LIMITS, wire_bytes=20_000)
    assert _outcome(_fetcher(site, limits), site.url(fault)) == TOO_LARGE


def test_no_fault_was_forgotten() -> None:
    """Each page of the hostile site is read by a test."""
    read = {name.partition("?")[0] for name in (*OUTCOMES, *SLOW, *FLOODS)}
    assert set(faults.FAULTS) - read == {"good", "too_much"}


def test_bombs_do_not_fill_the_memory(site: HostileSite) -> None:
    """With the default limits, in a process of its own."""
    bombs = ("gzip_bomb", "deflate_bomb", "endless_bomb", "endless_body")
    urls = [site.url(bomb) for bomb in bombs]
    command = [sys.executable, "-m", "tests.hostile_site.cost", *urls]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    costs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [cost["url"] for cost in costs] == urls
    assert all(cost["outcome"] != "page" for cost in costs)
    assert max(cost["megabytes"] for cost in costs) < MOST_MEGABYTES, costs


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (faults.drip_body, TOO_SLOW),
        (faults.silence, TOO_SLOW),
        (faults.always_broken, UNAVAILABLE),
        (faults.always_busy, UNAVAILABLE),
        (faults.hang_up, UNAVAILABLE),
        (faults.redirect_circle, REFUSED),
    ],
)
def test_a_hostile_robots_txt_ends_in_time(
    robots: Fault, outcome: tuple[type[FetchError], SkipReason]
) -> None:
    """The site is left alone, and asked no second time."""
    with HostileSite(robots=robots) as site:
        fetcher = _fetcher(site, HASTY)
        assert _hasty_outcome(fetcher, site.url("good")) == outcome
        asked = len(site.heads)
        assert _outcome(fetcher, site.url("too_much")) == outcome
        assert len(site.heads) == asked
        assert site.asked("good") == 0


@pytest.mark.parametrize("robots", [faults.endless_body, faults.gzip_bomb, faults.robots_bomb])
def test_of_a_huge_robots_txt_the_beginning_counts(robots: Fault) -> None:
    """RFC 9309, 2.5: the rest is not read."""
    with HostileSite(robots=robots) as site:
        assert isinstance(_fetcher(site).fetch(site.url("good")), FetchedPage)


def test_a_good_page_is_read_whole(site: HostileSite) -> None:
    """With what its server says about it."""
    url = site.url("good")
    assert _fetcher(site).fetch(url) == FetchedPage(
        requested=url,
        url=url,
        content=b"<p>Halo</p>",
        media_type="text/html",
        charset="utf-8",
        validators=Validators(etag='"1"'),
    )
    assert f"user-agent: {user_agent()}".lower() in site.heads[-1].lower()
    assert f"host: {site.endpoint}" in site.heads[-1].lower()


def test_no_more_is_read_than_the_length_that_was_stated(site: HostileSite) -> None:
    """What follows belongs to no page."""
    page = _fetcher(site).fetch(site.url("too_much"))
    assert isinstance(page, FetchedPage)
    assert page.content == b"xxxxx"


def test_a_page_that_is_gone_is_told_from_one_that_failed(site: HostileSite) -> None:
    """Only this one may be removed."""
    assert _outcome(_fetcher(site), site.url("no-such")) == (PageGoneError, SkipReason.GONE)


def test_an_unchanged_page_is_not_sent_again() -> None:
    """The server is told which version is known."""

    def unchanged(visit: Visit) -> None:
        visit.head("Content-Length: 0", status="304 Not Modified")

    date = "Sun, 01 Mar 2026 12:00:00 GMT"
    with HostileSite(unchanged=unchanged) as site:
        fetcher, url = _fetcher(site), site.url("unchanged")
        assert fetcher.fetch(url, Validators('"1"', date)) == NotModified(url)
        head = site.heads[-1]
        assert 'If-None-Match: "1"' in head
        assert f"If-Modified-Since: {date}" in head
        # Unasked, it says nothing: there is no earlier version.
        assert _outcome(fetcher, url) == UNAVAILABLE


def test_pages_that_robots_txt_shuts_are_not_asked_for() -> None:
    """Its sitemaps are found, its pace is kept."""

    def robots(visit: Visit) -> None:
        visit.page(b"User-agent: *\nDisallow: /good\nCrawl-delay: 7\nSitemap: /peta.xml")

    naps: list[float] = []
    with HostileSite(robots=robots) as site:
        fetcher = _fetcher(site, machine=Machine(sleep=naps.append))
        assert fetcher.sitemaps(site.url("")) == (site.url("peta.xml"),)
        outcome = (PageForbiddenError, SkipReason.ROBOTS)
        assert _outcome(fetcher, site.url("good")) == outcome
        assert _outcome(fetcher, site.url("redirect_to?/good")) == outcome
        assert site.asked("good") == 0
        assert site.asked("robots.txt") == 1
    assert naps == [pytest.approx(7.0, abs=0.5)]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0.0.0.0", "127.0.0.1."],  # noqa: S104 - data
)
def test_the_machine_itself_is_out_of_reach(site: HostileSite, host: str) -> None:
    """Unless staff name its endpoint, in whatever way it is written; nothing is asked of it."""
    before = len(site.heads)
    port = site.endpoint.partition(":")[2]
    fetcher = PoliteFetcher(limits=LIMITS, machine=Machine(sleep=_no_sleep))
    kind, _ = _outcome(fetcher, f"http://{host}:{port}/good")
    assert kind is PageForbiddenError
    assert len(site.heads) == before


class _NameServer:
    """Gives the next of its answers each time it is asked."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.asked = 0
        self._answers = answers

    def __call__(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        answer = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        return answer


def _read_through(names: _NameServer, site: HostileSite) -> PoliteFetcher:
    return _fetcher(site, machine=Machine(resolve=names, sleep=_no_sleep))


def _under_a_name(site: HostileSite, page: str) -> str:
    return f"http://situs.example:{site.endpoint.partition(':')[2]}/{page}"


def test_a_connection_goes_to_the_address_that_was_checked(site: HostileSite) -> None:
    """A name server that changes its mind is asked once for each connection."""
    names = _NameServer(("127.0.0.1",), ("127.0.0.1",), ("169.254.169.254",))
    fetcher = _read_through(names, site)
    page = fetcher.fetch(_under_a_name(site, "good"))
    assert isinstance(page, FetchedPage)
    assert "host: situs.example:" in site.heads[-1].lower()
    assert names.asked == 2  # robots.txt and the page
    assert _outcome(fetcher, _under_a_name(site, "good")) == NOT_PUBLIC


def test_names_of_the_own_network_are_not_even_looked_up(site: HostileSite) -> None:
    """Whoever answers for them."""
    names = _NameServer(("127.0.0.1",))
    port = site.endpoint.partition(":")[2]
    url = f"http://metadata.google.internal:{port}/good"
    assert _outcome(_read_through(names, site), url) == NOT_PUBLIC
    assert names.asked == 0


def test_one_private_address_among_public_ones_is_too_many(site: HostileSite) -> None:
    """Nobody but an attacker publishes both."""
    names = _NameServer(("127.0.0.1", "10.0.0.1"))
    before = len(site.heads)
    assert _outcome(_read_through(names, site), _under_a_name(site, "good")) == NOT_PUBLIC
    assert len(site.heads) == before


def test_a_name_server_that_fails_makes_its_site_unavailable(site: HostileSite) -> None:
    """Slow or without an answer, it may do another time."""

    def silent(host: str, port: int, seconds: float) -> tuple[str, ...]:
        raise TimeoutError

    def unknowing(host: str, port: int, seconds: float) -> tuple[str, ...]:
        raise OSError

    for names in (silent, unknowing):
        fetcher = _fetcher(site, machine=Machine(resolve=names, sleep=_no_sleep))
        assert _outcome(fetcher, "http://situs.example/") == UNAVAILABLE


def test_other_hosts_are_read_only_if_they_are_allowed(site: HostileSite) -> None:
    """By redirect or directly, as the addresses of nested sitemaps are; then still only public."""
    metadata = "http://169.254.169.254/"
    endpoint = (site.endpoint,)
    hosts = ("127.0.0.1", "169.254.169.254")
    one = PoliteFetcher(limits=LIMITS, allowed_hosts=hosts[:1], allowed_private=endpoint)
    both = PoliteFetcher(limits=LIMITS, allowed_hosts=hosts, allowed_private=endpoint)
    for url in (metadata, site.url(f"redirect_to?{metadata}")):
        assert _outcome(one, url) == REFUSED
        assert _outcome(both, url) == NOT_PUBLIC


def test_proxies_of_the_environment_are_not_used(
    site: HostileSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to whatever it is asked for."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert isinstance(_fetcher(site).fetch(site.url("good")), FetchedPage)
