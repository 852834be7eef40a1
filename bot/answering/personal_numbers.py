"""Tells the numbers that belong to a person from amounts, dates, years and register numbers.

The layouts are public: NIK and KK begin with the six digits of a district, then a date and a serial
number (PP 37/2007 article 37; a woman's NIK has 40 added to the day); NPWP has 15 digits, since
2024 also 16 (PMK 112/PMK.03/2022). Patterns made for other countries take budgets and years for
telephones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalDataKind(StrEnum):
    """What personal data is found; the value stands in its place."""

    NIK = "NIK"
    KK = "KK"
    NPWP = "NPWP"
    PHONE = "TELEPON"
    EMAIL = "EMAIL"
    CARD = "KARTU"


# The codes of the provinces, those of 2022 included.
_PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 "
    "82 91 92 93 94 95 96 97".split()
)
_NIK_DIGITS = 16
_OLD_NPWP_DIGITS = 15
_FEWEST_DIGITS = 9
_MOST_DIGITS = 19
_DIGITS = re.compile(r"[0-9]+")
# What stands between the groups of one number.
_JOIN = re.compile(r"[\s.\-_()·]{1,3}")
_REGION_AND_DATE = re.compile(
    r"(?P<province>\d\d)(?!00)\d\d(?!00)\d\d"
    r"(?P<day>0[1-9]|[1256]\d|[37][01]|4[1-9])(?:0[1-9]|1[0-2])\d\d(?!0000)\d{4}"
)
_MOBILE = re.compile(r"(?:0|62|0062)8[1-35789]\d{7,10}")
_LANDLINE = re.compile(r"0[2-79]\d{7,10}")
_INTERNATIONAL = re.compile(r"[1-9]\d{8,14}")
_BARE_MOBILE = re.compile(r"8[1-35789]\d{7,10}")
_WHOLE_MOBILE = 11
_AREA_CODE = 3
_CARD_STARTS = re.compile(r"(?:4|5[1-5]|2[2-7]|6|3[47]|3[068])")
_CARD_LENGTHS = {"3": (14, 15), "4": (16, 19), "5": (16,), "6": (16, 19), "2": (16,)}
_NPWP_GROUPS = (2, 3, 3, 1, 3, 3)

_HARMLESS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # dates
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?P<s>[-./ ])(?:0?[1-9]|1[0-2])(?P=s)(?:19|20)\d\d(?!\d)",
        r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)",
        # years one after another
        r"(?<!\d)(?:19|20)\d\d(?:[\s/-]{1,3}(?:19|20)\d\d)+(?!\d)",
        # from hour to hour
        r"(?<!\d)(?:[01]?\d|2[0-4])[.:][0-5]\d\s?-\s?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)",
        # money
        r"(?:\brp|\bidr|\busd|\$)\.?\s?\d[\d.,]*",
        r"(?<![\d.,])\d[\d.,]*\s?(?:rupiah|ribu|rb|juta|jt|miliar|milyar|triliun)\b",
        r"(?<![\d+.,-])[1-9]\d{0,2}(?P<t>[.,])\d{3}(?:(?P=t)\d{3})+(?![.,-]?\d)",
    )
)
_LABEL = re.compile(
    r"\b(?:(?P<KK>no\.? ?kk|kk|kartu keluarga)|(?P<NIK>nik|e-?ktp|ktp|kependudukan)|"
    r"(?P<NPWP>npwp|pajak)|(?P<CARD>kartu (?:kredit|debit|atm)|credit card|debit card|kredit)|"
    r"(?P<PHONE>no\.? ?(?:hp|wa|telp?)|hp|handphone|wa|whatsapp|telp|tlp|telp?on|telepon|phone|"
    r"ponsel|seluler|hubungi|call))(?=\b|\d)",
    re.IGNORECASE,
)
# Sixteen digits with a region and a date in them are no coincidence.
_IDENTITIES = (PersonalDataKind.NIK, PersonalDataKind.KK)
# So far back a label still speaks of the number.
_LABEL_REACH = 40
_KIND_OF_LABEL = {kind.name: kind for kind in PersonalDataKind}
# "B-0812345678/KPU" is the number of a letter, "WA/0812…" is none.
_ATTACHED_BEFORE = re.compile(r"([^\W\d_]+)(?:[/.]|-)?$")
_ATTACHED_AFTER = re.compile(r"/?([^\W\d_]+)")
_TELLS_CONTACT = re.compile(
    r"(?:no|nomor|nmr|nik|ktp|kk|npwp|hp|wa|telp?|tlp|telepon|telpon|phone|me|whatsapp|fax|x)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring groups of digits that may be one number."""

    groups: tuple[str, ...]
    plus: bool
    label: PersonalDataKind | None
    registered: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)


def find_numbers(text: str) -> Iterator[tuple[int, int, PersonalDataKind]]:
    """Give start, end and kind of each personal number, in order, none over another.

    The text has ASCII digits and no invisible characters.
    """
    groups = [match.span() for match in _DIGITS.finditer(text)]
    harmless = _harmless(text)
    at, seen = 0, 0
    while at < len(groups):
        start = groups[at][0]
        found = _number_at(text, groups, at, seen)
        if found is None or (harmless[start] and not _outgrows(found, groups, at, harmless)):
            at += 1
            continue
        length, kind = found
        seen = groups[at + length - 1][1]
        yield _with_signs(text, start, seen), seen, kind
        at += length


