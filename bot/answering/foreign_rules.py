"""Tells questions about the rules of other countries, which are not published here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.answering.tables import read_rows

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LAW_WORDS = frozenset(
    "hukum uu undang-undang aturan peraturan regulasi konstitusi perundangan antitrust law laws "
    "regulation regulations legislation constitution rules".split()
)
# Asked of a place, these are rules as well: "pajak di Jepang".
_RULED = _LAW_WORDS | frozenset("pajak visa denda ketentuan pengadilan tax fine court".split())
_ACTS = frozenset(
    "act acts law laws code regulation regulations directive principles constitution".split()
)
_IN = frozenset("di in of dari milik".split())
# Of these who are abroad, and what is sent there, Indonesian rules speak.
_INDONESIANS_ABROAD = frozenset(
    "wni tki tkw pmi migran haji umrah umroh jemaah jamaah kbri kjri kedutaan konsulat perwakilan "
    "paspor passport warga beasiswa kuliah mahasiswa pelajar ekspor impor kirim indonesia "
    "indonesian indonesians embassy consulate migrant hajj scholarship export import asing "
    "foreigner foreigners citizen citizens".split()
)
_OPENERS = frozenset(
    "kalau kalo klo jika bila gimana bagaimana dengan what about how and dan lalu terus".split()
)
_LONGEST_REACH = 6
_LONGEST_ACT = 5


@dataclass(frozen=True, slots=True)
class ForeignRule:
    """What a question names of another country: the words for it, and whose it is by language."""

    words: str
    owner: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ForeignRules:
    """Names of foreign acts and of countries, with whose they are."""

    acts: Mapping[tuple[str, ...], Mapping[str, str]]
    countries: Mapping[tuple[str, ...], Mapping[str, str]]

    @classmethod
    def load(cls) -> Self:
        """Read the tables that ship with the package."""
        return cls(_table("foreign_acts"), _table("countries"))

    def asked_for(self, question: str) -> ForeignRule | None:
        """Give the foreign act, or the country whose rules a question asks for, if it does.

        A country alone says nothing: "paspor untuk ke Jepang", "haji ke Arab Saudi".
        """
        written = _WORD.findall(question)
        words = [word.lower() for word in written]
        for _, _, phrase, owner in _phrases(words, self.acts):
            return ForeignRule(phrase, owner)
        for start, end, phrase, owner in _phrases(words, self.countries):
            if _follows_law(words, start) or _names_act(written, words, end):
                return ForeignRule(phrase, owner)
            if _ruled_there(words, start):
                return ForeignRule(phrase, owner)
        return None


def _follows_law(words: Sequence[str], start: int) -> bool:
    # "Hukum waris Jerman"; but "aturan impor Jepang" may be one of Indonesia.
    return start > 0 and (
        words[start - 1] in _LAW_WORDS or words[start - 2 : start - 1] == ["hukum"]
    )


def _names_act(written: Sequence[str], words: Sequence[str], end: int) -> bool:
    """Tell whether a country's name opens that of an act: "Australian Privacy Act"."""
    at = end + 1 if words[end : end + 1] == ["s"] else end
    for place in range(at, min(at + _LONGEST_ACT, len(words))):
        if words[place] in _ACTS:
            return written[place][0].isupper() or place == at
        if not written[place][0].isupper():
            return False
    return False


def _ruled_there(words: Sequence[str], start: int) -> bool:
    if not start or words[start - 1] not in _IN or _INDONESIANS_ABROAD & set(words):
        return False
    before = words[: start - 1]
    if before and set(before) <= _OPENERS:
        # "Kalau di Malaysia, berapa hari ...": the whole question is about that place.
        return True
    return bool(_RULED & set(before[-_LONGEST_REACH:]))


def _phrases(
    words: Sequence[str], table: Mapping[tuple[str, ...], Mapping[str, str]]
) -> Iterator[tuple[int, int, str, Mapping[str, str]]]:
    longest = max(map(len, table), default=0)
    for start in range(len(words)):
        for end in range(min(start + longest, len(words)), start, -1):
            owner = table.get(tuple(words[start:end]))
            if owner is not None:
                yield start, end, " ".join(words[start:end]), owner
                break


def _table(name: str) -> dict[tuple[str, ...], dict[str, str]]:
    rows = ((names.split(), owner.split("|")) for names, owner in read_rows(name))
    return {tuple(words): {"id": owner[0], "en": owner[1]} for words, owner in rows}
