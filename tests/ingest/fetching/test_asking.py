"""Requests are paced, repeated and followed as servers ask."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from ingest.errors import PageForbiddenError, PageUnavailableError, SkipReason
from ingest.fetching.asking import Asking
from ingest.fetching.deadline import Deadline
from ingest.fetching.exchange import Reply, Wanted
from ingest.fetching.models import FetchLimits
from ingest.fetching.pacing import Pacing
from ingest.fetching.urls import PageAddress, parse_page_address
from tests.fakes import Clock
from tests.ingest.fetching.timing import Sleep

PAGE = "https://kemenag.go.id/a"
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
Answer = tuple[int, dict[str, str]]


class _Server:
    """Answers from a script; the last answer is repeated."""

    def __init__(self, clock: Clock, *answers: Answer) -> None:
        self.asked: list[tuple[float, str]] = []
        self.headers: Mapping[str, str] = {}
        self.seconds_given: list[float] = []
        self._clock = clock
        self._answers = list(answers)

    def get(
        self, address: PageAddress, headers: Mapping[str, str], wanted: Wanted, deadline: Deadline
    ) -> Reply:
        self.asked.append((self._clock(), address.target))
        self.headers = headers
        self.seconds_given.append(deadline.left)
        status, received = self._answers.pop(0) if self._answers[1:] else self._answers[0]
        return Reply(address, status, received)


class _Case:
    """A reader and the server it reads from."""

    def __init__(self, *answers: Answer, seconds_between: float = 1.0) -> None:
        self.clock = Clock()
        self.sleep = Sleep(self.clock)
        self.server = _Server(self.clock, *answers)
        pacing = Pacing(seconds_between, self.clock, self.sleep)
        limits = FetchLimits()
        self.asking = Asking(
            self.server.get, pacing, limits, "Suluh/1", self.sleep, now=lambda: NOW
        )

    def follow(self, url: str = PAGE, *, refused: str = "none") -> Reply:
        def permit(address: PageAddress) -> None:
            if address.host == refused:
                raise PageForbiddenError(address.url, "refused", SkipReason.REFUSED)

        deadline = Deadline(60.0, self.clock)
        return self.asking.follow(parse_page_address(url), {}, Wanted(1), deadline, permit)


def test_the_asker_says_who_it_is_and_what_it_can_decode() -> None:
    """Nothing but gzip and deflate can be bounded."""
    case = _Case((200, {}))
    case.follow()
    assert case.server.headers["User-Agent"] == "Suluh/1"
    assert case.server.headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_passing_fault_is_asked_again(status: int) -> None:
    """And the answer that comes then is the answer."""
    case = _Case((status, {}), (status, {}), (200, {}))
    assert case.follow().status == 200
    assert [moment for moment, _ in case.server.asked] == [0.0, 1.0, 3.0]


@pytest.mark.parametrize("status", [200, 204, 304, 400, 403, 404, 410, 500])
def test_a_final_answer_is_not_asked_again(status: int) -> None:
    """It would be the same."""
    case = _Case((status, {}))
    assert case.follow().status == status
    assert len(case.server.asked) == 1


@pytest.mark.parametrize("value", ["20", "Sun, 01 Mar 2026 12:00:20 GMT"])
def test_retry_after_is_honoured(value: str) -> None:
    """In seconds or as a date."""
    case = _Case((503, {"retry-after": value}), (200, {}))
    assert case.follow().status == 200
    assert [moment for moment, _ in case.server.asked] == [0.0, 20.0]


def test_a_host_that_wants_a_long_rest_gets_it() -> None:
    """No page of it is asked for until then; other hosts are."""
    case = _Case((429, {"retry-after": "600"}), (200, {}))
    for _ in range(2):
        with pytest.raises(PageUnavailableError, match="left alone"):
            case.follow()
    assert len(case.server.asked) == 1
    assert case.follow("https://lain.go.id/").status == 200
    case.clock.seconds += 600.0
    assert case.follow().status == 200


def test_all_failures_are_told_by_the_last() -> None:
    """After three tries."""
    case = _Case((503, {}))
    with pytest.raises(PageUnavailableError, match="503"):
        case.follow()
    assert len(case.server.asked) == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_at_the_pace_of_the_host(status: int) -> None:
    """The reply tells where it came from."""
    case = _Case((status, {"location": "/b"}), (200, {}))
    assert case.follow().address.url == "https://kemenag.go.id/b"
    assert case.server.asked == [(0.0, "/a"), (1.0, "/b")]


def test_pauses_of_politeness_cost_a_page_no_time() -> None:
    """A slow pace is the site's wish; the last step has as long as the first."""
    steps = [(302, {"location": f"/{number}"}) for number in range(4)]
    case = _Case(*steps, (200, {}), seconds_between=50.0)
    assert case.follow().status == 200
    assert case.clock.seconds == 200.0
    assert case.server.seconds_given == [30.0] * 5


def test_every_step_is_permitted_first() -> None:
    """A page that is not permitted is not asked for."""
    case = _Case((302, {"location": "http://evil.id/"}), (200, {}))
    with pytest.raises(PageForbiddenError, match=r"http://evil\.id/: refused"):
        case.follow(refused="evil.id")
    with pytest.raises(PageForbiddenError):
        case.follow(refused="kemenag.go.id")
    assert len(case.server.asked) == 1


@pytest.mark.parametrize(
    ("locations", "reason", "requests"),
    [
        (["/b", "/a"], "circle", 2),
        (["/a"], "circle", 1),
        ([""], "circle", 1),
        ([f"/{number}" for number in range(9)], "more than 5", 6),
        (["file:///etc/passwd"], "only http", 1),
        (["http://user:pw@kemenag.go.id/"], "user name", 1),
        (["http://2130706433/"], "number", 1),
    ],
)
def test_redirects_that_lead_nowhere_end(locations: list[str], reason: str, requests: int) -> None:
    """In a circle, too far, or off the web."""
    case = _Case(*((302, {"location": location}) for location in locations))
    with pytest.raises(PageForbiddenError, match=reason):
        case.follow()
    assert len(case.server.asked) == requests
