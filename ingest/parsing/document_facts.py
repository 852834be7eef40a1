"""The facts that documents state about themselves (pure)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ingest.parsing.dates import parse_date
from vectorstore.cleaning import clean_line

_MIN_TITLE_LETTERS = 4
_NO_TITLE = re.compile(
    r"(?:microsoft\s+(?:office\s+)?(?:word|powerpoint|excel)\s+-|untitled|tanpa judul"
    r"|(?:new )?document\s?\d*$|dokumen\s?\d*$|(?:slide|presentation|scan|image|template)\s?\d*$"
    r"|.*\.(?:docx?|pdf|xlsx?|pptx?|rtf|odt|indd|p65|tmp)$)",
    re.I,
)
# A line that holds nothing but a date, with the place or a label before it.
_DATE_LINE = re.compile(
    r"(?:(?:[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s?,|Tanggal\s?:?|Date\s?:?|Diterbitkan\s?:?)\s*)?"
    r"(?:(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu),?\s*)?"
    r"(\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{4}|\d{1,2}\s[A-Z][a-z]{2,9}\.?\s\d{4})\.?"
)


def real_title(stated: str) -> str:
    """Give a file's stated title unless a program put it there, as in "Microsoft Word - a.doc"."""
    title = clean_line(stated)
    letters = sum(character.isalpha() for character in title)
    return "" if letters < _MIN_TITLE_LETTERS or _NO_TITLE.match(title) else title


def dated_line(lines: Iterable[str]) -> date | None:
    """Give the date of the first line that is nothing but one, as "Jakarta, 14 September 2021"."""
    for line in lines:
        found = _DATE_LINE.fullmatch(line)
        parsed = parse_date(found.group(1)) if found else None
        if parsed is not None:
            return parsed
    return None


def first_of(titles: Sequence[str]) -> str:
    """Give the first title that is not empty."""
    return next((title for title in titles if title), "")
