"""Takes out of a page what a browser shows to nobody, before anything is read from it.

What is too small, moved away or of the colour of its ground goes. What is only closed goes too,
unless the page can open it: much of what public bodies publish stands in accordions and tabs. A
page may hide an attack in an accordion as well; then its visitors can see it, as ours can.
"""

import re
from dataclasses import dataclass
from itertools import islice

from ingest.parsing.colours import (
    WHITE,
    ground_colour,
    has_unknown_ground,
    is_same_colour,
    text_colour,
)
from ingest.parsing.hidden import NEVER_SHOWN, closes_to_all, hides_for_good
from ingest.parsing.html_styles import Restyled, inline_styles
from ingest.parsing.html_tree import Element, ancestors, tag_of, words_of_class
from ingest.parsing.style_attribute import Attributes, stated_style

# Scripts state facts of the page, and are no text anyway.
_NEVER_SHOWN = NEVER_SHOWN - {"script"}
_WHOLE_PAGE = frozenset({"article", "body", "html", "main"})
# fmt: off
_REVEALED_WORDS = frozenset({
    "accordion", "answer", "collapse", "collapsed", "collapsible", "dropdown", "expandable", "faq",
    "jawaban", "pane", "panel", "tab", "toggle",
})
# Libraries that show a block as it is scrolled to, and frameworks that show one when they run.
_ANIMATED_WORDS = frozenset({"animate", "animated", "aos", "elementor", "wow"})
_SCRIPTED = ("data-aos", "ng-cloak", "ng-show", "v-cloak", "v-show", "x-cloak", "x-show")
# fmt: on
_FEW_PARENTS = 8
_MANY_PARENTS = 60  # real pages have some thirty; a hostile one must not take the square of them
# What children have from their parents, and may state anew: the properties of each kind.
_INHERITED = (("color",), ("font", "font-size"), ("text-indent",), ("visibility",))
_GROUND = ("background", "background-color", "background-image")
_RELATIVE = re.compile(r"[\d.](?:em|%)")


@dataclass(frozen=True, slots=True)
class _Page:
    """What has to be known of a whole page: what opens what, and whose colours are from sheets."""

    opened: frozenset[str]
    controlled: frozenset[str]
    coloured: set[Element]
    all_sheets_known: bool


def drop_hidden(tree: Element) -> None:
    """Take hidden elements out of a tree; what an accordion or a tab only folds away stays."""
    restyled = inline_styles(tree)
    page = _page(tree, restyled)
    holders = [_holders(tree, names) for names in _INHERITED]
    for element in list(tree.iter()):
        for names, restating in zip(_INHERITED, holders, strict=True):
            if element in restating:
                _hand_down(element, names, page)
        if _is_hidden(element, page):
            _drop(element)


def _page(tree: Element, restyled: Restyled) -> _Page:
    controlled = {element.get("aria-controls") for element in tree.xpath("//*[@aria-controls]")}
    for name in ("data-target", "data-bs-target"):
        controlled |= {element.get(name).lstrip("#") for element in tree.xpath(f"//*[@{name}]")}
    opened = {link.get("href")[1:] for link in tree.xpath("//a[starts-with(@href, '#')]")}
    opened |= {label.get("for") for label in tree.xpath("//label[@for]")} | controlled
    return _Page(
        frozenset(filter(None, opened)),
        frozenset(filter(None, controlled)),
        set(restyled.coloured),
        restyled.complete,
    )


def _is_hidden(element: Element, page: _Page) -> bool:
    tag = tag_of(element)
    if tag in _NEVER_SHOWN:
        return True
    attributes: Attributes = element.attrib
    if not attributes or tag in {"body", "html"}:
        return False
    # A theme that shows its title as a picture still names the article in a heading.
    if hides_for_good(attributes) and tag != "h1":
        return True
    if _is_unreadable(element, page):
        return True
    return closes_to_all(attributes) and not _can_be_opened(element, page)


def _can_be_opened(element: Element, page: _Page) -> bool:
    """Tell what a click, the script of a framework or an animation shows: these are content."""
    words = words_of_class(element)
    if element.get("id") in page.opened or element.get("role") == "tabpanel":
        return True
    if words & (_REVEALED_WORDS | _ANIMATED_WORDS):
        return True
    if any(element.get(name) is not None for name in _SCRIPTED):
        return True
    if {"animation", "animation-name"} & stated_style(element.attrib).keys():
        return True
    # Where a whole item is named as opened, what is closed is a part of it; where the item itself
    # is closed, a part that is hidden once more is no part of the answer.
    return any(
        parent.get("id") in page.controlled
        and tag_of(parent) not in _WHOLE_PAGE
        and not words_of_class(parent) & _REVEALED_WORDS
        and not closes_to_all(parent.attrib)
        for parent in islice(ancestors(element), _FEW_PARENTS)
    )


def _is_unreadable(element: Element, page: _Page) -> bool:
    """Tell letters of the colour of their ground; a class may name a ground that is not known."""
    colour = text_colour(element.attrib)
    if colour is None:
        return False
    line = [element, *islice(ancestors(element), _MANY_PARENTS)]
    for one in line:
        ground = ground_colour(one.attrib)
        if ground is not None:
            return is_same_colour(colour, ground)
        if has_unknown_ground(one.attrib):
            return False
    if not is_same_colour(colour, WHITE):
        return False
    if element in page.coloured:
        # What is laid over something else may stand on a picture.
        return page.all_sheets_known and not any(_is_laid_over(one) for one in line)
    return not any(one.get("class") for one in line[:2])


def _is_laid_over(element: Element) -> bool:
    return stated_style(element.attrib).get("position") in {"absolute", "fixed", "sticky"}


def _holders(tree: Element, names: tuple[str, ...]) -> set[Element]:
    """Give the elements in which another one states a property anew."""
    holders: set[Element] = set()
    for element in tree.iter():
        if _restates(element, names):
            for parent in ancestors(element):
                if parent in holders:
                    break
                holders.add(parent)
    return holders


def _restates(element: Element, names: tuple[str, ...]) -> bool:
    stated = stated_style(element.attrib).keys()
    if "color" in names:
        named = element.get("color") or element.get("bgcolor")
        return bool(named) or not stated.isdisjoint({*names, *_GROUND})
    return not stated.isdisjoint(names)


def _hand_down(element: Element, names: tuple[str, ...], page: _Page) -> None:
    """Hide what stands directly in an element whose children may show their own text."""
    style = stated_style(element.attrib)
    handed = {name: style[name] for name in names if name in style}
    alone: Attributes = {"style": _written(handed)}
    if not handed or tag_of(element) in {"body", "html"}:
        return
    hides = hides_for_good(alone) or closes_to_all(alone)
    if not hides and not ("color" in handed and _is_unreadable(element, page)):
        return
    element.set("style", _written({name: style[name] for name in style if name not in handed}))
    element.text = None
    for child in element:
        child.tail = None
        own = stated_style(child.attrib)
        stated = own.keys() & set(names) or ("color" in names and child.get("color"))
        # Letters of a size relative to nothing are nothing.
        if not stated or _RELATIVE.search(own.get("font-size", "") if "font" in names else ""):
            child.set("style", _written({**own, **handed}))
            if element in page.coloured:
                page.coloured.add(child)


def _written(style: dict[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in style.items())


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
