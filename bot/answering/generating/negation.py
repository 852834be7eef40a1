"""Tells what a sentence denies: "tidak bersifat permanen", "no fee", "must not", "tanpa alasan"."""

import re
from collections.abc import Sequence
from enum import Enum


class Polarity(Enum):
    """Whether a word is said, denied, or stands near a denial that may be of it."""

    SAID = "said"
    DENIED = "denied"
    NEAR = "near"


_CUES = frozenset(
    "tidak bukan bukanlah tak tanpa jangan janganlah belum dilarang melarang terlarang "
    "kecuali tiada tidaklah nggak not no never without except cannot can't don't doesn't "
    "didn't won't isn't aren't wasn't mustn't shouldn't needn't neither nor none prohibited "
    "forbidden prohibits forbids unless nobody nothing".split()
)
# These deny nothing: bounds are read with their numbers.
_NO_DENIAL = re.compile(
    r"\b(?:tidak|bukan|tak|not)\s+(?:hanya|saja|cuma|sekadar|only|just|merely)\b|"
    r"\b(?:tidak|tak)\s+(?:boleh\s+|dapat\s+)?(?:lebih|kurang|melebihi|melampaui)\b|"
    r"\b(?:no|not)\s+(?:later|more|less|fewer|earlier|longer|sooner)\b|"
    r"\b(?:not|never)\s+exceed(?:ing)?\b|\bsetidak(?:-tidak)?nya\b|"
    r"\bno \.|\bwhether\s+or\s+not\b|\btidak\s+lain\b|\bmau\s+tidak\s+mau\b",
    re.IGNORECASE,
)
# A denial in one language is a word of its own in another.
_REWRITTEN = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), word)
    for pattern, word in (
        (
            r"(?:tidak|tanpa|bebas|bukan)\s+(?:perlu\s+|akan\s+|usah\s+)?(?:(?:di|me)?pungut(?:an)?|"
            r"memungut|dikenai|dikenakan|mengenakan|menarik|ditarik|dipungut|ada|membayar)?\s*"
            r"(?:biaya(?:\s+apa\s*pun)?|bayaran|pungutan)|tidak\s+(?:perlu\s+|usah\s+)?(?:mem)?bayar|"
            r"gratis|cuma-cuma|free\s+of\s+charge|for\s+free|(?:is|are|be)\s+free(?!\s+to)|"
            r"(?:charge[sd]?|pay|paying|costs?)\s+(?:no\s+fee|nothing|no\s+money)|"
            r"no\s+(?:fee|charge|cost|payment)s?|without\s+(?:any\s+)?(?:a\s+)?(?:fee|charge|cost|pay\w*)|"
            r"(?:do(?:es)?\s+not|doesn't|don't)\s+(?:charge|pay|cost|have\s+to\s+pay|need\s+to\s+pay)"
            r"(?:\s+(?:a|any))?(?:\s+(?:fee|anything))?|(?:is|are)\s+not\s+charged",
            "zgratis",
        ),
        (
            r"(?:(?:di|me)?pungut|memungut|dikenai|dikenakan|mengenakan|membayar|berbayar|menarik|ditarik)"
            r"\s+(?:biaya|bayaran|pungutan)|berbayar|(?:charges?|charged|pay|pays)\s+an?\s+fee|"
            r"not\s+(?:zgratis|free)|there\s+is\s+an?\s+(?:fee|charge)|costs\s+money",
            "zbayar biaya",
        ),
        (
            r"tanpa\s+(?:di)?tunda(?:-tunda)?|tanpa\s+penundaan|tanpa\s+menunda|without\s+(?:any\s+)?delay|"
            r"immediately|seketika|segera|at\s+once|right\s+away|promptly",
            "zsegera",
        ),
        (
            r"tidak\s+tertulis|(?:secara\s+)?lisan|not\s+in\s+writing|orally|oral|verbal(?:ly)?|unwritten",
            "zlisan",
        ),
        (
            r"(?:tidak|bukan)\s+(?:selalu\s+)?(?:bersifat\s+)?(?:permanen|selamanya|tetap)|"
            r"not\s+(?:always\s+)?(?:be\s+)?permanent|not\s+last\s+for\s?ever|not\s+for\s?ever|"
            r"temporary|sementara|tidak\s+berlaku\s+selamanya",
            "zsementara",
        ),
        (
            r"tidak\s+berhasil|gagal|(?:does|do|did)\s+not\s+succeed|not\s+success\w*|unsuccessful|"
            r"fails?|failed",
            "zgagal",
        ),
        (r"berhasil|sukses|succeed(?:s|ed)?|successful(?:ly)?", "zberhasil"),
        (r"no\s+longer", "not"),
        (r"tidak\s+lagi", "tidak"),
        (r"unreasonabl[ey]|unfair(?:ly)?", "not reasonable"),
        (r"dissatisfied|unsatisfied|unhappy|kecewa", "not satisfied"),
        (r"unanswered|ignored|diabaikan", "not answered"),
        (r"untrue|inaccurate|false", "not true"),
        (r"incomplete", "not complete"),
        (r"unavailable", "not available"),
        (r"unnecessary", "not necessary"),
        (r"optional|opsional", "not required"),
        (r"unable\s+to", "cannot"),
        (r"(?:is|are)\s+prohibited\s+from|(?:is|are)\s+forbidden\s+to", "must not"),
    )
)
_OPPOSITES = (
    "zgratis/zbayar zsegera/tunda zlisan/tertulis zsementara/permanen zsementara/selamanya "
    "zgagal/zberhasil zsegera/penundaan diterima/ditolak tertutup/terbuka mulai/berakhir "
    "rahasia/umum menolak/menerima sukarela/wajib naik/turun memperberat/meringankan "
    "accepted/rejected granted/refused begins/ends closed/open zsementara/permanent "
    "larger/smaller besar/kecil luas/terbatas longgar/ketat public/secret terpusat/tersebar "
    "sama/berikutnya sama/berbeda domestic/foreign sulit/mudah strict/loose easy/hard"
)
OPPOSITES = tuple((pair.split("/")[0], pair.split("/")[1]) for pair in _OPPOSITES.split())
OBLIGATION = frozenset(
    "wajib harus mesti haruslah wajiblah diwajibkan diharuskan must shall required obliged "
    "obligatory mandatory compulsory has have needs need perlu".split()
)
DUTY = frozenset(
    "wajib harus mesti diwajibkan diharuskan must shall required obliged mandatory "
    "compulsory".split()
)
PERMISSION = frozenset(
    "dapat boleh bisa berhak may can could allowed entitled diperbolehkan permitted".split()
)
ONLY = frozenset("hanya cuma semata-mata only solely exclusively satu-satunya".split())
BEFORE_CUES = frozenset("sebelum before".split())
AFTER_CUES = frozenset("setelah sesudah after".split())
ALL = frozenset("semua seluruh segala selalu setiap tiap all every always each any".split())
_ALWAYS = frozenset("semua seluruh segala selalu all always".split())
# After these the next word is denied as well: "tidak bersifat permanen", "no right".
_LIGHT = frozenset(
    "bersifat sifat ada memiliki mempunyai punya menjadi jadi melakukan dilakukan memberi "
    "memberikan mendapat mendapatkan memperoleh termasuk merupakan ikut akan pernah lagi "
    "selalu be been being have has had get gets give given is are do does make any always "
    "longer yet ever also".split()
)
_ENDS = frozenset(
    ", ; : . ( ) | tetapi namun melainkan sedangkan jika apabila bila kalau karena sehingga "
    "agar supaya untuk atas kepada pada oleh dari dengan sampai setelah sebelum sejak dan "
    "atau but if because so while whereas to by from with after before until and or for in "
    "on at when that who which yang".split()
)
# "X dilarang di Y" denies what stands before it, not Y.
PROHIBITION = frozenset("dilarang terlarang prohibited forbidden".split())
_PLACES = frozenset("dalam di within in at on during selama pada near outside inside".split())
_NEW_CLAUSE = (
    OBLIGATION
    | PERMISSION
    | frozenset("tetap akan is are was were be will would still then juga".split())
)
_PASSIVE = re.compile(r"di\w{4,}")
_MOST_NEAR = 3
_OF_THINGS, _OF_THINGS_CUES = 2, frozenset({"bukan", "bukanlah"})


