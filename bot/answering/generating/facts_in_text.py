"""Reads what must be right to the letter in a sentence: numbers, dates, times, laws, articles."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.answering.generating.law_places import Law, Place, law_pattern, read_law, read_places
from bot.answering.generating.quantities import Quantity, read_quantities

_MONTHS = {
    name: number
    for names in (
        "januari februari maret april mei juni juli agustus september oktober november desember",
        "january february march april may june july august september october november december",
        "jan feb mar apr mei jun jul agu sep okt nov des",
        "jan feb mar apr may jun jul aug sept oct nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
# What is counted is no year.
_COUNTED = r"(?:hari|orang|days|people|rupiah|peserta|participants|jam|kali)"
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH})\b\.?(?:,?\s+(?P<y1>{_YEAR}))?"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*{_COUNTED})"
    rf"(?:,?\s+(?P<y2>{_YEAR}))?"
    rf"|\b(?P<m3>{_MONTH})\s+(?P<y3>{_YEAR})\b"
    rf"|(?<![\d/.-])(?P<d4>\d{{1,2}})(?P<s>[/.-])(?P<m4>\d{{1,2}})(?P=s)(?P<y4>{_YEAR})\b"
    rf"|(?<![\d/.-])(?P<y5>{_YEAR})-(?P<m5>\d\d)-(?P<d5>\d\d)\b"
    rf"|(?<![\d.,])(?P<y6>{_YEAR})(?!\d|[.,]\d|\s*{_COUNTED})",
    re.IGNORECASE,
)
_FIRST_OF_RANGE = re.compile(
    rf"(?<![\d.,/])(?P<d>\d{{1,2}})\s*(?:-|–|—|sampai(?:\s+dengan)?|hingga|to|until|through|dan|and)\s*"
    rf"(?=\d{{1,2}}\s+(?P<m>{_MONTH})\b(?:\s+(?P<y>{_YEAR}))?)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\b(?:pukul|jam|at)\s+)?(?<![\d.,])(?P<h1>[01]?\d|2[0-4])[.:](?P<m1>[0-5]\d)"
    r"(?![.,]?\d|\s*(?:%|persen|percent|juta|ribu|miliar|million))(?:\s*(?P<a1>[ap])\.?m\b\.?)?"
    r"|(?<![\d.,])(?P<h2>1?\d)\s*(?P<a2>[ap])\.?m\b\.?"
    r"|\bpukul\s+(?P<h3>[01]?\d|2[0-4])\b",
    re.IGNORECASE,
)
# Telephones and register numbers: every digit counts, a nought in front too.
_IDENTIFIER = re.compile(
    r"(?<![\w.,])(?:\+?62[\s-]?|0)\d[\d\s().-]{4,}\d(?!\w)|(?<![\w.,])\d{7,}(?!\w)"
)
# "5C", "B12"; "Rp5" is none.
_CODE = re.compile(r"\b(?:\d+[A-Z]|[A-Z]{1,2}\d)[A-Z\d]*\b")
_PARAGRAPH_MARKER = re.compile(r"\s*\((?P<paragraph>\d{1,2})\)\s+")
_LIST_MARKER = re.compile(r"\s*(?:\d{1,3}[.)]|[-–—•*·▪]|[a-z][.)])\s+")
_WEEKDAYS = {
    name: number
    for names in (
        "senin selasa rabu kamis jumat sabtu minggu",
        "monday tuesday wednesday thursday friday saturday sunday",
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"jum'at": 5, "ahad": 7}
# "minggu" is a week, and a Sunday only with a capital.
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(name.capitalize() for name in _WEEKDAYS)})\b")
_NOON, _MONTHS_A_YEAR, _DAYS_A_MONTH = 12, 12, 31


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month of a year or a year; 0 is what is not told."""

    year: int
    month: int
    day: int
    written: str

    def told_by(self, other: "Date") -> bool:
        """Tell whether another date says all that this one says."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine in (0, theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of a day."""

    hour: int
    minute: int

    def told_by(self, other: "Time") -> bool:
        """Tell whether it is the same."""
        return self == other


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday is 1."""

    number: int

    def told_by(self, other: "Weekday") -> bool:
        """Tell whether it is the same."""
        return self == other


@dataclass(frozen=True, slots=True)
class Code:
    """A word with digits, or a number of which each digit counts."""

    written: str

    def told_by(self, other: "Code") -> bool:
        """Tell whether it is the same."""
        return self == other


Fact = Quantity | Date | Time | Weekday | Law | Place | Code


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact and where it stands in the text."""

    start: int
    end: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text tells to the letter, in order.

    `marker` is the paragraph that a text of a law begins with, "" elsewhere; `body` is where the
    text begins after a mark of a paragraph or of a list.
    """

    marks: tuple[Mark, ...]
    marker: str = ""
    body: int = 0


def read_facts(text: str) -> Facts:
    """Read the facts of one sentence."""
    marker = _PARAGRAPH_MARKER.match(text)
    listed = marker or _LIST_MARKER.match(text)
    body = listed.end() if listed else 0
    left = _blank(text, [(0, body)])
    marks: list[Mark] = []
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Fact | None]], ...] = (
        (_IDENTIFIER, lambda match: Code(re.sub(r"\D", "", match.group()))),
        (law_pattern(), read_law),
        (_FIRST_OF_RANGE, _date),
        (_DATE, _date),
        (_TIME, _time),
        (_WEEKDAY, lambda match: Weekday(_WEEKDAYS[match.group().lower()])),
    )
    for pattern, read in readers:
        read_now = [Mark(*m.span(), fact) for m in pattern.finditer(left) if (fact := read(m))]
        left = _blank(left, [(mark.start, mark.end) for mark in read_now])
        marks += read_now
    places = [Mark(start, end, place) for place, (start, end) in read_places(left)]
    left = _blank(left, [(mark.start, mark.end) for mark in places])
    codes = [Mark(*m.span(), Code(m.group().lower())) for m in _CODE.finditer(left)]
    left = _blank(left, [(mark.start, mark.end) for mark in codes])
    amounts = [Mark(one.start, one.end, one) for one in read_quantities(left)]
    marks += places + codes + amounts
    return Facts(
        tuple(sorted(marks, key=lambda mark: mark.start)),
        marker["paragraph"] if marker else "",
        body,
    )


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Put marks over what was read, so that nothing reads it twice and nothing moves."""
    for start, end in spans:
        text = f"{text[:start]}{'|' * (end - start)}{text[end:]}"
    return text


def _date(match: re.Match[str]) -> Date | None:
    parts = {name: value for name, value in match.groupdict().items() if value and name != "s"}
    told = {name[0]: value for name, value in parts.items()}
    month = told.get("m", "0")
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    day, year = int(told.get("d", 0)), int(told.get("y", 0))
    # "10/17/2024" can only be the American order.
    if number > _MONTHS_A_YEAR >= day:
        number, day = day, number
    return (
        Date(year, number, day, match.group())
        if number <= _MONTHS_A_YEAR and day <= _DAYS_A_MONTH
        else None
    )


def _time(match: re.Match[str]) -> Time:
    hour = int(match["h1"] or match["h2"] or match["h3"])
    half = (match["a1"] or match["a2"] or "").lower()
    if half == "p" and hour < _NOON:
        hour += _NOON
    elif half == "a" and hour == _NOON:
        hour = 0
    return Time(hour, int(match["m1"] or 0))
