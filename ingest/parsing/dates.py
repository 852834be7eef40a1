"""Dates as Indonesian public bodies write them."""

import re
from datetime import date

_MONTH_PREFIXES = {
    "jan": 1,
    "feb": 2,
    "peb": 2,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "agu": 8,
    "ags": 8,
    "agt": 8,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "nop": 11,
    "des": 12,
    "dec": 12,
}  # first three letters, Indonesian (old and new spelling) and English
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_PATTERNS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*([-/.])\s*(?P<number>\d{1,2})\s*\2\s*(?P<year>\d{4})"),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})(?!\d)"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?!\d)"),
    re.compile(r"^\s*(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})(?:T\d|\s*$)"),
)
_FIRST_YEAR = 1900
_LAST_YEAR = 2100


def parse_date(text: str) -> date | None:
    """Read the first date in a short text such as "Selasa, 14 September 2021 10:30 WIB"."""
    candidates = (_to_date(match) for pattern in _PATTERNS for match in pattern.finditer(text))
    return next((found for found in candidates if found is not None), None)


def _to_date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    number = parts.get("number")
    month = int(number) if number else _MONTH_PREFIXES.get(parts["month"][:3].lower())
    year = int(parts["year"])
    if month is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, int(parts["day"]))
    except ValueError:
        return None
