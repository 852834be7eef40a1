"""Reads numbers as they are written: "1.500.000,00", "1,5", "dua belas", "tenth", "twenty-five".

Indonesian and English are read alike, for a sentence in one language is compared with a source in
the other.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

_DIGITS = {
    word: value
    for words in (
        "nol satu dua tiga empat lima enam tujuh delapan sembilan",
        "zero one two three four five six seven eight nine",
    )
    for value, word in enumerate(words.split())
}
_TEENS = {
    word: value
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        start=10,
    )
} | {"sepuluh": 10, "sebelas": 11}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
SCALES = {
    "ribu": 10**3, "rb": 10**3, "thousand": 10**3,
    "juta": 10**6, "jt": 10**6, "million": 10**6,
    "miliar": 10**9, "milyar": 10**9, "billion": 10**9,
    "triliun": 10**12, "trilyun": 10**12, "trillion": 10**12,
}  # fmt: skip
_ONE_SCALE = {"seribu": 10**3, "sejuta": 10**6}
_HUNDRED = frozenset({"ratus", "hundred"})
_HALF = frozenset({"setengah", "half"})
_IRREGULAR_ORDINALS = {
    "second": "two", "third": "three", "fifth": "five", "eighth": "eight", "ninth": "nine",
    "twelfth": "twelve",
}  # fmt: skip
_COUNTED = frozenset({*_DIGITS, *_TEENS, *_TENS, "seratus", *_ONE_SCALE})
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")


def read_digits(written: str) -> Decimal:
    """Give the value of digits with stops and commas.

    Three digits after a mark are thousands, in both languages; anything else is a fraction. Where
    both marks stand, the last is that of the fraction.
    """
    match = _GROUPED.fullmatch(written)
    if match and not written.startswith("0"):
        thousands = match[1]
        return Decimal(written.replace(thousands, "").replace(",", "."))
    whole, *rest = re.split(r"[.,]", written)
    if len(rest) > 1:
        return Decimal("".join((whole, *rest)))
    return Decimal(".".join((whole, *rest)))


def is_ordinal(word: str) -> bool:
    """Tell whether a word of lower case is an ordinal number."""
    return _cardinal(word) != word


def is_number_word(word: str) -> bool:
    """Tell whether a number may begin with a word of lower case."""
    return _cardinal(word) in _COUNTED or word in _HALF


def read_words(words: Sequence[str], at: int = 0) -> tuple[Decimal, int] | None:
    """Give the value of the number whose words (lower case) begin at a place, and how many.

    "satu setengah" and fractions but the half are not read.
    """
    if at < len(words) and words[at] in _HALF:
        return Decimal("0.5"), 1
    total, group, unit = 0, 0, -1
    taken = 0
    for offset, written in enumerate(words[at:]):
        word = _cardinal(written)
        step = _step(word, total, group, unit)
        if step is None:
            # "one hundred and five": "and" only joins what follows a hundred or a thousand.
            following = words[at + offset + 1] if at + offset + 1 < len(words) else ""
            joins = written == "and" and taken == offset and unit < 0 and (group or total)
            if joins and _cardinal(following) in {**_DIGITS, **_TEENS, **_TENS}:
                continue
            break
        total, group, unit = step
        taken = offset + 1
    if not taken:
        return None
    return Decimal(total + group + max(unit, 0)), taken


def _step(word: str, total: int, group: int, unit: int) -> tuple[int, int, int] | None:
    """Add a word to what was read: scaled groups, the group under way, its last small number."""
    small = _small(word, unit)
    if small is not None:
        return total, group, small
    if word == "puluh" and 0 < unit < 10:
        return total, group + 10 * unit, -1
    if word in _HUNDRED and 0 < unit < 10:
        return total, group + 100 * unit, -1
    if word == "seratus" and unit < 0 and group == 0:
        return total, 100, -1
    if word in _ONE_SCALE and unit < 0 and group == 0 and total % _ONE_SCALE[word] == 0:
        return total + _ONE_SCALE[word], 0, -1
    part = group + max(unit, 0)
    if word in SCALES and part > 0 and (total == 0 or total % (SCALES[word] * 10) == 0):
        return total + part * SCALES[word], 0, -1
    return None


def _small(word: str, unit: int) -> int | None:
    if unit < 0:
        return {**_DIGITS, **_TEENS, **_TENS}.get(word)
    if word == "belas" and 1 < unit < 10:
        return 10 + unit
    # "twenty-five"
    if unit in _TENS.values() and _DIGITS.get(word, 0) > 0:
        return unit + _DIGITS[word]
    return None


def _cardinal(word: str) -> str:
    """Turn an ordinal into its number; first, second and what is not one stay as they are."""
    if word in _IRREGULAR_ORDINALS:
        return _IRREGULAR_ORDINALS[word]
    if word.startswith("ke") and word[2:] in _COUNTED:
        return word[2:]
    if word == "twentieth" or (word.endswith("ieth") and f"{word[:-4]}y" in _TENS):
        return f"{word[:-4]}y"
    return word[:-2] if word.endswith("th") and word[:-2] in {**_DIGITS, **_TEENS} else word