def rewrite_denials(text: str) -> str:
    """Put plain words for what one language denies and another says, and keep all else."""
    for pattern, word in _REWRITTEN:
        text = pattern.sub(word, text)
    return text


def polarities(words: Sequence[str], is_content: Sequence[bool]) -> list[Polarity]:
    """Tell for each word (lower case, marks of punctuation too) whether it is denied.

    Denied are the first word of content after a denial and what lies between; what follows up to
    the end of the clause is near it.
    """
    found = [Polarity.SAID] * len(words)
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else "."
        denies_before = word in PROHIBITION and following in _PLACES | _ENDS
        if _denies(words, at) and not denies_before:
            _deny(words, is_content, at, found)
    return found


def denials(words: Sequence[str]) -> int:
    """Count the words that deny."""
    return sum(_denies(words, at) for at in range(len(words)))


def _denies(words: Sequence[str], at: int) -> bool:
    if words[at] not in _CUES or (at and words[at - 1] == "paling"):
        return False
    return not _NO_DENIAL.match(" ".join(words[at : at + 3]))


def _deny(words: Sequence[str], is_content: Sequence[bool], at: int, found: list[Polarity]) -> None:
    denied, near = False, 0
    # "bukan di daerah asal", "tidak ada hari libur": the thing is denied, not only its first word.
    following = words[at + 1] if at + 1 < len(words) else ""
    most = _OF_THINGS if words[at] in _OF_THINGS_CUES or following == "ada" else 1
    things = most
    for place in range(at + 1, len(words)):
        word = words[place]
        # A verb after what is denied is of another clause: "yang tidak lengkap tetap dicatat".
        if things == 0 and (word in _NEW_CLAUSE or _PASSIVE.fullmatch(word)):
            return
        begun = things < most
        if word in _CUES or (word in _ENDS and (begun or word in ",;:.|")):
            return
        if not denied:
            found[place] = Polarity.DENIED
            if is_content[place] and word not in _LIGHT | OBLIGATION | PERMISSION:
                things -= 1
            denied = things == 0
        elif is_content[place]:
            near += 1
            if found[place] is Polarity.SAID:
                found[place] = Polarity.NEAR
            if near == _MOST_NEAR:
                return


def claims_always(words: Sequence[str]) -> bool:
    """Tell whether a sentence speaks of all or of always."""
    return not _ALWAYS.isdisjoint(words)
