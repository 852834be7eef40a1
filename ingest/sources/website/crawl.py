"""Follows links from a start page, nearest first, without being led on for ever."""

import re
from collections import Counter, deque
from collections.abc import Iterator

from ingest.errors import SkipReason
from ingest.models import Finding, FoundArticle, Skipped, Unchanged
from ingest.sources.website.models import Listed, Website
from ingest.sources.website.scope import Scope
from ingest.sources.website.urls import path_of, shape_of
from ingest.sources.website.visits import Visit, Visits

_MAX_FRUITLESS = 20  # pages of one shape in a row; calendars give none, lists of news never so many
_MAX_SEGMENTS = 15
_MAX_SAME_SEGMENT = 3  # relative links that go wrong repeat a folder again and again
_WAITING_PER_PAGE = 4
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|bmp|tiff?|css|js|json|xml|rss|mp[34]|avi|mov|webm|wav|ogg"
    r"|zip|rar|7z|gz|tar|exe|apk|woff2?|ttf|eot|xlsx?|pptx?|csv|ics|kml)",
    re.I,
)


class _Traps:
    """Shapes of addresses of which many pages in a row gave neither an article nor new places."""

    def __init__(self) -> None:
        self._fruitless: Counter[str] = Counter()

    def holds(self, url: str) -> bool:
        return self._fruitless[shape_of(url)] >= _MAX_FRUITLESS

    def note(self, url: str, visit: Visit, fresh: list[str]) -> None:
        shape = shape_of(url)
        fruitful = any(isinstance(one, FoundArticle | Unchanged) for one in visit.findings)
        if fruitful or any(shape_of(link) != shape for link in fresh):
            self._fruitless[shape] = 0
        else:
            self._fruitless[shape] += 1


def crawl(site: Website, start: str, scope: Scope, visits: Visits) -> Iterator[Finding]:
    """Visit the start page and what it leads to, within the site's caps."""
    waiting = deque([(start, 0)])
    met = {start}
    traps = _Traps()
    visited = 0
    while waiting:
        url, depth = waiting.popleft()
        if traps.holds(url):
            continue
        if visited == site.max_pages:
            reason = f"leads to more than {site.max_pages} pages; the rest was not read"
            yield Skipped(site.start, reason, SkipReason.TOO_LARGE)
            return
        visited += 1
        # An unchanged page comes without its links; only those of the start page are needed anew.
        visit = visits.visit(Listed(url), conditional=depth > 0)
        yield from visit.findings
        fresh = [] if depth >= site.max_depth else _fresh(visit.links, met, scope)
        traps.note(url, visit, fresh)
        room = _WAITING_PER_PAGE * site.max_pages - len(waiting)
        added = [link for link in fresh if not traps.holds(link)][: max(0, room)]
        met.update(added)
        waiting.extend((link, depth + 1) for link in added)


def _fresh(links: tuple[str, ...], met: set[str], scope: Scope) -> list[str]:
    return [
        link
        for link in links
        if link not in met and not scope.why_barred(link) and not _is_hopeless(link)
    ]


def _is_hopeless(url: str) -> bool:
    path = path_of(url)
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > _MAX_SEGMENTS or _NO_PAGE.fullmatch(_ending(path)):
        return True
    return any(count > _MAX_SAME_SEGMENT for count in Counter(segments).values())


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[name.rfind(".") :] if "." in name else ""
