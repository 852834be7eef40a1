"""Takes out of a page what a browser shows to nobody, before anything is read from it."""

from ingest.parsing.hidden import (
    Attributes,
    closes_to_all,
    ground_colour,
    hides_for_good,
    is_same_colour,
    text_colour,
)
from ingest.parsing.html_tree import Element, ancestors, tag_of, words_of_class

# Scripts state facts of the page, and style sheets are no text anyway.
_NEVER_SHOWN = frozenset({"noscript", "template"})
_REVEALED_WORDS = frozenset({"accordion", "collapse", "collapsed", "panel", "tab", "toggle"})
_WHITE = (255, 255, 255)


def drop_hidden(tree: Element) -> None:
    """Take hidden elements out of a tree; what an accordion or a tab only folds away stays."""
    opened = _opened_ids(tree)
    for element in list(tree.iter()):
        if _is_hidden(element, opened):
            _drop(element)


def _is_hidden(element: Element, opened: frozenset[str]) -> bool:
    tag = tag_of(element)
    if tag in _NEVER_SHOWN:
        return True
    attributes: Attributes = element.attrib
    if not attributes or tag in {"body", "html"}:
        return False
    # A theme that shows its title as a picture still names the article in a heading.
    if hides_for_good(attributes) and tag != "h1":
        return True
    if _is_unreadable(element):
        return True
    if not closes_to_all(attributes):
        return False
    # An accordion hides its answers until they are opened: these are content.
    shown_later = element.get("id") in opened or element.get("role") == "tabpanel"
    return not (shown_later or words_of_class(element) & _REVEALED_WORDS)


def _is_unreadable(element: Element) -> bool:
    """Tell letters of the colour of their ground; a class may name a ground that is not known."""
    colour = text_colour(element.attrib)
    if colour is None:
        return False
    line = [element, *ancestors(element)]
    grounds = (ground_colour(one.attrib) for one in line)
    ground = next((found for found in grounds if found is not None), None)
    if ground is None:
        return is_same_colour(colour, _WHITE) and not any(one.get("class") for one in line[:2])
    return is_same_colour(colour, ground)


def _opened_ids(tree: Element) -> frozenset[str]:
    ids = {element.get("aria-controls") for element in tree.iter("a", "button", "summary", "h3")}
    for attribute in ("data-target", "data-bs-target"):
        ids |= {
            element.get(attribute, "").lstrip("#") for element in tree.xpath(f"//*[@{attribute}]")
        }
    return frozenset(filter(None, ids))


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
