"""What an RSS or Atom feed lists (adapter: feedparser)."""

import html
import time
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import feedparser  # type: ignore[import-untyped]

from ingest.sources.website.models import Listed
from ingest.sources.website.urls import normalise_url

MAX_ITEMS = 5000  # a feed that is longer is no feed
_JAKARTA = timezone(timedelta(hours=7))


def read_feed(content: bytes, feed_url: str) -> tuple[Listed, ...]:
    """Read the items of a feed that have an address, however damaged the feed is."""
    # A stream, never a string: feedparser would take a string for an address to fetch.
    feed = feedparser.parse(BytesIO(content), response_headers={"content-location": feed_url})
    listed = (_listed(entry, feed_url) for entry in feed.entries[:MAX_ITEMS])
    return tuple(item for item in listed if item.url)


def _listed(entry: Any, feed_url: str) -> Listed:
    address = entry.get("link") or (entry.get("id") if entry.get("guidislink") else "")
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    return Listed(
        url=normalise_url(address, feed_url) if address else "",
        title=html.unescape(entry.get("title", "")),
        published=_day(when) if when else None,
    )


def _day(when: time.struct_time) -> date:
    """The day in Jakarta; feeds state their times in UTC, seven hours behind."""
    return datetime(*when[:6], tzinfo=UTC).astimezone(_JAKARTA).date()
