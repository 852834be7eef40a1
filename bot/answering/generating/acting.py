"""Reads clauses, and who acts in them: "Atasan PPID memutus", "kepada pemohon", "by the court"."""

import re
from collections.abc import Sequence

# Stands in a text where a fact was read.
FACT = "¤"
_CLAUSE_ENDS = frozenset(
    ", ; : . ( ) | sedangkan tetapi namun lalu kemudian while whereas but then setelah "
    "sebelum sejak apabila jika bila after before if when".split()
)
_COUNTED_FROM = frozenset("setelah sesudah sebelum sejak after before since from".split())
# These part clauses where a number or a verb follows, and words where none does.
_JOINTS = frozenset("dan serta atau and or".split())
_TOWARDS = frozenset("kepada ke to terhadap with pada".split())
_BY = frozenset("oleh by".split())
_FROM = frozenset("dari from of untuk bagi for".split())
_ACTIVE = re.compile(r"(?:me[mnlrwy]|menge|meng|ber)\w{3,}")
_BARE_VERBS = frozenset("mulai selesai terbit buka tutup masuk keluar tiba datang habis".split())
_VERB = re.compile(r"(?:me[mnlrwy]|meng|ber|di|ter)\w{4,}")
_PASSIVE = re.compile(r"(?:di|ter)\w{4,}")
_PASSIVE_ALONE = re.compile(r"di\w{4,}")
_HELPERS = frozenset(
    "wajib harus dapat boleh bisa akan perlu tidak juga telah sudah hanya must may can "
    "shall will should cannot not also only has have had yang then".split()
)
_ENGLISH_VERB = re.compile(r"\w{2,}(?:[^s]s|ed)")
_NO_VERB = frozenset("within unless across in on at after before and or who which that".split())
_ENGLISH_PASSIVE = frozenset("is are was were be been".split())
_ARTICLES = frozenset("the an a para seorang setiap".split())
_VERB_REACH = 4


def clauses_of(words: Sequence[str]) -> list[int]:
    """Number the clauses of a sentence, roughly."""
    found, number = [], 0
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        # "within three days after the announcement" is one thing.
        if word in _COUNTED_FROM and at and words[at - 1] == FACT:
            found.append(number)
            continue
        parts = word in _JOINTS and (
            following == FACT
            or following in _HELPERS | _BARE_VERBS
            or _VERB.fullmatch(following) is not None
        )
        number += word in _CLAUSE_ENDS or parts
        found.append(number)
    return found


def is_verb(word: str) -> bool:
    """Tell whether an Indonesian word has the form of a verb."""
    return word in _BARE_VERBS or _VERB.fullmatch(word) is not None


def acting_in(
    words: Sequence[str], clauses: Sequence[int], start: int, end: int, language: str
) -> tuple[str, int]:
    """Give the role of whom the words from start to end name, and the clause of what it does."""
    role = _role(words, start, end, language)
    apart = role == "by" and end < len(words) and words[end] in ",)"
    return role, clauses[end] if apart else clauses[start]


def _role(words: Sequence[str], start: int, end: int, language: str) -> str:
    """Tell the role of whom the words from start to end name, from the words around it."""
    before = words[max(0, start - 2) : start]
    if before and before[-1] in _ARTICLES:
        before = before[:-1]
    last = before[-1] if before else ""
    if last in _TOWARDS:
        return "to"
    if last in _FROM:
        return "of"
    # "ditetapkan oleh Sekretaris Jenderal", and without "oleh"
    if last in _BY or (language == "id" and _PASSIVE_ALONE.fullmatch(last)):
        return "by"
    return "by" if _does(words[end : end + _VERB_REACH], language) else ""


def _does(words: Sequence[str], language: str) -> bool:
    """Tell whether what follows a name says that it does something."""
    helped = False
    for word in words:
        # As in "Kepala Dinas, dr. Lestari, membuka" and "the officer (PPID) must answer".
        if word == ")" or (word == "," and language == "id"):
            continue
        if word in _HELPERS:
            helped = helped or word != "yang"
            continue
        if word in _ENGLISH_PASSIVE or _PASSIVE.fullmatch(word):
            return False
        acts = helped or (language == "en" and _ENGLISH_VERB.fullmatch(word) is not None)
        return _ACTIVE.fullmatch(word) is not None or (
            acts and word.isalpha() and word not in _NO_VERB
        )
    return False
