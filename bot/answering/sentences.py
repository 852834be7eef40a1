"""Splits Indonesian and English official text into sentences, as spans of the very text.

Official texts are full of stops that end nothing ("No. 14", "Rp1.500.000,00", "S.H.", "a.n.") and
of lines that end something without a stop (list items, headings, ayat).
"""

import re
from dataclasses import dataclass

# Abbreviations that are followed by what they belong to. "dst.", "dll." and "dsb." are not among
# them: they end a sentence whenever a capital follows.
_LEADING_ABBREVIATIONS = frozenset(
    "no nos nr art ps ay jl jln jalan gg tel telp hp fax hlm hal kab kec kel prov tgl bpk ibu sdr "
    "sdri yth drs dra dr drg ir prof h hj kh st mr mrs ms vs cf pt cv ud tbk rp lt km kav blok "
    "mayjen brigjen letjen jend kol kapt kompol akbp kombes irjen menko wapres sesmen".split()
)
_TERMINATOR = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)")
_LIST_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,2}|[ivxIVX]{1,5})[.)]\s|[-–—•*·▪]\s")
_LAST_WORD = re.compile(r"(\S+?)[.!?…]+[\"”’'»)\]]*$")
_DOTTED = re.compile(r"(?:[A-Za-z]{1,3}\.)+[A-Za-z]{1,4}")
_OPENING = "\"“‘'«(["


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence as character offsets (start, end) of its text, without outer white space."""

    start: int
    end: int
    list_item: bool = False

    def of(self, text: str) -> str:
        """Give the words of this span."""
        return text[self.start : self.end]


def split_sentences(text: str) -> tuple[Span, ...]:
    """Split a text into sentences in reading order; together they hold all its visible characters.

    A line that begins with a list marker starts a sentence of its own; a line that runs on in
    lower case continues the sentence of the line above.
    """
    spans: list[Span] = []
    for start, end in _units(text):
        is_item = _LIST_MARKER.match(text, start, end) is not None
        for piece_start, piece_end in _split_unit(text, start, end):
            spans.append(Span(piece_start, piece_end, is_item))
            is_item = False
    return tuple(spans)


def _units(text: str) -> list[tuple[int, int]]:
    """Join hard-wrapped lines; part list items, headings and paragraphs."""
    units: list[tuple[int, int]] = []
    after_blank, position = True, 0
    for line in text.split("\n"):
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        position += len(line) + 1
        if not line.strip():
            after_blank = True
        elif units and not after_blank and _continues(text, units[-1], start, end):
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
            after_blank = False
    return units


def _continues(text: str, previous: tuple[int, int], start: int, end: int) -> bool:
    if _LIST_MARKER.match(text, start, end):
        return False
    last = text[previous[1] - 1]
    return text[start].islower() and last not in ".!?:;"


def _split_unit(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    begin = start
    marker = _LIST_MARKER.match(text, start, end)
    for match in _TERMINATOR.finditer(text, marker.end() if marker else start, end):
        stop = match.end()
        if stop < end and _ends_sentence(text, begin, stop, end):
            pieces.append((begin, stop))
            begin = end - len(text[stop:end].lstrip())
    pieces.append((begin, end))
    return pieces


def _ends_sentence(text: str, begin: int, stop: int, end: int) -> bool:
    following = text[stop:end].lstrip().lstrip(_OPENING)
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    if "." not in text[stop - 2 : stop]:
        return True
    match = _LAST_WORD.search(text, begin, stop)
    if match is None:
        return True
    word = match.group(1).lstrip(_OPENING)
    if _DOTTED.fullmatch(word) or word.lower() in _LEADING_ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isalpha():
        # "huruf a." ends a sentence, "A. Yani" does not.
        return text[begin : match.start()].rstrip().lower().endswith(("huruf", "angka", "ayat"))
    return True
