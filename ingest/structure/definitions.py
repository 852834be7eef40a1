"""Takes lists of definitions apart: "yang dimaksud dengan: 1. Informasi adalah ..."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.structure.numerals import read_number
from ingest.structure.sections import Section, Span

_LEAD_IN = re.compile(
    r"(?:[Dd]imaksud(?:kan)?\s+dengan|[Dd]iartikan\s+sebagai|(?:is|are)\s+meant\s+by"
    r"|[Ff]ollowing\s+(?:terms|definitions)(?:\s+\w+){0,4})\s*:?(?:\s*SALINAN)?(?=\s)"
)
_MARKER = re.compile(
    r"(?P<open>\(?)\s?(?P<number>\d{1,3}[a-z]?|[lI|OSB\d]{1,3}|[a-z])\s?(?P<close>[.)])\s*(?=\S)"
)
# "adalah" or what else makes a sentence a definition, before the next line that is an item.
_DEFINES = re.compile(
    r"[\"“'‘]?[A-Z](?:[^;\n]|\n(?!\s*\(?\w{1,3}\s?[.)]\s)){1,250}?"
    r"\b(?:adalah|ialah|merupakan|meliputi|(?:yang\s+)?selanjutnya\s+dis\w+|means?|is\s+an?)\b"
)
# An item begins on a line of its own or, where lines were lost, after a stop.
_PLACES = re.compile(r"(?:^|(?<=[.;:_])[ \t])[ \t]*(?=\S)", re.M)
# The next ayat, or the next change of a law that changes another, ends the list.
_NEXT_PART = re.compile(
    r"\(\s?\d{1,2}\s?\)\s+[A-Z]|\d{1,3}\.\s+(?:Ketentuan|Di\s+antara|Judul|Penjelasan|Pasal)\b"
)
_MOST_SKIPPED = 3  # numbers that a scan has lost in a row
_FEWEST = 2  # one item makes no list


@dataclass(frozen=True, slots=True)
class Definition:
    """One item of a list of definitions; `label` is "angka 2", empty where it has no number."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list and the sentence that leads into it; the first item begins after `lead`."""

    lead: Span
    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    value: int  # 0: it has no number
    suffix: str = ""


def find_definitions(text: str, start: int, end: int) -> DefinitionList | None:
    """Give the first list of definitions between two places, if there is one."""
    for lead in _LEAD_IN.finditer(text, start, end):
        first = end - len(text[lead.end() : end].lstrip())
        style = _style(text, first, end, after_colon=lead.group().rstrip().endswith(":"))
        if style is None:
            continue
        items, stop = _collect(text, first, end, style)
        if len(items) >= _FEWEST:
            line_start = max(start, text.rfind("\n", start, lead.start()) + 1)
            labelled = _label(_restore_numbers(items), stop, letters=style == "a.")
            return DefinitionList((line_start, lead.end()), tuple(labelled))
    return None


def _style(text: str, first: int, end: int, *, after_colon: bool) -> str | None:
    """Tell how a list numbers its items by the first one: "1.", "1)", "(1)", "a." or lost ("")."""
    marker = _MARKER.match(text, first, end)
    if marker is None:
        return "" if after_colon and _DEFINES.match(text, first, end) else None
    if marker["number"] == "a":
        return "a."
    number = read_number(marker["number"])
    return _form(marker) if number and number[0] == 1 else None


def _form(marker: re.Match[str]) -> str:
    return f"{marker['open']}1{marker['close']}"


def _collect(text: str, first: int, end: int, style: str) -> tuple[list[_Item], int]:
    """Give the items of a list, and where the list ends."""
    items = [_Item(first, 1 if style else 0)]
    last = 1
    for place in _PLACES.finditer(text, first + 1, end):
        at = place.end()
        on_new_line = text[place.start() - 1] == "\n"
        if on_new_line and _ends_list(text, at, end, style):
            return items, at
        item = _item(text, at, end, style, last) if on_new_line else None
        item = item or _item_within_line(text, at, end, style, last)
        if item:
            items.append(item)
            last = item.value or last + 1
    return items, end


def _ends_list(text: str, at: int, end: int, style: str) -> bool:
    part = _NEXT_PART.match(text, at, end)
    return part is not None and not (style == "(1)" and part.group().startswith("("))


def _item(text: str, at: int, end: int, style: str, last: int) -> _Item | None:
    marker = _MARKER.match(text, at, end)
    if marker is None:
        before = text[:at].rstrip()[-1:]
        lost = before in {".", ";", ":"} and _DEFINES.match(text, at, end)
        return _Item(at, 0) if lost else None
    number = _number(marker, style)
    if number is None:
        return None
    value, suffix = number
    begins_sentence = text[marker.end()].isupper() or text[:at].rstrip()[-1:] in {".", ";"}
    is_next = value == last + 1 and begins_sentence
    if is_next or _DEFINES.match(text, marker.end(), end):
        return _Item(at, value, suffix)
    return None


def _item_within_line(text: str, at: int, end: int, style: str, last: int) -> _Item | None:
    marker = _MARKER.match(text, at, end)
    number = _number(marker, style) if marker else None
    if marker is None or number is None or not _DEFINES.match(text, marker.end(), end):
        return None
    return _Item(at, *number) if last < number[0] <= last + _MOST_SKIPPED else None


def _number(marker: re.Match[str], style: str) -> tuple[int, str] | None:
    if style == "a.":
        letter = marker["number"]
        return (ord(letter) - ord("a") + 1, "") if letter.isalpha() and letter.islower() else None
    return read_number(marker["number"]) if style in {"", _form(marker)} else None


def _restore_numbers(items: Sequence[_Item]) -> list[_Item]:
    """Number the items between two numbers that leave room for exactly so many.

    A number that only a guess could give stays lost: a wrong citation is worse than a short one.
    """
    restored = list(items)
    for at in range(len(items)):
        before = restored[at - 1].value if at else 0
        run = next((n for n, item in enumerate(items[at:]) if item.value), 0)
        if items[at].value == 0 and (at == 0 or before):
            if run and items[at + run].value == before + run + 1:
                restored[at] = replace(items[at], value=before + 1)
        elif at + 1 < len(items) and items[at + 1].value == before + 2:
            restored[at] = replace(items[at], value=before + 1, suffix="")
    return restored


def _label(items: Sequence[_Item], stop: int, *, letters: bool) -> Iterator[Definition]:
    ends = [item.start for item in items[1:]] + [stop]
    for item, end in zip(items, ends, strict=True):
        label = ""
        if item.value:
            number = chr(ord("a") + item.value - 1) if letters else f"{item.value}{item.suffix}"
            label = f"{'huruf' if letters else 'angka'} {number}"
        yield Definition(item.start, end, label)


def definition_sections(
    found: DefinitionList, start: int, path: tuple[str, ...], within: str
) -> Iterator[Section]:
    """Make each item a section of its own; the first one holds all from `start` on."""
    for item in found.items:
        name = f"{within} {item.label}".strip()
        yield Section(start, item.end, path, name, lead=found.lead)
        start = item.end
