"""Where in a page its main content stands (adapter: trafilatura).

trafilatura knows menus from content, but it keeps no ids and may drop short sections. So it is
asked what it would keep, and the page's own tree is read with that as the second opinion.
"""

import logging

import trafilatura

from ingest.parsing.html_tree import (
    BLOCK_TAGS,
    Element,
    ancestors,
    find_all,
    fingerprint,
    flat_text,
    link_share,
    tag_of,
    with_blocks_inside,
)

_MAX_MARKUP = 2_000_000  # characters; its heuristics take minutes on huge pages
_MIN_MAIN_TEXT = 40
_MIN_WITNESS_TEXT = 20
_MIN_KEPT_SHARE = 0.3
_MENU_LINK_SHARE = 0.5


def main_text_fingerprint(markup: str) -> str:
    """All that trafilatura takes for content, as one fingerprint; empty where it finds nothing."""
    if len(markup) > _MAX_MARKUP:
        return ""
    # Pages without content are reported by name; the library's own lines would only repeat it.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(
            markup,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            date_extraction_params={"extensive_search": False},
        )
    except (ValueError, RecursionError):
        return ""
    body = getattr(document, "body", None)
    return "" if body is None else fingerprint("".join(body.itertext()))


def find_declared_root(tree: Element) -> Element | None:
    """The element that the page itself marks as its main content."""
    mains = [*find_all(tree, "main"), *tree.xpath("//*[@role='main'][not(self::main)]")]
    articles = [
        element
        for element in find_all(tree, "article")
        if not any(parent.tag == "article" for parent in ancestors(element))
    ]
    for candidates in (mains, articles, tree.xpath("//*[@itemprop='articleBody']")):
        if len(candidates) == 1 and len(flat_text(candidates[0])) >= _MIN_MAIN_TEXT:
            return candidates[0]
    return None


def locate_root(tree: Element, kept: str) -> Element:
    """The smallest element that holds what trafilatura kept, or the body where it kept little."""
    bodies = find_all(tree, "body")
    body = bodies[0] if bodies else tree
    if len(kept) < _MIN_WITNESS_TEXT:
        return body
    holders = with_blocks_inside(body)
    witnesses = [
        element
        for element in body.iter()
        if (element in holders or tag_of(element) in BLOCK_TAGS)
        and _is_kept(_own_text(element, holders), kept)
    ]
    if not witnesses or len(kept) < _MIN_KEPT_SHARE * len(fingerprint(flat_text(body))):
        return body
    root = _common_ancestor(witnesses, body)
    while root is not body and any(_is_short_prose(near, kept) for near in _siblings(root)):
        root = root.getparent()
    return root


def _siblings(element: Element) -> list[Element]:
    return [*element.itersiblings(preceding=True), *element.itersiblings()]


def _is_short_prose(element: Element, kept: str) -> bool:
    # Texts too short to be witnesses still belong to the article they stand beside.
    own = fingerprint(flat_text(element))
    return bool(own) and own in kept and link_share(element) < _MENU_LINK_SHARE


def _own_text(element: Element, holders: set[Element]) -> str:
    """The running text that stands directly in an element, not in blocks inside it."""
    parts = [element.text or ""]
    for child in element:
        if child not in holders and tag_of(child) not in BLOCK_TAGS | {"a"}:
            parts.append(flat_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_kept(text: str, kept: str) -> bool:
    own = fingerprint(text)
    return len(own) >= _MIN_WITNESS_TEXT and own in kept


def _common_ancestor(elements: list[Element], body: Element) -> Element:
    shared = [*reversed(list(ancestors(elements[0]))), elements[0]]
    for element in elements[1:]:
        path = [*reversed(list(ancestors(element))), element]
        length = next(
            (
                at
                for at, (mine, theirs) in enumerate(zip(shared, path, strict=False))
                if mine is not theirs
            ),
            min(len(shared), len(path)),
        )
        shared = shared[:length]
    return shared[-1] if len(shared) > 1 else body
