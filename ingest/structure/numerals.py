"""Numbers of pasal, ayat and items as scanners read them."""

import re

# What scanners take a digit for: "Pasal 1O", "ayat (l)", "S."
_DIGITS = str.maketrans("lI|iOoSB", "11110058")
# A capital after digits is the letter of an inserted pasal ("12B"), but for O.
_SHAPE = re.compile(r"(\d[\dl|Oo]*|[lI|OSB][\dlI|Oo]*)([A-Za-z]{0,2})")
_ROMAN = re.compile(r"[IVXLC]+")


def read_number(text: str) -> tuple[int, str] | None:
    """Read a number such as "12", "l2" or "15a" as value and suffix; None where it is none."""
    shape = _SHAPE.fullmatch(text.strip())
    return (int(shape.group(1).translate(_DIGITS)), shape.group(2)) if shape else None


def is_roman(text: str) -> bool:
    """Tell whether a number is written in Roman capitals."""
    return _ROMAN.fullmatch(text) is not None
