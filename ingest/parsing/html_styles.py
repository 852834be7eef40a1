"""Writes what a page's style sheets state into its elements (adapter: cssselect2).

Only `<style>` elements are read: a linked sheet would be one more request, and its text could
change without the page. After this, what hides by a class is told as a style attribute is.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import cssselect2  # type: ignore[import-untyped] # carries no types

from ingest.parsing.css import Declaration, StyleRule, read_declarations, read_sheet
from ingest.parsing.hidden import DECIDING, opens
from ingest.parsing.html_tree import Element, ancestors, find_all, tag_of
from ingest.parsing.limits import StyleLimits

Selector: TypeAlias = Any

# Of sheets in <noscript> none holds where scripts run; a template's are of what is not in the page.
_ELSEWHERE = frozenset({"noscript", "svg", "template"})
_SHORTHANDS = {
    "background": ("background-color", "background-image"),
    "font": ("font-size",),
    "font-size": ("font",),
    "animation": ("animation-name",),
}
_SCANS_SIBLINGS = re.compile(r"-of-type|:nth-[a-z-]+\([^)]*\bof\b", re.I)
_HEAVY = 200  # characters of attributes that take as long as a step
_LONG = 20  # characters of a selector, likewise
_PARSED = 4  # characters of a style attribute, likewise
_DEFAULT = StyleLimits()


@dataclass(frozen=True, slots=True)
class Restyled:
    """The elements that have their text's colour from a sheet.

    `complete` tells whether every sheet of the page was read, so that a ground that none names is
    white.
    """

    coloured: frozenset[Element] = frozenset()
    complete: bool = True


def inline_styles(tree: Element, limits: StyleLimits = _DEFAULT) -> Restyled:
    """Write what sheets state into style attributes: by importance, specificity and order.

    Rules for some screens only, or for what a visitor opened, count where they show something and
    not where they hide it: what can be seen somewhere is content. Beyond the limits nothing is
    written.
    """
    rules, complete = _rules_of(tree, limits)
    if not rules:
        return Restyled(complete=complete)
    budget = _Budget(limits.steps)
    matcher = _matcher(rules, budget)
    coloured: set[Element] = set()
    try:
        for number, element in enumerate(_Counted.of(tree, budget).iter_subtree()):
            if number == limits.elements:
                return Restyled(frozenset(coloured), complete=False)
            matched = matcher.match(element)
            if not matched:
                continue
            budget.spend(len(matched) + len(element.etree_element.get("style", "")) // _PARSED)
            if _restyle(element.etree_element, matched):
                coloured.add(element.etree_element)
    except (_TooCostlyError, RecursionError):
        complete = False
    return Restyled(frozenset(coloured), complete)


def _rules_of(tree: Element, limits: StyleLimits) -> tuple[list[StyleRule], bool]:
    rules: list[StyleRule] = []
    complete = not tree.xpath("//link[contains(@rel, 'stylesheet')]")
    left = limits.characters
    for sheet in find_all(tree, "style"):
        text = "".join(sheet.itertext())
        if (sheet.get("type") or "text/css").strip().lower() != "text/css":
            continue
        if any(tag_of(parent) in _ELSEWHERE for parent in ancestors(sheet)):
            continue
        if len(text) > left:
            return rules, False
        left -= len(text)
        most = limits.rules - len(rules)
        read = read_sheet(text, sheet.get("media") or "", DECIDING, most)
        complete = complete and not read.imports and len(read.rules) < most
        rules += [rule for rule in read.rules if len(rule.selector) <= limits.selector_characters]
    return rules, complete


def _matcher(rules: Iterable[StyleRule], budget: "_Budget") -> Any:
    matcher = cssselect2.Matcher()
    for rule in rules:
        declarations = rule.declarations
        if rule.conditional:
            declarations = tuple(one for one in declarations if opens(one.name, one.value))
        for selector in _compiled(rule.selector) if declarations else ():
            stated = declarations if selector.pseudo_element is None else _behind(declarations)
            # All that is drawn before or behind the text of an element can be is its ground.
            selector.pseudo_element = None
            ids, classes, tags = selector.specificity
            selector.specificity = ids, classes + rule.states, tags
            selector.test = budget.counted(selector.test, rule.selector)
            if stated:
                matcher.add_selector(selector, stated)
    return matcher


def _compiled(selector: str) -> list[Selector]:
    # The library builds Python expressions, so what nests deeply fails in Python's own parser;
    # and it asks broken selectors for tokens that are not there.
    try:
        return list(cssselect2.compile_selector_list(selector))
    except (ValueError, SyntaxError, RecursionError, MemoryError, NotImplementedError):
        return []
    except (AttributeError, TypeError, IndexError):
        return []


def _behind(declarations: tuple[Declaration, ...]) -> tuple[Declaration, ...]:
    stated = any(one.name.startswith("background") for one in declarations)
    return (Declaration("background-image", "url()"),) if stated else ()


def _restyle(element: Element, matched: list[tuple[Any, ...]]) -> bool:
    """Write the style of an element; tell whether its colour is from a sheet."""
    sheets = [one for *_, declarations in matched for one in declarations]
    own = read_declarations(element.get("style") or "", DECIDING)
    normal = [one for one in sheets if not one.important]
    important = [one for one in sheets if one.important]
    layers = [*normal, *(one for one in own if not one.important), *important]
    stated: dict[str, Declaration] = {}
    for one in [*layers, *(one for one in own if one.important)]:
        for other in _SHORTHANDS.get(one.name, ()):
            stated.pop(other, None)
        stated[one.name] = replace(one, value=one.value.replace(";", " "))
    element.set("style", ";".join(f"{one.name}:{one.value}" for one in stated.values()))
    return "color" in stated and not any(one.name == "color" for one in own)


class _TooCostlyError(Exception):
    """Matching took more steps than it may."""


class _Budget:
    """Counts steps; one from element to element costs more the longer the selector is."""

    def __init__(self, steps: int) -> None:
        self._left = steps
        self._price = 0

    def spend(self, steps: int) -> None:
        """Take steps off.

        Raises:
            _TooCostlyError: none are left.
        """
        self._left -= steps
        if self._left < 0:
            raise _TooCostlyError

    def look_at(self, element: "_Counted") -> None:
        """Count that a selector asks for an element."""
        self.spend(self._price * element.weight)

    def counted(
        self, test: "Callable[[_Counted], bool]", selector: str
    ) -> "Callable[[_Counted], bool]":
        """Make the test of a selector count what it costs."""
        price = 1 + len(selector) // _LONG
        scans_siblings = _SCANS_SIBLINGS.search(selector) is not None

        def run(element: _Counted) -> bool:
            self._price = price
            try:
                self.look_at(element)
                if scans_siblings:
                    self.spend(price * len(element.etree_siblings))
                return bool(test(element))
            finally:
                self._price = 0

        return run


class _Counted(cssselect2.ElementWrapper):  # type: ignore[misc] # carries no types
    """An element whose ways to others are counted, and need no recursion."""

    budget: _Budget

    @classmethod
    def of(cls, tree: Element, budget: _Budget) -> "_Counted":
        """Wrap the root of a page."""
        root: _Counted = cls.from_html_root(tree)
        root.budget = budget
        return root

    @cached_property
    def weight(self) -> int:
        """What it costs to look at the element once."""
        return 1 + sum(map(len, self.etree_element.attrib.values())) // _HEAVY

    @property
    def ancestors(self) -> "Iterator[_Counted]":
        """The parents, nearest first."""
        return self._along("parent")

    @property
    def previous_siblings(self) -> "Iterator[_Counted]":
        """The siblings before the element, nearest first."""
        return self._along("previous")

    def iter_children(self) -> "Iterator[_Counted]":
        """Give the children in their order."""
        for child in super().iter_children():
            child.budget = self.budget
            self.budget.look_at(child)
            yield child

    def _along(self, way: str) -> "Iterator[_Counted]":
        element = getattr(self, way)
        while element is not None:
            self.budget.look_at(element)
            yield element
            element = getattr(element, way)
