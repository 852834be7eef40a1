"""Tells markup that a browser shows to nobody, by what stands in the tag itself."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from ingest.parsing.colours import (
    WHITE,
    ground_colour,
    has_unknown_ground,
    is_same_colour,
    is_transparent,
    text_colour,
)
from ingest.parsing.style_attribute import Attributes, stated_style

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
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
)
_CLIP_PATH = re.compile(r"inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0[^,]*\)")
_MOVED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)|scale(?:x|y|3d)?\(\s*0(?:\.0+)?\s*[,)]")

# The properties that these functions, and those that tell what may be opened, look at.
DECIDING = frozenset(
    "animation animation-name background background-clip background-color background-image bottom "
    "clip clip-path color content-visibility display flex flex-grow font font-size height left "
    "margin-left margin-top max-height min-height min-width opacity overflow position right "
    "text-indent text-shadow top transform visibility width -webkit-background-clip".split()
)
_OPENING = frozenset({"display", "height", "max-height", "opacity", "visibility", "width"})


def opens(name: str, value: str) -> bool:
    """Tell whether a declaration undoes what `closes_to_all` sees."""
    return name in _OPENING and not closes_to_all({"style": f"overflow:hidden;{name}:{value}"})


def closes_to_all(attributes: Attributes) -> bool:
    """Tell whether a tag hides what is in it in a way that a click may undo."""
    style = stated_style(attributes)
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
    style = stated_style(attributes)
    return bool(style) and (
        _is_tiny(style)
        or _is_far(style)
        or _CLIPPED.search(style.get("clip", "")) is not None
        or _CLIP_PATH.search(style.get("clip-path", "")) is not None
        or style.get("content-visibility") == "hidden"
        or (is_transparent(style.get("color", "")) and not _is_drawn_otherwise(style))
    )


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
        unreadable = (
            colour is not None
            and not has_unknown_ground(attributes)
            and is_same_colour(colour, ground or WHITE)
        )
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


def _is_tiny(style: Mapping[str, str]) -> bool:
    size = re.match(_LENGTH, style.get("font-size", ""))
    if size and float(size[1]) <= _SMALLEST.get(size[2] or "px", 0.0):
        return True
    return re.match(r"0(?:px)?(?:/|\s)", style.get("font", "")) is not None


def _is_folded(style: Mapping[str, str]) -> bool:
    if style.get("overflow") not in {"hidden", "clip"}:
        return False
    grown = max(_number(style.get(name, "")) or 0 for name in ("flex", "flex-grow", "min-width"))
    least = _number(style.get("min-height", "")) or 0
    return (
        (_is_no_length(style.get("width", "")) and grown <= 0)
        or (_is_no_length(style.get("height", "")) and least <= 1)
        or _is_no_length(style.get("max-height", ""))
    )


def _is_no_length(text: str) -> bool:
    # A hundredth of a height that nothing states is no height at all.
    number = _number(text)
    return number is not None and (number == 0 or (number <= 1 and not text.endswith("%")))


def _is_far(style: Mapping[str, str]) -> bool:
    places = [style[name] for name in _PLACES if name in style]
    moved = _MOVED.search(style.get("transform", ""))
    if moved and moved[1] is None:
        return True
    if moved:
        places += moved[1].split(",")
    # A picture as wide as the screen is moved left by half of that.
    return any(_pixels(place) < -_FAR for place in places)


def _pixels(length: str) -> float:
    found = re.match(_LENGTH, length)
    return float(found[1]) * _PIXELS.get(found[2] or "px", 1.0) if found else 0.0


def _number(text: str) -> float | None:
    found = re.match(_LENGTH, text)
    return float(found[1]) if found else None


def _is_drawn_otherwise(style: Mapping[str, str]) -> bool:
    """Tell letters that are cut out of a picture, or drawn by their shadow."""
    clips = {style.get("background-clip"), style.get("-webkit-background-clip")}
    return "text" in clips or style.get("text-shadow", "none") != "none"
