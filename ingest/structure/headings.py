"""Tells the headings of a regulation's text from lines that only mention a pasal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from ingest.structure.lines import Line, ends_sentence, lines_of
from ingest.structure.numerals import is_roman, read_number


class Level(IntEnum):
    """How high a heading stands; a heading ends those of its own level and below."""

    PART = 0  # opening, elucidation, annex, closing
    BUKU = 1
    BAB = 2
    BAGIAN = 3
    PARAGRAF = 4
    ROMAN_PASAL = 5  # the articles of a law that changes another
    PASAL = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: where it stands with its title lines, its level and its words."""

    start: int
    end: int
    level: Level
    text: str


OPENING, CLOSING, ELUCIDATION = "Pembukaan", "Penutup", "Penjelasan"
_BAB = re.compile(r"(?:BAB|Bab)\s+([IVXLCl1|]+[A-Z]?)(?:\s+([A-Z].*))?")
_BUKU = re.compile(r"BUKU\s+(?:[IVX]+|KE[A-Z]+)")
_BAGIAN = re.compile(
    r"(?:Bagian|BAGIAN)\s+(?:[Kk]esatu|[Pp]ertama|KESATU|PERTAMA|[Kk]e[a-z]+|KE[A-Z]+)"
    r"(?:\s+(?:[Bb]elas|[Pp]uluh(?:\s+\w+)?|BELAS|PULUH))?"
)
_PARAGRAF = re.compile(r"(?:Paragraf|PARAGRAF)\s+\d{1,2}")
_TITLED = (
    (_BUKU, Level.BUKU),
    (_BAB, Level.BAB),
    (_BAGIAN, Level.BAGIAN),
    (_PARAGRAF, Level.PARAGRAF),
)
_PASAL = re.compile(r"(?:Pasal|PASAL)\s+([\dlI|iOoSB]{1,4}\s?[A-Z]{0,2}|[IVX]+)")
_PARTS = (
    (re.compile(r"(?:Menimbang|MENIMBANG)(?:\s*:.*)?"), OPENING),
    (re.compile(r"PENJELASAN(?:\s+ATAS)?|PENJELASAN\s+ATAS\s.*"), ELUCIDATION),
    (re.compile(r"LAMPIRAN(?:\s+[IVX]+|\s+\d+)?"), ""),
    (
        re.compile(r"(?:Disahkan|Ditetapkan|Diundangkan)\s+(?:di\s+\w+.*)|Agar\s+setiap\s.*"),
        CLOSING,
    ),
)
_OF_ELUCIDATION = re.compile(r"I{1,2}\.\s+(UMUM|PASAL\s+DEMI\s+PASAL)")
_FIRST_LETTERS = tuple("ABDILMP")  # of all of the above; most lines need no closer look
_REFERENCE = re.compile(
    r"(?:\b(?:ayat|dan|atau|dengan|sampai|dalam|pada|huruf|angka|dari|ke|oleh|Pasal|s\.d\.)|[,/(])$",
    re.I,
)
_RUNS_ON = re.compile(r"[a-z]|\(?ayat\b|[,.;)]")
_ITEM = re.compile(r"\(?\s?[\dlI]{1,3}\s?[).]|\(")
_LONGEST_TITLE_LINE = 120
_MOST_TITLE_LINES = 6


def find_headings(text: str) -> tuple[Heading, ...]:
    """Give the headings that stand in a text, in order."""
    return tuple(_Reader(text).read())


def read_pasal(line: str) -> str:
    """Read the name of a pasal such as "Pasal 12A" from a line that is nothing else, or give ""."""
    match = _PASAL.fullmatch(line.strip().rstrip("."))
    if match is None:
        return ""
    number = match.group(1).replace(" ", "")
    read = None if is_roman(number) else read_number(number)
    return f"Pasal {read[0]}{read[1]}" if read else f"Pasal {number}"


def _annex(line: str) -> str:
    word, _, number = line.partition(" ")
    return f"{word.capitalize()} {number}".strip()


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = [line for line in lines_of(text) if not line.is_noise]
        self._last_pasal = 0
        self._after_heading = True

    def read(self) -> Iterator[Heading]:
        at = 0
        while at < len(self._lines):
            heading, used = self._heading_at(at)
            if heading:
                self._last_pasal = 0 if heading.level == Level.PART else self._last_pasal
                yield heading
            self._after_heading = heading is not None
            at += used

    def _heading_at(self, at: int) -> tuple[Heading | None, int]:
        line = self._lines[at]
        if not line.text.startswith(_FIRST_LETTERS):
            return None, 1
        pasal = read_pasal(line.text)
        if pasal:
            return (self._pasal(line, pasal), 1) if self._stands_alone(at, pasal) else (None, 1)
        level = next((lvl for pattern, lvl in _TITLED if pattern.fullmatch(line.text)), None)
        if level is not None:
            return self._titled(at, level)
        part = self._part(line)
        if part and part.text == ELUCIDATION:
            titled, used = self._titled(at, Level.PART)
            return replace(titled, text=ELUCIDATION), used
        return part, 1

    @staticmethod
    def _part(line: Line) -> Heading | None:
        for pattern, name in _PARTS:
            if pattern.fullmatch(line.text):
                # The words that open and close a regulation are part of what they begin.
                end = line.start if name in {OPENING, CLOSING} else line.end
                return Heading(line.start, end, Level.PART, name or _annex(line.text))
        chapter = _OF_ELUCIDATION.fullmatch(line.text)
        if chapter:
            return Heading(line.start, line.end, Level.BAB, chapter.group(1).capitalize())
        return None

    def _pasal(self, line: Line, pasal: str) -> Heading:
        number = pasal.removeprefix("Pasal ")
        if is_roman(number):
            return Heading(line.start, line.end, Level.ROMAN_PASAL, pasal)
        self._last_pasal = int(re.sub(r"\D", "", number))
        return Heading(line.start, line.end, Level.PASAL, pasal)

    def _stands_alone(self, at: int, pasal: str) -> bool:
        """Tell a heading from a reference that the width of a page has put on its own line."""
        following = self._lines[at + 1].text if at + 1 < len(self._lines) else ""
        if _RUNS_ON.match(following):
            return False
        if self._after_heading or at == 0:
            return True
        before = self._lines[at - 1].text
        if _REFERENCE.search(before):
            return False
        if ends_sentence(before) or self._lines[at].apart:
            return True
        return pasal == f"Pasal {self._last_pasal + 1}"

    def _titled(self, at: int, level: Level) -> tuple[Heading, int]:
        """Join a heading with the lines of its title."""
        first = self._lines[at]
        words, used = [first.text], 1
        for line in self._lines[at + 1 : at + 1 + _MOST_TITLE_LINES]:
            if not self._is_title(line, level):
                break
            words.append(line.text)
            used += 1
        return Heading(first.start, self._lines[at + used - 1].end, level, " ".join(words)), used

    def _is_title(self, line: Line, level: Level) -> bool:
        if read_pasal(line.text) or _ITEM.match(line.text):
            return False
        if any(pattern.fullmatch(line.text) for pattern, _ in _TITLED) or self._part(line):
            return False
        if len(line.text) > _LONGEST_TITLE_LINE or ends_sentence(line.text):
            return False
        return line.text.isupper() if level <= Level.BAB else True
