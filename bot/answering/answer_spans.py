"""Finds the very words that answer: durations, money, dates, ages, numbers."""

import re

from bot.answering.understanding import Expected

_SPELLED = r"(?:\s*\([^)\n]{2,60}\))?"
_UNIT = (
    r"(?:hari kerja|hari kalender|hari|bulan|tahun|minggu|jam|menit|working days?|days?|months?|"
    r"years?|weeks?|hours?|minutes?)"
)
_DURATION = rf"\b(?:\d+\s*[x×]\s*)?\d+(?:[.,]\d+)*{_SPELLED}\s*{_UNIT}\b"
_MONEY = (
    rf"\bRp\.?\s?\d+(?:\.\d{{3}})*(?:,[\d-]+)?{_SPELLED}|\btidak dipungut biaya\b|\bcuma-cuma\b|"
    r"\bgratis\b|\bfree of charge\b|\bno (?:fee|charge)\b"
)
_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember "
    "january february march may june july august october december".split()
)
_DATE = rf"\b\d{{1,2}} (?:{'|'.join(_MONTHS)})(?: \d{{4}})?\b"
_NUMBER = rf"\b\d+(?:[.,]\d+)*{_SPELLED}(?:\s*(?:persen|%|orang|kali|lembar))?"

_PATTERNS = {
    Expected.DURATION: re.compile(_DURATION, re.IGNORECASE),
    Expected.MONEY: re.compile(_MONEY, re.IGNORECASE),
    Expected.DATE: re.compile(f"{_DATE}|{_DURATION}", re.IGNORECASE),
    Expected.AGE: re.compile(rf"\b\d+{_SPELLED}\s*(?:tahun|years?)\b", re.IGNORECASE),
    Expected.NUMBER: re.compile(f"{_MONEY}|{_DURATION}|{_NUMBER}", re.IGNORECASE),
}


def find_answer_span(expected: Expected, text: str) -> tuple[int, int] | None:
    """Give the offsets of the first words of the expected sort in a text, or None."""
    pattern = _PATTERNS.get(expected)
    match = pattern.search(text) if pattern else None
    return match.span() if match else None
