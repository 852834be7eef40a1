"""Finds personal data in what citizens write, and masks it before anything is kept or sent on."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.personal_numbers import PersonalDataKind, find_numbers
from vectorstore.cleaning import clean_line

__all__ = [
    "Finding",
    "PersonalDataKind",
    "blotted",
    "find_personal_data",
    "is_only_personal_data",
    "masked",
    "without_marks",
]

_BLOT = "•"
_MINUS = "−"
_AT = r"(?:@| @ |@ | ?[(\[](?:at|@)[)\]] ?)"
_DOT = r"(?:\.| \. | ?[(\[](?:dot|titik)[)\]] ?| (?:dot|titik) )"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]*\w{_AT}(?P<domain>\w[\w-]*(?:{_DOT}\w[\w-]*)+)", re.IGNORECASE
)
# Public bodies publish these so that citizens write to them.
_OFFICIAL_DOMAIN = re.compile(r"(?:^|\.)(?:go|desa|mil)\.id$", re.IGNORECASE)
_OFFICIAL_MAILBOX = re.compile(r"^ppid\b|\bppid$|^ppid[._-]|[._-]ppid$", re.IGNORECASE)
_MARK = re.compile(rf"\[({'|'.join(kind.value for kind in PersonalDataKind)})\]")
# What is searched for may hold these: a register is a topic, somebody's telephone is none.
_TOPICS = frozenset({PersonalDataKind.NIK, PersonalDataKind.KK, PersonalDataKind.NPWP})
_WORD = re.compile(r"[^\W_]+")
# What people write around a number that they merely hand over.
_LABELS = frozenset(
    "nik kk ktp ektp npwp no nomor nmr nomer hp handphone wa whatsapp telp tlp telepon telpon tel "
    "phone mobile email e mail surel alamat kartu keluarga kredit debit penduduk induk saya aku "
    "gue gw ku ini itu adalah punya milik kami anda dan atau ya kak pak bu min halo hai tolong "
    "my our is are the this here card number and or please berikut ktpnya kknya niknya".split()
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at the characters start..end of a text."""

    start: int
    end: int
    kind: PersonalDataKind


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Find NIK, KK, NPWP, telephone and card numbers and e-mail addresses, however spaced.

    In order, none over another. Contacts that public bodies publish (short numbers, `*.go.id`,
    `ppid@…`), amounts, dates, years and the numbers of laws are none.
    """
    plain, places = _plain(text)
    emails = [(start, end, PersonalDataKind.EMAIL) for start, end in _emails(plain)]
    blank = list(plain)
    for start, end, _ in emails:
        blank[start:end] = "@" * (end - start)
    found = sorted([*emails, *find_numbers("".join(blank))])
    return tuple(Finding(places[s], places[e - 1] + 1, kind) for s, e, kind in found)


def masked(text: str) -> str:
    """Put the kind in brackets ("[NIK]") in the place of personal data."""
    return _replaced(text, [(one, f"[{one.kind.value}]") for one in find_personal_data(text)])


def blotted(text: str) -> str:
    """Blot personal data out, so that the text keeps its length in UTF-16 units."""
    found = find_personal_data(text)
    return _replaced(text, [(one, _BLOT * _units(text[one.start : one.end])) for one in found])


def is_only_personal_data(masked_text: str) -> bool:
    """Tell whether a masked text says nothing but what the data are."""
    left = _MARK.sub(" ", masked_text)
    return left != masked_text and all(w in _LABELS for w in _WORD.findall(left.lower()))


def without_marks(masked_text: str) -> str:
    """Give the words to search for: the name of a register that was masked, of the others none."""
    words = set(_WORD.findall(_MARK.sub(" ", masked_text).lower()))

    def topic(match: re.Match[str]) -> str:
        return match[1] if match[1] in _TOPICS and match[1].lower() not in words else ""

    return clean_line(_MARK.sub(topic, masked_text)) if "[" in masked_text else masked_text


def _units(text: str) -> int:
    """Count UTF-16 units, in which messengers measure."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _replaced(text: str, replacements: Sequence[tuple[Finding, str]]) -> str:
    parts, end = [], 0
    for finding, instead in replacements:
        parts += [text[end : finding.start], instead]
        end = finding.end
    return "".join((*parts, text[end:]))


def _emails(plain: str) -> Iterator[tuple[int, int]]:
    for match in _EMAIL.finditer(plain) if re.search(r"@|[(\[]at[)\]]", plain, re.I) else ():
        mailbox = plain[match.start() : match.start("domain")]
        domain = re.sub(_DOT, ".", match["domain"], flags=re.IGNORECASE)
        name = re.split(_AT, mailbox, maxsplit=1, flags=re.IGNORECASE)[0]
        if not _OFFICIAL_DOMAIN.search(domain) and not _OFFICIAL_MAILBOX.search(name):
            yield match.span()


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Give a text with plain digits, marks and spaces, and where each character of it stood."""
    if text.isascii() and text.isprintable():
        return text, range(len(text))
    known: dict[str, str] = {}
    characters, places = [], []
    for place, character in enumerate(text):
        if character not in known:
            known[character] = _plain_character(character)
        if known[character]:
            characters.append(known[character])
            places.append(place)
    return "".join(characters), places


def _plain_character(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Pd" or character == _MINUS:
        return "-"
    # Marks that are drawn over a character, such as those of keycap emoji, hide no digit.
    if category in ("Mn", "Me") or not clean_line(character):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    same = unicodedata.normalize("NFKC", character)
    return same if len(same) == 1 else character
