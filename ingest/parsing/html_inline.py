"""The running text within an element, and the ids that a link can lead to."""

import re
from collections.abc import Iterator

from ingest.parsing.html_boilerplate import Boilerplate
from ingest.parsing.html_tree import BLOCK_TAGS, Element, tag_of

_USABLE_ID = re.compile(r"[^\s\"'<>#%]{1,200}")


def inline_text(element: Element, boilerplate: Boilerplate) -> str:
    """All text of an element that is shown, broken only where the page breaks it."""
    if tag_of(element) == "br":
        return "\n"
    parts = [flat_part(element.text)]
    for child in element:
        if child not in boilerplate:
            # Words in neighbouring blocks, such as the paragraphs of a cell, do not join.
            space = " " if tag_of(child) in BLOCK_TAGS else ""
            parts += [space, inline_text(child, boilerplate), space]
        parts.append(flat_part(child.tail))
    text = "".join(parts)
    return f"“{text}”" if tag_of(element) == "q" else text


def leading_text(element: Element, block_holders: set[Element], boilerplate: Boilerplate) -> str:
    """The inline text of an element before the first block in it."""
    parts = [flat_part(element.text)]
    for child in element:
        if tag_of(child) in BLOCK_TAGS or child in block_holders:
            break
        parts += [inline_text(child, boilerplate), flat_part(child.tail)]
    return "".join(parts).strip()


def flat_part(text: str | None) -> str:
    """A piece of source text, whose line ends mean nothing on a page."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def own_ids(element: Element) -> Iterator[str]:
    """The ids of an element that can stand in a link."""
    names = [element.get("id"), element.get("name") if element.tag == "a" else None]
    return (name for name in names if name and _USABLE_ID.fullmatch(name))


def ids_within(element: Element) -> Iterator[str]:
    """The ids of an element and of all in it."""
    for inner in element.iter():
        yield from own_ids(inner)
