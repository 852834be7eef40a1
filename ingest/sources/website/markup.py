"""What a page's markup says beside its article: links, robots rules, its canonical address."""

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.parsing.html_tree import Element, find_all, fingerprint, flat_text, parse_tree
from ingest.sources.website.urls import normalise_url

MAX_LINKS = 1000  # of one page; what has more is an archive that other pages list as well
_MAX_ANCHORS = 10 * MAX_LINKS  # menus and teasers link to one page several times
_MAX_TITLES = 10
_FEW_TEASERS = 3  # linked headings; an article may name one or two others
_UNFOLLOWED = frozenset({"nofollow", "ugc", "sponsored"})
_ROBOTS_NAMES = frozenset({"robots", "suluh"})


@dataclass(frozen=True, slots=True)
class PageMarkup:
    """What the markup of a page says.

    `links` are normalised addresses, each once, in reading order; `link_texts` and `titles` are
    fingerprints and texts of what links and titles show.
    """

    links: tuple[str, ...]
    link_texts: frozenset[str]
    titles: tuple[str, ...]
    canonical: str
    noindex: bool


def read_markup(markup: str, page_url: str) -> PageMarkup:
    """Read the markup of a page, however broken."""
    tree = parse_tree(markup)
    if tree is None:
        return PageMarkup((), frozenset(), (), "", noindex=False)
    robots = _robots_rules(tree)
    anchors = [one for one in tree.iter("a", "area") if one.get("href")][:_MAX_ANCHORS]
    base = _base_of(tree, page_url)
    return PageMarkup(
        links=() if robots & {"nofollow", "none"} else _links(anchors, base),
        link_texts=frozenset(filter(None, (fingerprint(flat_text(one)) for one in anchors))),
        titles=tuple(flat_text(one) for one in find_all(tree, "title", "h1")[:_MAX_TITLES]),
        canonical=_canonical(tree, base),
        noindex=bool(robots & {"noindex", "none"}),
    )


def _links(anchors: list[Element], base: str) -> tuple[str, ...]:
    links: dict[str, None] = {}
    for anchor in anchors:
        if not _words(anchor.get("rel")) & _UNFOLLOWED:
            links[normalise_url(anchor.get("href"), base)] = None
        if len(links) > MAX_LINKS:
            break
    links.pop("", None)
    return tuple(links)[:MAX_LINKS]


def _base_of(tree: Element, page_url: str) -> str:
    stated = (base.get("href") for base in find_all(tree, "base") if base.get("href"))
    return normalise_url(next(stated, ""), page_url) or page_url


def _canonical(tree: Element, base: str) -> str:
    stated = (
        normalise_url(link.get("href") or "", base)
        for link in find_all(tree, "link")
        if "canonical" in _words(link.get("rel")) and link.get("href")
    )
    return next(stated, "")


def _robots_rules(tree: Element) -> frozenset[str]:
    return frozenset(
        rule
        for meta in find_all(tree, "meta")
        if (meta.get("name") or "").strip().lower() in _ROBOTS_NAMES
        for rule in _words((meta.get("content") or "").replace(",", " "))
    )


def _words(value: str | None) -> frozenset[str]:
    return frozenset((value or "").lower().split())


def is_link_list(headings: Iterable[str], text: str, link_texts: frozenset[str]) -> bool:
    """Tell a page that lists others from an article: most of it, or its headings, are links."""
    named = [fingerprint(heading) for heading in headings]
    linked = [heading for heading in named if heading in link_texts]
    if len(linked) >= _FEW_TEASERS and len(linked) >= len(named) / 2:
        return True
    lines = [fingerprint(line) for line in text.splitlines()]
    of_links = sum(len(line) for line in lines if line in link_texts)
    return of_links > sum(map(len, lines)) / 2
