"""Finds the laws and articles that a text cites: "UU 14/2008 pasal 22 ayat (7)", "Pasal 5 KUHP"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.answering.tables import read_rows

# A name of more words than this is no name any more but the rest of the sentence.
_LONGEST_NAME = 10
_LONGEST_KIND = 5
_ONLY_NUMBERED, _CODE = "*", "!"
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_GLUED = re.compile(r"\b(uu|pp|perki|perpres|permen|pasal|ayat)(?=\d)", re.IGNORECASE)
_YEAR = r"(?P<year>(?:19|20|21)\d\d)\b"
_NUMBER_WORD = r"(?:(?:nomor|no|nmr|number|num)\b\.?\s*:?\s*)"
_NUMBER = re.compile(
    rf"\s*\(?{_NUMBER_WORD}?(?P<number>\d{{1,3}})(?:/[A-Za-z][\w.-]*)*\s*"
    rf"(?:/|tahun|thn\.?|th\.?|of)\s*{_YEAR}",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(rf"\s*{_NUMBER_WORD}(?P<number>\d{{1,3}})\b(?!\s*[/\d])", re.IGNORECASE)
_OF_THE_STATE = re.compile(r"\s*(?:(?:negara\s+)?republik\s+indonesia|ri)\b", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"\s*(?:(?:tahun|thn|th|of)\b\.?\s*)?{_YEAR}", re.IGNORECASE)
_ARTICLE = re.compile(
    r"\b(?:pasal|psl|article|art\.)\s*(?P<article>\d{1,4}\s?[A-Z]?(?![a-z]))"
    r"(?:,?\s*(?:ayat|paragraph|para\.?)?\s*\(?(?P<paragraph>(?<=\()\d{1,2}(?=\))|"
    r"(?<=ayat )\d{1,2}\b|(?<=paragraph )\d{1,2}\b)\)?)?",
    re.IGNORECASE,
)
_PARAGRAPH_BEFORE = re.compile(
    r"\b(?:ayat|paragraph)\s*\(?(?P<paragraph>\d{1,2})\)?,?\s*(?:dari\s+|of\s+)?$", re.IGNORECASE
)
# What may stand between an article and the law that it is from.
_BETWEEN = re.compile(
    r"[\s,(]*(?:(?:ayat|huruf|angka|butir|sub|paragraph)\s*\(?\w{1,3}\)?[\s,]*)*"
    r"(?:(?:dari|dalam|di|pada|of|the|in|under)\s+)*",
    re.IGNORECASE,
)
_CONNECTORS = frozenset("dan atas dari di dalam pada and on of the".split())
_NO_NAME = frozenset(
    "pasal psl ayat bab nomor no nmr number tahun thn th yang yg itu ini apa apakah siapa "
    "berapa brp kapan bagaimana gimana gmn mengapa kenapa untuk utk buat bagi agar supaya jika "
    "kalau kalo bila ada adalah tidak ga gak nggak bisa dapat boleh harus wajib mengatur ngatur "
    "diatur berlaku baru terbaru lama sudah udah akan telah masih sekarang terkait soal "
    "mengenai tersebut tsb tadi sama dengan dgn atau serta maupun oleh ke kepada terhadap "
    "menurut berdasarkan sesuai apaan dong sih ya nih mana lain lainnya turunan turunannya "
    "indonesia republik ri kita kami saya pemerintah negara article chapter what which who how "
    "when is are was does do say says require allow about for to by with that this and or must "
    "can may in under isi bunyi isinya bunyinya sanksi sanksinya hukuman hukumannya".split()
)
# "PP Pelaksanaan UU 14/2008": the number is that of the other law.
_ANOTHER_LAW = frozenset({"uu", "undang", "undang-undang"})
_SAID_OF = frozenset("tentang ttg perihal concerning regarding on".split())


@dataclass(frozen=True, slots=True)
class LawCitation:
    """A law that a text cites, as far as it is told; what is not is empty.

    `kind` is that of `lexicon/law_kinds.tsv`; `name` the words it is called by, in lower case, and
    `certain` tells that these are all of its name and nothing else. `written` is the citation as it
    stands in the text, without its article.
    """

    kind: str
    number: str = ""
    year: str = ""
    name: tuple[str, ...] = ()
    certain: bool = False
    article: str = ""
    paragraph: int = 0
    written: str = ""


@dataclass(frozen=True, slots=True)
class CitationParser:
    """Knows what kinds of law are called, and the short names of codes."""

    kinds: Mapping[tuple[str, ...], str]
    codes: Mapping[tuple[str, ...], tuple[str, ...]]

    @classmethod
    def load(cls) -> Self:
        """Read the tables that ship with the package."""
        kinds = {tuple(name.split()): kind for name, kind in read_rows("law_kinds")}
        names = (row for row in read_rows("law_names") if row[0].endswith(_CODE))
        codes = {tuple(n.removesuffix(_CODE).split()): tuple(full.split()) for n, full in names}
        return cls(kinds, codes)

    def opens_with_law(self, text: str) -> bool:
        """Tell at once whether the first words of a text name a kind of law."""
        words = text.lower().split(maxsplit=_LONGEST_KIND)
        return bool(self._named_at(words[:_LONGEST_KIND], 0)[0])

    def citations(self, text: str) -> list[LawCitation]:
        """Give the laws that a text cites, in order, each with its article if it has one.

        An article belongs to the law that follows it, else to the one before it. A law that is
        cited with two articles is given twice.
        """
        text = _GLUED.sub(r"\1 ", text)
        laws = list(self._laws(text))
        found: list[LawCitation] = []
        bare = set(range(len(laws)))
        for match in _ARTICLE.finditer(text):
            at = _law_of(match, laws, text)
            if at is None:
                continue
            bare.discard(at)
            article = match["article"].replace(" ", "").upper()
            found.append(replace(laws[at][1], article=article, paragraph=_paragraph(match, text)))
        return found + [laws[at][1] for at in sorted(bare)]

    def _laws(self, text: str) -> Iterator[tuple[tuple[int, int], LawCitation]]:
        words = list(_WORD.finditer(text))
        lower = [word.group().lower() for word in words]
        at = 0
        while at < len(words):
            length, kind, code = self._named_at(lower, at)
            if not length:
                at += 1
                continue
            start = words[at].start()
            found = _read_law(text, words, at + length, kind.removesuffix(_ONLY_NUMBERED), code)
            end, law = found
            told = (
                law.number if kind.endswith(_ONLY_NUMBERED) else law.number or law.year or law.name
            )
            if told:
                yield (start, end), replace(law, written=text[start:end].strip(" ,("))
            at = max(at + length, next((i for i, w in enumerate(words) if w.start() >= end), at))

    def _named_at(self, words: Sequence[str], at: int) -> tuple[int, str, tuple[str, ...]]:
        for length in range(min(_LONGEST_KIND, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in self.codes:
                return length, "", self.codes[phrase]
            if phrase in self.kinds:
                return length, self.kinds[phrase], ()
        return 0, "", ()


def _read_law(
    text: str, words: Sequence[re.Match[str]], at: int, kind: str, code: tuple[str, ...]
) -> tuple[int, LawCitation]:
    """Read what follows the word for a law: its number and year, its name, or both."""
    end = words[at - 1].end()
    if code:
        told = _YEAR_ALONE.match(text, end)
        return (told.end() if told else end), LawCitation(kind, "", "", code, certain=True)
    if state := _OF_THE_STATE.match(text, end):
        end = state.end()
    number, year, certain = "", "", False
    name: tuple[str, ...] = ()
    for _ in range(3):
        if not number and (match := _NUMBER.match(text, end) or _NUMBER_ALONE.match(text, end)):
            number, year = match["number"].lstrip("0") or "0", match.groupdict().get("year") or ""
            end = match.end()
        elif not (number or year) and (match := _YEAR_ALONE.match(text, end)):
            year, end = match["year"], match.end()
        elif not name:
            rest = [word for word in words if word.start() >= end]
            found, certain, name_end = _name(text, rest, end)
            # After a number only "tentang" and capitals show a name; else the sentence goes on.
            if not number or (certain and rest[0].group().lower() in _SAID_OF):
                name, end = found, name_end
    return end, LawCitation(kind, number, year, name, certain)


def _name(text: str, words: Sequence[re.Match[str]], end: int) -> tuple[tuple[str, ...], bool, int]:
    """Take the words of a name: all capitalised ones, or up to a word that no name has."""
    last = end
    if words and words[0].group().lower() in _SAID_OF:
        last, words = words[0].end(), words[1:]
    capitalised = bool(words) and words[0].group()[0].isupper() and not text.isupper()
    taken: list[str] = []
    for word in words[:_LONGEST_NAME]:
        lower = word.group().lower()
        if not text[last : word.start()].isspace():
            break
        if lower[0].isdigit() or (lower in _NO_NAME and lower not in _CONNECTORS):
            break
        if taken and lower in _ANOTHER_LAW:
            break
        if capitalised and not word.group()[0].isupper() and lower not in _CONNECTORS:
            break
        taken.append(lower)
        last = word.end()
    while taken and taken[-1] in _CONNECTORS:
        taken.pop()
    if not taken:
        return (), False, end
    return tuple(taken), capitalised, words[len(taken) - 1].end()


def _law_of(
    article: re.Match[str], laws: Sequence[tuple[tuple[int, int], LawCitation]], text: str
) -> int | None:
    for at, ((start, _), _law) in enumerate(laws):
        if start >= article.end() and _BETWEEN.fullmatch(text, article.end(), start):
            return at
    before = [at for at, ((_, end), _law) in enumerate(laws) if end <= article.start()]
    if before:
        return before[-1]
    return 0 if len(laws) == 1 else None


def _paragraph(article: re.Match[str], text: str) -> int:
    if article["paragraph"]:
        return int(article["paragraph"])
    before = _PARAGRAPH_BEFORE.search(text[: article.start()])
    return int(before["paragraph"]) if before else 0
