"""What sites ask of robots is done."""

import time

import pytest

from ingest.errors import FetchError, PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.deadline import Deadline
from ingest.fetching.exchange import Reply
from ingest.fetching.robots import Robots, parse_rules
from ingest.fetching.urls import PageAddress, parse_page_address
from tests.fakes import Clock

PAGE = parse_page_address("https://kemenag.go.id/berita/1")
PLACE = parse_page_address("https://kemenag.go.id/robots.txt")
ALL_SHUT = b"User-agent: *\nDisallow: /"


class _Site:
    """Gives one robots.txt, or fails."""

    def __init__(
        self, status: int = 200, content: bytes = b"", error: FetchError | None = None
    ) -> None:
        self.asked: list[str] = []
        self._reply = (status, content)
        self._error = error

    def read(self, place: PageAddress, deadline: Deadline) -> Reply:
        self.asked.append(place.url)
        if self._error:
            raise self._error
        status, content = self._reply
        return Reply(place, status, content=content)


def _welcomes(site: _Site, page: PageAddress = PAGE) -> bool:
    return Robots(site.read).rules(page, Deadline(60, Clock())).welcomes(page)


@pytest.mark.parametrize(
    ("text", "welcome"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /berita", False),
        ("User-agent: *\nDisallow: /profil", True),
        ("User-agent: *\nDisallow: /\nAllow: /berita/", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: suluh/0.1\nDisallow: /profil", True),
        ("User-agent: Suluh # kami\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Googlebot\nUser-agent: Suluh\nDisallow: /", False),
        ("User-agent: Googlebot\nDisallow: /", True),
        ("User-agent: Sul\nDisallow: /", True),
        ("User agent Suluh\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html><body>Halaman tidak ditemukan</body></html>", True),
        ("User-agent: *\nDisallow: /*1$", False),
    ],
)
def test_pages_are_read_where_robots_are_welcome(text: str, welcome: bool) -> None:
    """The group for Suluh comes before the group for everyone."""
    assert parse_rules(text.encode(), PLACE).welcomes(PAGE) is welcome


@pytest.mark.parametrize("status", [401, 403, 404, 410, 304])
def test_without_robots_txt_everything_is_welcome(status: int) -> None:
    """RFC 9309, 2.3.1.3; what the error page says is no rule."""
    assert _welcomes(_Site(status, ALL_SHUT))


@pytest.mark.parametrize("status", [500, 503, 599])
def test_a_site_whose_robots_txt_fails_is_left_alone(status: int) -> None:
    """RFC 9309, 2.3.1.4: it may have wishes that cannot be read now."""
    with pytest.raises(PageUnavailableError, match=r"robots\.txt") as caught:
        _welcomes(_Site(status))
    assert caught.value.url == PAGE.url


def test_what_keeps_robots_txt_from_being_read_keeps_pages_from_being_read() -> None:
    """The kind of fault is passed on, with the page's own address."""
    error = PageForbiddenError(PLACE.url, "is too large", SkipReason.TOO_LARGE)
    with pytest.raises(PageForbiddenError, match="too large") as caught:
        _welcomes(_Site(error=error))
    assert (caught.value.url, caught.value.code) == (PAGE.url, SkipReason.TOO_LARGE)


def test_each_site_is_asked_once() -> None:
    """Also if it fails; another port or scheme is another site."""
    for site in (_Site(), _Site(status=503)):
        robots = Robots(site.read)
        for url in ("https://a.id/1", "https://a.id/2", "http://a.id/", "https://a.id:8443/"):
            try:
                robots.rules(parse_page_address(url), Deadline(60, Clock()))
            except PageUnavailableError:
                continue
        assert site.asked == [
            "https://a.id/robots.txt",
            "http://a.id/robots.txt",
            "https://a.id:8443/robots.txt",
        ]


@pytest.mark.parametrize(("value", "delay"), [("5", 5.0), ("nan", 0.0), ("-1", 0.0), ("x", 0.0)])
def test_crawl_delay_is_read(value: str, delay: float) -> None:
    """Nonsense asks for none."""
    text = f"User-agent: *\nCrawl-delay: {value}"
    assert parse_rules(text.encode(), PLACE).crawl_delay == delay


def test_sitemaps_are_absolute_and_on_the_web() -> None:
    """Relative ones belong to the site, others than http(s) are passed over, none comes twice."""
    text = "\n".join(
        f"Sitemap: {value}"
        for value in ("/peta.xml", "https://x.go.id/a.xml", "file:///etc/passwd", "/peta.xml")
    )
    assert parse_rules(text.encode(), PLACE).sitemaps == (
        "https://kemenag.go.id/peta.xml",
        "https://x.go.id/a.xml",
    )


def test_thousands_of_agents_with_thousands_of_rules_are_read_at_once() -> None:
    """They would be a hundred million rules if each were kept for each."""
    agents = "".join(f"User-agent: a{number}\n" for number in range(10_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    start = time.process_time()
    assert parse_rules(f"{agents}{rules}".encode(), PLACE).welcomes(PAGE)
    assert time.process_time() - start < 5.0
