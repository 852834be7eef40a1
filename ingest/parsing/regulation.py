"""What Indonesian laws and regulations look like (pure; Law 12/2011 prescribes their form)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ingest.parsing.dates import parse_date

# Level of each heading: (pattern, level, whether its title stands in the next line).
_HEADINGS = (
    (re.compile(r"(?:BAB|BUKU)\s+[IVXLC]{1,8}[A-Z]?(?:\s+[^a-z]{3,150})?"), 1),
    (re.compile(r"PENJELASAN(?:\s+ATAS)?|LAMPIRAN(?:\s+[IVXLC]{1,8})?"), 1),
    (re.compile(r"[IVX]{1,4}\.\s+(?:UMUM|PASAL DEMI PASAL)"), 2),
    (re.compile(r"Bagian\s+(?:Ke[a-z]{3,20}(?:\s[A-Z][a-z]+)?|Pertama)(?:\s[A-Z].{2,150})?"), 2),
    (re.compile(r"Paragraf\s+\d{1,2}(?:\s[A-Z].{2,150})?"), 3),
    (re.compile(r"Pasal\s+(?:\d{1,4}[A-Z]?|[IVX]{1,5})\.?"), 4),
)
_UNTITLED = re.compile(r"(?:(?:BAB|BUKU)\s+[IVXLC]{1,8}[A-Z]?|Bagian\s+\w+|Paragraf\s+\d{1,2})")
_TITLE_START = re.compile(
    r"(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI)\s+(?:REPUBLIK|PEMERINTAH|PRESIDEN|MENTERI"
    r"|DAERAH|GUBERNUR|BUPATI|WALI\s?KOTA|KOMISI|BADAN|KEPALA|DIREKTUR|SEKRETARIS|LEMBAGA|BANK"
    r"|OTORITAS|MAHKAMAH|DEWAN|KETUA|BERSAMA)\b"
)
_TITLE_END = re.compile(r"DENGAN RAHMAT|MEMUTUSKAN|Menimbang|Mengingat|(?:PRESIDEN|MENTERI)\b.*,$")
_MAX_HEADING = 200  # characters
_TITLE_WITHIN = 30  # lines of the first page
_TITLE_LINES = 12
_MIN_ARTICLES = 2
_PASAL = _HEADINGS[-1][0]
_ENACTED = re.compile(
    r"(?:Ditetapkan|Disahkan|Diundangkan)\s+di\s+[A-Z][\w .-]{2,40}?,?\s+(?:pada\s+)?tanggal\s*:?"
    r"\s*(\d.{5,30})"
)


def heading_level(line: str) -> int:
    """Give the level of a regulation's heading such as "BAB I" (1) or "Pasal 7" (4), else 0."""
    if len(line) > _MAX_HEADING:
        return 0
    return next((level for pattern, level in _HEADINGS if pattern.fullmatch(line)), 0)


def waits_for_title(heading: str) -> bool:
    """Tell whether a heading's title stands in the line after it."""
    return _UNTITLED.fullmatch(heading) is not None


def regulation_title(lines: Sequence[str]) -> str:
    """Give the full name from the head of a regulation, empty where there is none."""
    for at, line in enumerate(lines[:_TITLE_WITHIN]):
        if _TITLE_START.match(line):
            parts = []
            for part in lines[at : at + _TITLE_LINES]:
                if _TITLE_END.match(part) or heading_level(part):
                    break
                parts.append(part)
            title = " ".join(parts)
            return title if "NOMOR" in title or "TENTANG" in title else ""
    return ""


def is_regulation(lines: Iterable[str]) -> bool:
    """Tell a regulation from a text about one: it has a full name, and articles or a decree."""
    articles, named, decreed = 0, False, False
    for line in lines:
        articles += _PASAL.fullmatch(line) is not None
        named = named or _TITLE_START.match(line) is not None
        decreed = decreed or line.replace(" ", "").startswith("MEMUTUSKAN")
        if named and (articles >= _MIN_ARTICLES or decreed):
            return True
    return False


def enacted_on(text: str) -> date | None:
    """Give the day on which a regulation says it was enacted."""
    for found in _ENACTED.finditer(text):
        enacted = parse_date(found.group(1))
        if enacted is not None:
            return enacted
    return None
