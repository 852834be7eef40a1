"""The tree of a page and what can be asked of its elements (adapter: lxml)."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

Element: TypeAlias = Any  # lxml carries no types

# fmt: off
BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "label", "legend", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
})
# fmt: on
_SPACES = re.compile(r"\s+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


def parse_tree(markup: str) -> Element | None:
    """Parse a page, however broken; None where there is no element in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    content = markup.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def tag_of(element: Element) -> str:
    """The element's tag in lower case; empty for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def find_all(root: Element, *tags: str) -> list[Element]:
    """All elements with one of the tags, in document order."""
    return list(root.iter(*tags))


def flat_text(element: Element) -> str:
    """All text within an element on one line."""
    return _SPACES.sub(" ", "".join(element.itertext())).strip()


def fingerprint(text: str) -> str:
    """A text without spaces, punctuation and case, to compare what two readers made of it."""
    return _NOT_ALPHANUMERIC.sub("", text).lower()


def link_share(element: Element) -> float:
    """Which share of an element's text is the text of links (0..1)."""
    whole = len(flat_text(element))
    linked = sum(len(flat_text(link)) for link in element.iter("a") if link.get("href"))
    return linked / whole if whole else 0.0


def words_of_class(element: Element) -> frozenset[str]:
    """The words that the element's class and id are made of, in lower case."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return frozenset(word.lower() for word in _CLASS_WORD.findall(names))


def ancestors(element: Element) -> Iterator[Element]:
    """The element's parents, nearest first."""
    yield from element.iterancestors()


def with_blocks_inside(root: Element) -> set[Element]:
    """All elements that hold at least one block-level element."""
    holders: set[Element] = set()
    for element in root.iter(*BLOCK_TAGS):
        for parent in element.iterancestors():
            if parent in holders:
                break
            holders.add(parent)
    return holders
