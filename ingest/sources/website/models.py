"""What staff say of a website, and what is known of a page before it is read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

How = Literal["auto", "sitemap", "feed", "crawl", "page"]


@dataclass(frozen=True, slots=True)
class Website:
    """A website as a source.

    `how` says how its pages are found; "auto" takes what the address turns out to be.
    Beside the host of `start`, those of `allowed_hosts` are read, written as they stand in
    addresses, with the port where it is not the usual one. A pattern is the beginning of an
    address or, with "*", a glob over all of it; where it begins with "/", it is held against path
    and query only. `include` limits what becomes an article, `exclude` what is asked for at all.
    """

    start: str
    how: How = "auto"
    allowed_hosts: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_pages: int = 5000
    max_depth: int = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a sitemap, a feed or a page names, and what is said of it there."""

    url: str
    title: str = ""
    published: date | None = None
