"""The rules of a style sheet and what they state (adapter: tinycss2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import tinycss2  # type: ignore[import-untyped] # carries no types

Token: TypeAlias = Any

_DEEPEST = 5  # at-rules within at-rules; real sheets have two
_SCREENS = frozenset({"", "all", "screen", "only all", "only screen"})
_NO_SCREENS = ("aural", "braille", "embossed", "handheld", "print", "projection", "speech", "tty")
_CONDITIONS = frozenset({"container", "supports"})
_COMBINATORS = (">", "+", "~")  # compared with tokens, which have no hash
# fmt: off
# What a visitor or a script does to an element: names of pseudo-classes, classes and attributes.
_STATES = frozenset({
    "active", "checked", "focus", "focus-visible", "focus-within", "hover", "target",
})
_STATE_CLASSES = frozenset({
    "active", "current", "expanded", "in", "initialized", "is-active", "is-open", "is-visible",
    "loaded", "open", "opened", "ready", "selected", "show", "visible",
})
_STATE_ATTRIBUTES = frozenset({"aria-expanded", "aria-hidden", "aria-selected", "open"})
# fmt: on


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is stated of a property, in lower case."""

    name: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One selector with what is stated of the elements that it selects.

    A rule is `conditional` that holds on some screens only, or once a visitor opened something;
    `states` is the number of such states that its selector named and that are no longer in it.
    """

    selector: str
    declarations: tuple[Declaration, ...]
    conditional: bool = False
    states: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a style sheet in their order, and whether it asks for others."""

    rules: tuple[StyleRule, ...]
    imports: bool = False


def read_sheet(text: str, media: str, names: frozenset[str], most_rules: int) -> Sheet:
    """Read the rules that state a property of `names` and hold on screens, `most_rules` at most.

    `media` is the media query of the whole sheet. What cannot be parsed is passed over, as
    browsers do; a sheet nested so deeply that nothing can be told has no rules.
    """
    try:
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        found: list[StyleRule] = []
        for rule in _rules(nodes, media, names, conditional=False, depth=0):
            if len(found) == most_rules:
                break
            found.append(rule)
    except RecursionError:
        return Sheet(())
    imports = any(node.type == "at-rule" and node.lower_at_keyword == "import" for node in nodes)
    return Sheet(tuple(found), imports)


def read_declarations(
    content: str | Iterable[Token], names: frozenset[str]
) -> tuple[Declaration, ...]:
    """Read what a block, or the text of a style attribute, states of the properties of `names`."""
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return tuple(
        Declaration(node.lower_name, _value(node.value), node.important)
        for node in nodes
        if node.type == "declaration" and node.lower_name in names
    )


def _value(tokens: Iterable[Token]) -> str:
    return str(tinycss2.serialize(tokens)).strip().lower()


def _rules(
    nodes: Iterable[Token], media: str, names: frozenset[str], *, conditional: bool, depth: int
) -> Iterator[StyleRule]:
    holds = _holds_on_screens(media)
    if holds is False or depth > _DEEPEST:
        return
    conditional = conditional or holds is None
    for node in nodes:
        if node.type == "qualified-rule":
            declarations = read_declarations(node.content, names)
            if declarations:
                yield from _of_each_selector(node.prelude, declarations, conditional)
        elif node.type == "at-rule" and node.content is not None:
            keyword = node.lower_at_keyword
            if keyword != "media" and keyword != "layer" and keyword not in _CONDITIONS:
                continue
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(
                inner,
                _value(node.prelude) if keyword == "media" else "",
                names,
                conditional=conditional or keyword in _CONDITIONS,
                depth=depth + 1,
            )


def _holds_on_screens(media: str) -> bool | None:
    """Tell whether a list of media queries holds on every screen or on none; None for on some."""
    queries = [" ".join(query.lower().split()) for query in media.split(",")]
    if any(query in _SCREENS for query in queries):
        return True
    if all(query.removeprefix("only ").startswith(_NO_SCREENS) for query in queries):
        return False
    return None


def _of_each_selector(
    prelude: list[Token], declarations: tuple[Declaration, ...], conditional: bool
) -> Iterator[StyleRule]:
    selector: list[Token] = []
    for part in [*prelude, None]:
        if part is not None and part != ",":
            selector.append(part)
            continue
        text = str(tinycss2.serialize(selector)).strip()
        if text:
            yield StyleRule(text, declarations, conditional or _is_until_opened(selector))
            opened, states = _without_states(selector)
            if opened and states:
                yield StyleRule(opened, declarations, conditional=True, states=states)
        selector = []


def _is_until_opened(selector: list[Token]) -> bool:
    """Tell `.answer:not(.open)`, which holds until something is opened."""
    return any(
        token.type == "function"
        and token.lower_name == "not"
        and any(_is_state(before, part) for before, part in _pairs(token.arguments))
        for token in selector
    )


def _without_states(selector: list[Token]) -> tuple[str, int]:
    """Give a selector without what a visitor's clicks add, and how many such things it named.

    It is empty where what is left would select any element, or all of a tag.
    """
    kept: list[str] = []
    compound: list[Token] = []
    states, stripped = 0, False
    for before, token in _pairs([*selector, None]):
        if token is None or token.type == "whitespace" or token in _COMBINATORS:
            if stripped and token is None and not _is_telling(compound):
                return "", states
            kept.append(tinycss2.serialize(compound) or ("*" if stripped else ""))
            kept.append("" if token is None else token.serialize())
            compound, stripped = [], False
        elif _is_state(before, token):
            if token.type == "ident":
                compound.pop()  # its colon or dot
            states, stripped = states + 1, True
        else:
            compound.append(token)
    return "".join(kept).strip(), states


def _is_telling(compound: list[Token]) -> bool:
    return any(token.type in {"hash", "[] block"} or token in (".", ":") for token in compound)


def _is_state(before: Token, token: Token) -> bool:
    if token.type == "[] block":
        names = [part.lower_value for part in token.content if part.type == "ident"]
        return bool(names) and names[0] in _STATE_ATTRIBUTES
    if token.type != "ident" or before is None:
        return False
    return (before == "." and token.value in _STATE_CLASSES) or (
        before == ":" and token.lower_value in _STATES
    )


def _pairs(tokens: Iterable[Token]) -> Iterator[tuple[Token, Token]]:
    """Give each token behind the one before it."""
    before = None
    for token in tokens:
        yield before, token
        before = token
