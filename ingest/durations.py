"""Spans of time as staff write them: 45m, 6h, 2d."""

import re
from datetime import timedelta
from typing import Any

_SPAN = re.compile(r"\s*(\d+)\s*(m|h|d)\s*")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def parse_duration(text: Any) -> Any:
    """Read a span such as "6h"; what is no string is given back as it is.

    Raises:
        ValueError: the text is no span, or one of no length.
    """
    if not isinstance(text, str):
        return text
    found = _SPAN.fullmatch(text.lower())
    if found is None or int(found[1]) == 0:
        raise ValueError("is no span of time; write it as in 45m, 6h or 2d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