def _outgrows(
    found: tuple[int, PersonalDataKind], groups: list[tuple[int, int]], at: int, harmless: bytearray
) -> bool:
    """Tell whether what begins like hours or an amount is but the head of an identity number."""
    length, kind = found
    return kind in _IDENTITIES and not harmless[groups[at + length - 1][0]]


def _harmless(text: str) -> bytearray:
    """Give 1 for each character of an amount, a date, years or hours."""
    marks = bytearray(len(text))
    for pattern in _HARMLESS:
        for match in pattern.finditer(text):
            marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return marks


def _number_at(
    text: str, groups: list[tuple[int, int]], at: int, seen: int
) -> tuple[int, PersonalDataKind] | None:
    """Give how many groups from `at` on make a number, and its kind; the most that do."""
    ends = list(_ends(text, groups, at))
    if not ends:
        return None
    start = groups[at][0]
    # What was found before it, or masked before, tells nothing about it.
    before = text[max(seen, start - _LABEL_REACH) : start].rpartition("]")[2]
    labels = [_KIND_OF_LABEL[match.lastgroup or ""] for match in _LABEL.finditer(before)]
    best: tuple[int, PersonalDataKind] | None = None
    for length, end in ends:
        window = _Window(
            tuple(text[a:b] for a, b in groups[at : at + length]),
            before.rstrip(" (").endswith("+"),
            labels[-1] if labels else None,
            _is_registered(before, text[end : end + _LABEL_REACH]),
        )
        kind = _kind(window)
        if kind is not None:
            best = length, kind
            if kind is not PersonalDataKind.PHONE or (
                length == 1 and len(window.digits) >= _WHOLE_MOBILE
            ):
                break
    return best


def _ends(text: str, groups: list[tuple[int, int]], at: int) -> Iterator[tuple[int, int]]:
    """Give number and end of the groups from `at` on that hang together and are long enough."""
    digits = 0
    for length, (start, end) in enumerate(groups[at : at + _MOST_DIGITS], start=1):
        if length > 1 and not _JOIN.fullmatch(text, groups[at + length - 2][1], start):
            return
        digits += end - start
        if digits > _MOST_DIGITS:
            return
        if digits >= _FEWEST_DIGITS:
            yield length, end


def _kind(window: _Window) -> PersonalDataKind | None:
    digits = window.digits
    if len(digits) == _NIK_DIGITS and (kind := _sixteen(window)) is not None:
        return kind
    if window.registered:
        return None
    if _is_npwp(window):
        return PersonalDataKind.NPWP
    if _is_card(digits):
        return PersonalDataKind.CARD
    return PersonalDataKind.PHONE if _is_phone(window) else None


def _sixteen(window: _Window) -> PersonalDataKind | None:
    """A plausible NIK or KK, or what is called one."""
    called = window.label
    if called is PersonalDataKind.CARD and _is_card(window.digits):
        return PersonalDataKind.CARD
    if called in (PersonalDataKind.NIK, PersonalDataKind.KK, PersonalDataKind.NPWP):
        return called
    match = _REGION_AND_DATE.fullmatch(window.digits)
    if match is None or match["province"] not in _PROVINCES:
        return None
    return None if window.registered and len(window.groups) == 1 else PersonalDataKind.NIK


def _is_npwp(window: _Window) -> bool:
    digits = window.digits
    if len(digits) == _NIK_DIGITS:
        return digits.startswith("0") and len(window.groups) == 1
    if len(digits) != _OLD_NPWP_DIGITS:
        return False
    lengths = tuple(map(len, window.groups))
    alone = len(lengths) == 1 and not digits.endswith("00000")
    return window.label is PersonalDataKind.NPWP or lengths == _NPWP_GROUPS or alone


def _is_card(digits: str) -> bool:
    lengths = _CARD_LENGTHS.get(digits[0], ())
    return len(digits) in lengths and _CARD_STARTS.match(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    total = sum(n - 9 if n > 9 else n for n in doubled) + sum(map(int, digits[-1::-2]))
    return total % 10 == 0 and set(digits) != {"0"}


def _is_phone(window: _Window) -> bool:
    digits = window.digits
    if window.plus and _INTERNATIONAL.fullmatch(digits):
        return True
    if _MOBILE.fullmatch(digits):
        return True
    if window.label is PersonalDataKind.PHONE and _BARE_MOBILE.fullmatch(digits):
        return True
    # An area code has three digits or more; with fewer it is rather a list of small numbers.
    return len(window.groups[0]) >= _AREA_CODE and _LANDLINE.fullmatch(digits) is not None


def _is_registered(before: str, after: str) -> bool:
    """Tell whether letters are attached, as in the number of a letter or a file."""
    left, right = _ATTACHED_BEFORE.search(before), _ATTACHED_AFTER.match(after)
    attached = left is not None and not before.endswith(".") and not _is_contact(left[1])
    return attached or (right is not None and not _is_contact(right[1]))


def _is_contact(letters: str) -> bool:
    return _TELLS_CONTACT.fullmatch(letters) is not None


def _with_signs(text: str, start: int, end: int) -> int:
    """Take in the plus and the bracket that a number begins with."""
    while start and (text[start - 1] == "+" or (text[start - 1] == "(" and ")" in text[start:end])):
        start -= 1
    return start
