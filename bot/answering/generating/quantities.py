"""Reads amounts with what they count and how they bind: "paling lambat 10 (sepuluh) hari kerja"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answering.generating.bounds import bound_of, relation_of
from bot.answering.generating.number_words import (
    SCALES,
    is_number_word,
    is_ordinal,
    read_digits,
    read_words,
)

# Names of the units, the same for both languages.
WORKING_DAY, CALENDAR_DAY, DAY = "hari kerja", "hari kalender", "hari"
RUPIAH, PERCENT, TIMES, PERSON, HOUR = "rupiah", "%", "kali", "orang", "jam"
# Nothing follows that could be counted: "under 18", "nilai 311".
BARE = "?"
_UNITS: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): unit
    for unit, phrases in (
        (WORKING_DAY, "hari kerja|working day|working days|business day|business days|workdays"),
        (CALENDAR_DAY, "hari kalender|calendar day|calendar days"),
        (DAY, "hari|day|days"),
        ("minggu", "minggu|pekan|week|weeks"),
        ("bulan", "bulan|month|months"),
        ("tahun", "tahun|year|years"),
        (HOUR, "jam|hour|hours"),
        ("menit", "menit|minute|minutes"),
        ("detik", "detik|seconds"),
        (PERCENT, "%|persen|percent|per cent"),
        (RUPIAH, "rupiah"),
        ("dolar", "dolar|dollar|dollars|usd"),
        (TIMES, "kali|times|time"),
        (PERSON, "orang|people|persons|person"),
        ("meter persegi", "meter persegi|square metres|square meters|m2"),
        ("meter", "meter|metre|metres|meters"),
        ("km", "kilometer|kilometre|kilometres|kilometers|km"),
        ("kg", "kilogram|kilograms|kg"),
        ("lembar", "lembar|halaman|sheets|sheet|pages|page"),
    )
    for phrase in phrases.split("|")
}
_LONGEST_UNIT = 2
DURATIONS = frozenset(
    (WORKING_DAY, CALENDAR_DAY, DAY, "minggu", "bulan", "tahun", HOUR, "menit", "detik")
)
_CURRENCIES = {"rp": RUPIAH, "idr": RUPIAH, "$": "dolar", "usd": "dolar"}
# A word that is a number and its unit at once.
_WHOLE = {
    "sekali": TIMES, "once": TIMES, "sehari": DAY, "seminggu": "minggu", "sepekan": "minggu",
    "sebulan": "bulan", "setahun": "tahun", "sejam": HOUR,
}  # fmt: skip
_TWICE = "twice"
# "One" and "second" are often no numbers.
_NOT_ONE_AFTER = frozenset("salah no this that another any which every each satu".split())
_NOT_ONE_BEFORE = frozenset("of or lain sama persatu per another who must satu".split())
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_EACH = frozenset("a an per each every tiap setiap".split())
_BOTH = frozenset({"both"})

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%|\$|×|[-–—(),]|[^\w\s]", re.IGNORECASE)
_NO_THINGS = frozenset(
    "must may can is are was were will shall should cannot harus wajib dapat boleh tidak "
    "akan yang untuk pada di dari dan or and who to in on at of".split()
)
_RANGE = frozenset("- – — sampai hingga to dan and atau or".split())
_CROSS = frozenset({"x", "×", TIMES, "times"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, its unit ("" where it counts things), how it binds, and its place in the text.

    `bound` is "max", "min", "about" or "" (just that many); `relation` tells whether it is counted
    "before" or "after" something, or whether something changes "from" it or "to" it.
    """

    value: Decimal
    unit: str
    bound: str
    relation: str
    start: int
    end: int

    def told_by(self, other: "Quantity") -> bool:
        """Tell whether another amount is the same number of the same units."""
        if self.value != other.value:
            return False
        units = {self.unit, other.unit}
        if BARE in units:
            return units <= {BARE, "", "tahun", TIMES, PERSON}
        return (
            len(units) == 1
            or (self.unit, other.unit) == (DAY, CALENDAR_DAY)
            # "sekali" and "one extension", "700 orang" and "700 peserta"
            or ("" in units and units & {TIMES, PERSON} != set())
        )


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def read_quantities(text: str) -> list[Quantity]:
    """Give the amounts of a text in their order."""
    tokens = [_Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found = list(_scan(tokens))
    found = [_with_shared_unit(text, found, at) for at in range(len(found))]
    ends = [0, *(one.end for one in found)]
    return [
        replace(
            one,
            bound=bound_of(text, one.start, one.end, since),
            relation=relation_of(text, one.start, one.end, changes=one.unit not in DURATIONS),
        )
        for one, since in zip(found, ends, strict=False)
    ]


def _scan(tokens: Sequence[_Token]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        read = _read_at(tokens, at)
        if read is None:
            at += 1
            continue
        value, unit, end = read
        yield Quantity(value, unit, "", "", tokens[at].start, tokens[end - 1].end)
        at = end
        # "Rp150.000 a year" is "Rp150.000 setahun".
        if at < len(tokens) and tokens[at].text in _EACH:
            rate, end = _unit(tokens, at + 1)
            if rate in DURATIONS:
                yield Quantity(Decimal(1), rate, "", "", tokens[at].start, tokens[end - 1].end)
                at = end


def _read_at(tokens: Sequence[_Token], at: int) -> tuple[Decimal, str, int] | None:
    word = tokens[at].text
    if word in _WHOLE:
        return Decimal(1), _WHOLE[word], at + 1
    if word == _TWICE:
        return Decimal(2), TIMES, at + 1
    if word in _BOTH:
        return Decimal(2), "", at + 1
    currency = _CURRENCIES.get(word, "")
    start = at + 1 if currency else at
    if currency and start < len(tokens) and tokens[start].text == ".":
        start += 1
    number = _number(tokens, start)
    if number is None:
        return None
    value, end = number
    value, end = _crossed(tokens, value, _past_repetition(tokens, value, end))
    if currency:
        return value, currency, end
    # "The tenth working day" is not ten of them.
    if is_ordinal(word) or (end < len(tokens) and tokens[end].text in _ORDINAL_ENDINGS):
        return value, BARE, end
    unit, end = _unit(tokens, end)
    return value, unit, end


def _number(
    tokens: Sequence[_Token], at: int, *, surely: bool = False
) -> tuple[Decimal, int] | None:
    if at >= len(tokens):
        return None
    written = tokens[at].text
    if written[0].isdecimal():
        value, end = read_digits(written), at + 1
        while end < len(tokens) and tokens[end].text in SCALES:
            value, end = value * SCALES[tokens[end].text], end + 1
        return value, end
    if not is_number_word(written) or not (surely or _counts(tokens, at)):
        return None
    # "twenty-five" is one number, "dua-tiga" is none.
    places = [i for i in range(at, min(at + 24, len(tokens))) if not _is_joint(tokens, i)]
    read = read_words([tokens[i].text for i in places])
    return (read[0], places[read[1] - 1] + 1) if read else None


def _is_joint(tokens: Sequence[_Token], at: int) -> bool:
    return tokens[at].text == "-" and at > 0 and tokens[at - 1].text.endswith("ty")


def _counts(tokens: Sequence[_Token], at: int) -> bool:
    """Tell whether "satu" or "one" is a number here and not an article or a pronoun."""
    if tokens[at].text == "second":
        return at == 0 or not tokens[at - 1].text[0].isdigit()
    if tokens[at].text not in ("satu", "one", "kesatu"):
        return True
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return before not in _NOT_ONE_AFTER and after.isalpha() and after not in _NOT_ONE_BEFORE


def _crossed(tokens: Sequence[_Token], value: Decimal, end: int) -> tuple[Decimal, int]:
    """Read "3 x 24 jam" as the hours that it is."""
    if end + 1 < len(tokens) and tokens[end].text in _CROSS:
        factor = _number(tokens, end + 1)
        after = _past_repetition(tokens, *factor) if factor else end
        if factor and _unit(tokens, after)[0] in DURATIONS:
            return value * factor[0], after
    return value, end


def _past_repetition(tokens: Sequence[_Token], value: Decimal, end: int) -> int:
    """Skip a number that is said again in brackets: "10 (sepuluh)", "ten (10)"."""
    if end < len(tokens) and tokens[end].text == "(":
        again = _number(tokens, end + 1, surely=True)
        if again and again[0] == value:
            close = again[1] + (again[1] < len(tokens) and tokens[again[1]].text == "rupiah")
            if close < len(tokens) and tokens[close].text == ")":
                return close + 1
    return end


def _unit(tokens: Sequence[_Token], at: int) -> tuple[str, int]:
    # "10-working-day"
    places = [i for i in range(at, min(at + 4, len(tokens))) if tokens[i].text != "-"]
    for length in range(_LONGEST_UNIT, 0, -1):
        words = tuple(tokens[i].text for i in places[:length])
        if len(words) == length and words in _UNITS:
            return _UNITS[words], places[length - 1] + 1
    ends = at >= len(tokens) or not tokens[at].text[0].isalpha() or tokens[at].text in _NO_THINGS
    return (BARE if ends and not (at < len(tokens) and tokens[at].text in _RANGE) else ""), at


def _with_shared_unit(text: str, found: Sequence[Quantity], at: int) -> Quantity:
    """Give the first number of "10 sampai 14 hari" the unit of the second."""
    one = found[at]
    if one.unit not in ("", BARE) or at + 1 == len(found):
        return one
    following = found[at + 1]
    between = text[one.end : following.start].lower().split()
    return replace(one, unit=following.unit) if between and set(between) <= _RANGE else one
