"""The items of HTML lists with their markers, and the rows of tables."""

from collections.abc import Iterator

from ingest.parsing.html_tree import Element, tag_of

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = 26
_BULLET = "- "


def item_markers(element: Element) -> Iterator[tuple[Element, str]]:
    """Each item of a list with the marker that a browser would show.

    What is no item, such as a list put directly into a list, comes without a marker.
    """
    number = _whole_number(element.get("start"), 1)
    for child in element:
        if tag_of(child) != "li":
            yield child, ""
            continue
        number = _whole_number(child.get("value"), number)
        yield child, ordered_marker(number, element.get("type")) if element.tag == "ol" else _BULLET
        number += 1


def ordered_marker(number: int, style: str | None = None) -> str:
    """The marker of a numbered item, "3. ", or "c. " and "iii. " for the types a and i."""
    label = str(number)
    if style in {"a", "A"} and 1 <= number <= _LETTERS:
        label = chr(ord("a") + number - 1)
    elif style in {"i", "I"} and 1 <= number < 40:
        label = _roman(number)
    return f"{label.upper() if style in {'A', 'I'} else label}. "


def own_rows(table: Element) -> Iterator[Element]:
    """The rows of a table, header and footer included."""
    yield from table.iter("tr")


def _whole_number(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _roman(number: int) -> str:
    digits = ""
    for value, digit in _ROMAN:
        while number >= value:
            digits += digit
            number -= value
    return digits
