"""Tells the colours of letters and of what they stand on, by what a tag states of them."""

import re

from ingest.parsing.style_attribute import Attributes, stated_style

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
_NEAR_COLOUR = 16  # of 255: nobody tells #fff from #fafafa
_NAMED = {
    "black": (0, 0, 0),
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
}
_HEX = re.compile(r"#(?:([0-9a-f])([0-9a-f])([0-9a-f])|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)%?)?\s*\)")
_NO_GROUND = frozenset({"", "none", "transparent", "inherit", "initial", "unset", "revert"})


def text_colour(attributes: Attributes) -> Colour | None:
    """Give the colour that a tag states for its text; None where it states none."""
    return _colour(stated_style(attributes).get("color") or attributes.get("color") or "")


def ground_colour(attributes: Attributes) -> Colour | None:
    """Give the colour that a tag states for its background; None where it states none."""
    stated = _stated_ground(attributes)
    return None if _is_translucent(stated) else _colour(stated)


def has_unknown_ground(attributes: Attributes) -> bool:
    """Tell whether a tag states a background of which no one colour can be told."""
    image = stated_style(attributes).get("background-image", "")
    stated = _stated_ground(attributes)
    named = stated.split(" ")[0] not in _NO_GROUND and not is_transparent(stated)
    return image not in _NO_GROUND or (named and ground_colour(attributes) is None)


def is_same_colour(one: Colour, other: Colour) -> bool:
    """Tell whether nobody can read a text of one colour on the other."""
    return all(abs(a - b) <= _NEAR_COLOUR for a, b in zip(one, other, strict=True))


def is_transparent(colour: str) -> bool:
    """Tell whether a colour lets all through."""
    stated = _RGB.search(colour)
    return colour == "transparent" or (
        stated is not None and stated[4] is not None and float(stated[4]) == 0
    )


def _is_translucent(colour: str) -> bool:
    stated = _RGB.search(colour)
    return stated is not None and stated[4] is not None and float(stated[4]) not in {1.0, 100.0}


def _stated_ground(attributes: Attributes) -> str:
    style = stated_style(attributes)
    stated = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
    return (stated or "").strip().lower()


def _colour(text: str) -> Colour | None:
    # What a variable holds is not known here, and the name of a picture is no colour.
    text = re.sub(r"url\([^)]*\)", "", text.lower())
    if "var(" in text:
        return None
    stated = _HEX.search(text)
    if stated:
        parts = [2 * part if len(part) == 1 else part for part in stated.groups() if part]
        return int(parts[0], 16), int(parts[1], 16), int(parts[2], 16)
    stated = _RGB.search(text)
    if stated:
        return int(stated[1]), int(stated[2]), int(stated[3])
    return next((_NAMED[word] for word in re.findall(r"[a-z]+", text) if word in _NAMED), None)
