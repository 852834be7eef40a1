"""Tells markup that a browser shows to nobody, by what stands in the tag itself."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

Attributes = Mapping[str, str | None]

NEVER_SHOWN = frozenset({"noscript", "script", "style", "template"})
# What theme after theme calls text for screen readers only.
_UNSEEN_CLASSES = frozenset(
    {"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden", "element-invisible"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_LENGTH = r"\s*(-?(?:\d+\.?\d*|\.\d+))\s*(px|pt|r?em|ex|ch|%|v[wh])?"
# Nobody reads letters of a pixel or a tenth of the usual size.
_SMALLEST = {"px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 10.0}
# So far off, in CSS pixels, no screen shows it; other units as large as letters or the screen are.
_FAR = 500.0
_PIXELS = {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "pt": 1.33, "vw": 10.0, "vh": 10.0}
_PLACES = ("left", "right", "top", "bottom", "margin-left", "margin-top", "text-indent")
_NEAR_COLOUR = 16  # of 255: nobody tells #fff from #fafafa
_NAMED = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
}
_HEX = re.compile(r"#(?:([0-9a-f])([0-9a-f])([0-9a-f])|([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2}))\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)%?)?\s*\)")
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
)
_CLIP_PATH = re.compile(r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0[^,]*\)")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)|scale(?:x|y|3d)?\(\s*0(?:\.0+)?\s*[,)]")

Colour = tuple[int, int, int]


def closes_to_all(attributes: Attributes) -> bool:
    """Tell whether a tag hides what is in it in a way that a click may undo."""
    style = _style(attributes)
    return (
        attributes.get("hidden", attributes) is not attributes
        or (attributes.get("aria-hidden") or "").strip().lower() == "true"
        or style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or _number(style.get("opacity", "")) == 0
        or _is_folded(style)
    )


def hides_for_good(attributes: Attributes) -> bool:
    """Tell whether a tag hides what is in it in a way that no click is there to undo.

    With letters too small, transparent, moved or cut off the page, or named as text for screen
    readers.
    """
    if _UNSEEN_CLASSES & set((attributes.get("class") or "").lower().split()):
        return True
    style = _style(attributes)
    return bool(style) and (
        _is_tiny(style)
        or _is_far(style)
        or _CLIPPED.search(style.get("clip", "")) is not None
        or _CLIP_PATH.search(style.get("clip-path", "")) is not None
        or style.get("content-visibility") == "hidden"
        or _is_transparent(style.get("color", ""))
    )


def text_colour(attributes: Attributes) -> Colour | None:
    """Give the colour that a tag states for its text; None where it states none."""
    return _colour(_style(attributes).get("color") or attributes.get("color") or "")


def ground_colour(attributes: Attributes) -> Colour | None:
    """Give the colour that a tag states for its background; None where it states none."""
    style = _style(attributes)
    stated = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
    return _colour(stated or "")


def is_same_colour(one: Colour, other: Colour) -> bool:
    """Tell whether nobody can read a text of one colour on the other."""
    return all(abs(a - b) <= _NEAR_COLOUR for a, b in zip(one, other, strict=True))


class ShownMarkup(HTMLParser):
    """Reads scraps of markup as they come; `hides` tells whether one left open hides what follows.

    Where only scraps are known there is no page whose colours could be compared but the white one.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []
        self._shown: list[str] = []

    @property
    def hides(self) -> bool:
        """Whether what comes next is hidden."""
        return any(hidden for _, hidden in self._open)

    def read(self, markup: str) -> str:
        """Read a scrap; give the text in it that is shown."""
        self._shown.clear()
        self.feed(markup)
        return "".join(self._shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether a tag hides what is in it."""
        if tag in _VOID:
            return
        attributes = dict(attrs)
        colour, ground = text_colour(attributes), ground_colour(attributes)
        unreadable = colour is not None and is_same_colour(colour, ground or _NAMED["white"])
        hidden = tag in NEVER_SHOWN or closes_to_all(attributes) or hides_for_good(attributes)
        self._open.append((tag, hidden or unreadable))

    def handle_endtag(self, tag: str) -> None:
        """Forget a tag that is closed, and those left open in it."""
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if at is not None:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not self.hides:
            self._shown.append(data)


def _style(attributes: Attributes) -> dict[str, str]:
    """Give the declarations of a style attribute, the last of each."""
    stated: dict[str, str] = {}
    for declaration in re.sub(r"/\*.*?\*/", "", attributes.get("style") or "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            stated[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return stated


def _is_tiny(style: Mapping[str, str]) -> bool:
    size = re.match(_LENGTH, style.get("font-size", ""))
    if size and float(size[1]) <= _SMALLEST.get(size[2] or "px", 0.0):
        return True
    return re.match(r"0(?:px)?(?:/|\s)", style.get("font", "")) is not None


def _is_folded(style: Mapping[str, str]) -> bool:
    sides = [_number(style.get(side, "")) for side in ("width", "height", "max-height")]
    cut = style.get("overflow", "") in {"hidden", "clip"}
    return cut and any(side is not None and side <= 1 for side in sides)


def _is_far(style: Mapping[str, str]) -> bool:
    places = [style[name] for name in _PLACES if name in style]
    moved = _MOVED.search(style.get("transform", ""))
    if moved and moved[1] is None:
        return True
    if moved:
        places += moved[1].split(",")
    return any(_pixels(place) <= -_FAR for place in places)


def _pixels(length: str) -> float:
    found = re.match(_LENGTH, length)
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0) if found else 0.0


def _number(text: str) -> float | None:
    found = re.match(_LENGTH, text)
    return float(found[1]) if found else None


def _is_transparent(colour: str) -> bool:
    stated = _RGB.search(colour)
    return colour == "transparent" or (
        stated is not None and stated[4] is not None and float(stated[4]) == 0
    )


def _colour(text: str) -> Colour | None:
    text = text.lower()
    stated = _HEX.search(text)
    if stated:
        parts = [2 * part if len(part) == 1 else part for part in stated.groups() if part]
        return int(parts[0], 16), int(parts[1], 16), int(parts[2], 16)
    stated = _RGB.search(text)
    if stated:
        return int(stated[1]), int(stated[2]), int(stated[3])
    return next((_NAMED[word] for word in re.findall(r"[a-z]+", text) if word in _NAMED), None)
