"""What stands on a page beside its article: menus, share buttons, related links."""

import re

from ingest.parsing.html_tree import (
    Element,
    find_all,
    fingerprint,
    flat_text,
    link_share,
    tag_of,
    words_of_class,
)

# fmt: off
_NEVER_TEXT = frozenset({
    "audio", "canvas", "datalist", "dialog", "embed", "footer", "iframe", "input", "link", "map",
    "marquee", "math", "menu", "meta", "nav", "noscript", "object", "optgroup", "option", "picture",
    "progress", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "title",
    "video",
})
_BOILERPLATE_ROLES = frozenset({
    "alertdialog", "banner", "contentinfo", "dialog", "menu", "menubar", "navigation", "search",
    "toolbar",
})
_BOILERPLATE_WORDS = frozenset({
    "advertisement", "breadcrumb", "breadcrumbs", "byline", "comment", "comments", "cookie",
    "dateline", "footer", "iklan", "komentar", "likes", "menu", "modal", "nav", "navbar",
    "navigation", "navigasi", "newsletter", "pager", "pagination", "popup", "ratings", "related",
    "relatedposts", "share", "sharedaddy", "sharing", "sidebar", "skip", "social", "sosmed",
    "terkait",
})
_LAYOUT_WORDS = frozenset({"has", "no", "with"})  # "has-sidebar" names a layout, not a sidebar
# fmt: on
_BOILERPLATE_HEADING = re.compile(
    r"(?:baca|lihat) (?:juga|selengkapnya|lainnya)|(?:berita|artikel|informasi|tautan|konten|pos)"
    r" (?:terkait|lain(?:nya)?|terbaru|terpopuler|populer)|bagikan|sebarkan|share\b|related\b"
    r"|read (?:more|also)|see also|komentar$|comments?$",
    re.I,
)
_MAX_SHARE_OF_PAGE = 0.5
_MENU_LINKS = 3
_MENU_LINK_SHARE = 0.7
_RELATED_LINK_SHARE = 0.4
_MAX_LABEL = 120  # characters; "Baca juga" lines and share bars are short
_FIRST_OF_MENUS = frozenset({"beranda", "depan", "halaman depan", "halaman utama", "home", "utama"})
_MENU_TAGS = frozenset({"aside", "center", "div", "font", "ol", "p", "section", "table", "ul"})
_SUBHEADINGS = ("h2", "h3", "h4", "h5", "h6")
_GROUP_TAGS = frozenset({"aside", "div", "header", "p", "section", "ul", "ol", "span"})


class Boilerplate:
    """Tells which elements under a page's main element are no part of the article.

    `kept` is the fingerprint of what trafilatura would keep; a list of links goes only if
    trafilatura drops it too.
    """

    def __init__(self, root: Element, kept: str) -> None:
        self._root = root
        self._kept = kept
        self._length = max(1, len(flat_text(root)))

    def __contains__(self, element: Element) -> bool:
        """Whether the element is to be left out with everything in it."""
        tag = tag_of(element)
        if not tag or tag in _NEVER_TEXT or element.get("role") in _BOILERPLATE_ROLES:
            return True
        if self._is_named_boilerplate(element):
            return True
        if tag in _GROUP_TAGS and _is_related_links(element):
            return True
        return tag in _MENU_TAGS and self._is_menu(element)

    def heads_links_only(self, heading: Element) -> bool:
        """Whether a heading such as "Berita terkait" stands directly over a list of links."""
        if not _BOILERPLATE_HEADING.match(flat_text(heading)):
            return False
        following = heading.getnext()
        return following is None or link_share(following) >= _RELATED_LINK_SHARE

    def _is_named_boilerplate(self, element: Element) -> bool:
        words = words_of_class(element)
        if not words & _BOILERPLATE_WORDS or words & _LAYOUT_WORDS:
            return False
        return len(flat_text(element)) <= _MAX_SHARE_OF_PAGE * self._length

    def _is_menu(self, element: Element) -> bool:
        links = [link for link in element.iter("a") if link.get("href")]
        if len(links) < _MENU_LINKS or link_share(element) < _MENU_LINK_SHARE:
            return False
        if flat_text(links[0]).casefold() in _FIRST_OF_MENUS:
            return True
        return fingerprint(flat_text(element)) not in self._kept


def _is_related_links(element: Element) -> bool:
    headings = find_all(element, *_SUBHEADINGS)
    above = element.getprevious()
    if above is not None and tag_of(above) in _SUBHEADINGS:
        headings.insert(0, above)
    text = flat_text(headings[0] if headings else element)
    if not _BOILERPLATE_HEADING.match(text):
        return False
    share = link_share(element)
    return share >= _RELATED_LINK_SHARE or (
        len(flat_text(element)) <= _MAX_LABEL and any(True for _ in element.iter("a", "button"))
    )
