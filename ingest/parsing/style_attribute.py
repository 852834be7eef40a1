"""What the style attribute of a tag states."""

import re
from collections.abc import Mapping

Attributes = Mapping[str, str | None]


def stated_style(attributes: Attributes) -> dict[str, str]:
    """Give what a style attribute states, in lower case: the last value of each property."""
    stated: dict[str, str] = {}
    for declaration in re.sub(r"/\*.*?\*/", "", attributes.get("style") or "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            stated[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return stated
