"""Finds where the ayat of a pasal begin, or without any the items of its list."""

import re
from collections.abc import Iterator

from ingest.structure.lines import ends_sentence, lines_of
from ingest.structure.numerals import read_number
from ingest.structure.sections import Mark

_AYAT = re.compile(r"\(?\s?([\dlI|OoSB]{1,3}[a-z]?)\s?\)\s*(?=\S)")
# In the elucidation the number has a line of its own.
_AYAT_LINE = re.compile(r"Ayat\s*\(\s?([\dlI|OoSB]{1,3}[a-z]?)\s?\)\s*")
_ITEM = re.compile(r"(?:(?P<letter>[a-z])|(?P<number>\d{1,3}))\s?[.]\s")
# After these a number at the start of a line is a reference that the page's width broke.
_REFERENCE = re.compile(r"(?:\b(?:ayat|dan|atau|dengan|sampai|dalam|pada|huruf|angka|Pasal)|,)$")
_MOST_SKIPPED = 3  # numbers that a scan has lost in a row


def find_marks(text: str, start: int, end: int, *, continued: bool = False) -> tuple[Mark, ...]:
    """Give the marks of the ayat between two places, or of the items where there are none."""
    return find_ayat(text, start, end, continued=continued) or tuple(_items(text, start, end))


def find_ayat(text: str, start: int, end: int, *, continued: bool = False) -> tuple[Mark, ...]:
    """Give the marks of the ayat between two places; their numbers rise.

    Where the pasal is `continued` from elsewhere, the first number may be any.
    """
    return tuple(_marks(text, start, end, continued=continued))


def _marks(text: str, start: int, end: int, *, continued: bool) -> Iterator[Mark]:
    last, before = 0, ""
    for line in lines_of(text, start, end):
        found = _AYAT_LINE.fullmatch(line.text) or _AYAT.match(line.text)
        number = read_number(found.group(1)) if found else None
        if found and number and not _REFERENCE.search(before):
            value, suffix = number
            inserted = value == last and bool(suffix)
            opens = found.group().startswith(("(", "Ayat")) or ends_sentence(before)
            follows = 0 < value - last <= _MOST_SKIPPED or (continued and value > last)
            if opens and (inserted or follows):
                last, continued = value, False
                yield Mark(line.start, "ayat", f"({value}{suffix})")
        if not line.is_noise:
            before = line.text


def _items(text: str, start: int, end: int) -> Iterator[Mark]:
    """Give the marks of the first list that begins with "a." or "1.", without those within it."""
    kind, last = "", 0
    for line in lines_of(text, start, end):
        found = _ITEM.match(line.text)
        if found is None:
            continue
        value = int(found["number"] or ord(found["letter"]) - ord("a") + 1)
        of_kind = "huruf" if found["letter"] else "angka"
        if value == last + 1 and of_kind == (kind or of_kind):
            kind, last = of_kind, value
            yield Mark(line.start, kind, found["letter"] or found["number"])
