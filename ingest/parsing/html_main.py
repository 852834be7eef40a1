"""Where in a page its main content stands (adapter: trafilatura).

trafilatura knows menus from content, but it keeps no ids and may drop short sections. So it is
asked what it would keep, and the page's own tree is read with that as the second opinion.
"""

import trafilatura

from ingest.parsing.html_tree import (
    Element,
    ancestors,
    find_all,
    fingerprint,
    flat_text,
    link_share,
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
    prose = [
        element
        for element in find_all(body, "p", "li", "td", "h1", "h2", "h3", "div")
        if element not in holders and link_share(element) < _MENU_LINK_SHARE
    ]
    witnesses = [element for element in prose if _is_kept(element, kept)]
    if not witnesses or len(kept) < _MIN_KEPT_SHARE * len(fingerprint(flat_text(body))):
        return body
    return _common_ancestor(witnesses, body)


def _is_kept(element: Element, kept: str) -> bool:
    own = fingerprint(flat_text(element))
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
