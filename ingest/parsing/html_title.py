"""Which element of a page shows the article's title."""

import re
from collections.abc import Iterator
from itertools import islice

from ingest.parsing.html_tree import BLOCK_TAGS, Element, find_all, flat_text, words_of_class

TITLE_SEPARATOR = re.compile(r"\s+[|–—·»-]\s+")
_PARTS = re.compile(rf"{TITLE_SEPARATOR.pattern}|:\s+")  # "Site: Title", as Blogger writes
_HEADINGS = ("h1", "h2", "h3")
_PLAIN_TAGS = ("div", "p", "span", "strong", "b", "font", "td")
_MAX_TITLE = 300  # characters
_MAX_INNER = 5  # elements, such as links and icons
_TITLE_WORDS = frozenset({"headline", "judul", "title"})
_OTHER_TITLE_WORDS = frozenset(
    {
        "block",
        "box",
        "brand",
        "header",
        "menu",
        "module",
        "nav",
        "page",
        "sidebar",
        "site",
        "widget",
    }
)


def find_title_element(
    tree: Element, root: Element, stated: list[str], site: str
) -> Element | None:
    """The heading, or what stands in for one, that shows the title of the article in `root`.

    `stated` are the titles that the page states of itself, best first; `site` is its site's name.
    """
    texts = [text.casefold() for text in stated if text and text.casefold() != site.casefold()]
    headings = [
        heading
        for heading in find_all(tree, *_HEADINGS)
        if flat_text(heading).casefold() not in {"", site.casefold()}
    ]
    named = _named(headings, root, texts)
    if named is not None:
        return named
    firsts = [heading for heading in headings if heading.tag == "h1"]
    inside = [heading for heading in firsts if root in heading.iterancestors()]
    if inside or firsts:
        return (inside or firsts)[0]
    plain = [element for element in tree.iter(*_PLAIN_TAGS) if _is_title_like(element)]
    named = _named(plain, root, texts)
    return next(filter(_is_called_title, plain), None) if named is None else named


def _named(elements: list[Element], root: Element, texts: list[str]) -> Element | None:
    """The element that shows a stated title, or a part of one as long as can be."""
    shown = [(element, flat_text(element).casefold()) for element in elements]
    for text in texts:
        whole = [element for element, title in shown if title == text]
        if whole:
            return next((one for one in whole if root in one.iterancestors()), whole[0])
    parts = {part for text in texts for part in _parts(text)}
    found = [(element, title) for element, title in shown if title in parts]
    begun = [
        (element, title)
        for element, title in shown
        if element.tag == "h1" and any(text.startswith(title) for text in texts)
    ]
    ranked = sorted(
        found or begun, key=lambda one: (root in one[0].iterancestors(), len(one[1])), reverse=True
    )
    return ranked[0][0] if ranked else None


def _parts(text: str) -> Iterator[str]:
    for pattern in (TITLE_SEPARATOR, _PARTS):
        yield from pattern.split(text)


def _is_title_like(element: Element) -> bool:
    inner = list(islice(element.iterdescendants(), _MAX_INNER + 1))
    if len(inner) > _MAX_INNER or any(one.tag in BLOCK_TAGS for one in inner):
        return False
    return 0 < len(flat_text(element)) <= _MAX_TITLE


def _is_called_title(element: Element) -> bool:
    words = words_of_class(element)
    return bool(words & _TITLE_WORDS) and not words & _OTHER_TITLE_WORDS
