"""Whether a question asks about another time than its source speaks of."""

import re

from vectorstore.models import Chunk

_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_NOW = re.compile(
    r"\b(saat ini|sekarang|skrg|skg|hari ini|kini|besok|lusa|minggu ini|bulan ini|tahun ini|"
    r"tahun depan|bulan depan|terkini|now|current|currently|today|tomorrow|right now|"
    r"(this|next) (week|month|year))\b",
    re.IGNORECASE,
)


def names_other_year(question: str, chunk: Chunk) -> bool:
    """Tell whether a year is asked about that stands neither in the chunk nor in its date.

    Of a source without a date nobody can tell which year it speaks of.
    """
    if chunk.article.published is None:
        return False
    asked = set(_YEAR.findall(question))
    known = set(_YEAR.findall(chunk.embedded_text))
    known.add(str(chunk.article.published.year))
    return bool(asked) and asked.isdisjoint(known)


def asks_of_now(question: str, chunk: Chunk) -> bool:
    """Tell whether the present is asked about, of which a source that does not say so is silent."""
    return bool(_NOW.search(question)) and not _NOW.search(chunk.text)
