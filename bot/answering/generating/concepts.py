"""Reads the words of a sentence so that two languages and two wordings can be compared.

A word is known by its stem, by the Indonesian words that it translates, and by the groups of words
that say the same (`lexicon/paraphrases.tsv`). Who acts is known by name (`lexicon/actors.tsv`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import Stemmer

from bot.answering.generating.acting import FACT, acting_in, clauses_of
from bot.answering.generating.negation import (
    Polarity,
    denials,
    polarities,
    rewrite_denials,
)
from bot.answering.phrases import Phrase, longest_phrases
from bot.answering.tables import read_rows
from vectorstore.keyword_index import Analyser

Keys = frozenset[str]

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:.()|]|" + FACT)
_MEANINGS = ";"
# Indonesian words lose their first consonant after "me-" and "pe-", which stemmers guess at.
_LOST = re.compile(r"^(?:per(?=[^aiueo]{1,2}[aiueo]))?[kptsm](?=[aiueo]\w{2})")
_MORE_STOP_WORDS = frozenset(
    "after before since prohibited forbidden longer lagi paling lambat lama lambatnya "
    "maksimal minimal maksimum minimum within most least no not later more than up once "
    "tanpa belum jangan dilarang kecuali never without except cannot must need needs may "
    "might shall every each any such other under over during per new also only yes same "
    "very just there here both one two itu tersebut bersangkutan dimaksud berikut guna maka "
    "via lewat through dengan harus wajib dapat boleh bisa perlu sebesar sebanyak anda "
    "warga pihak get gets got let lets however therefore because even if whether while "
    "until unless upon it's that's you're don't doesn't isn't orang yaitu ialah merupakan "
    "termasuk terdapat adanya berupa".split()
)
# Words of any sentence, which tables of public administration need not hold.
_PLAIN_WORDS = {
    "id": "menurut lain bersifat seperti misalnya contoh meliputi mencakup berlangsung menjadi "
    "beberapa menyangkut berasal sedikit banyak tinggi rendah menerima berlaku diajukan sebagai "
    "sendiri langsung kembali sudah akan sedang masih tetap selalu saat ketika agar supaya karena "
    "mengenai tentang terkait hanya saja lebih kurang semua seluruh masing sisa mungkin memerlukan "
    "membutuhkan mendapat memperoleh memberi melakukan memakai berisi memuat mengikuti disebut "
    "bernama berada datang pergi mulai selesai pertama kedua ketiga berikutnya terdiri tahap hasil "
    "rata soal bidang gedung lantai rumah kantor anak kerja uang tanda jenis bagian jumlah",
    "en": "according include including contain example other another called named mean take place "
    "apply hold give make do use begin end first second third next last day way people person "
    "thing go come stay keep kept still already often always then when where who whose show fall "
    "wait better best good help see look find found tell told say said read write open close run "
    "ran move arrive arrival result reason case group part number list time year month week hour "
    "home house child work job money available base based due cover early earliest late later "
    "anyone everyone others everything something",
}
# Stemmers take these for forms of other words ("reason", "object").
_OWN_STEM = frozenset("reasonable unreasonable objective public publicly author authority".split())


@dataclass(frozen=True, slots=True)
class Concept:
    """A word of content or a phrase: any of `ways` means it, each with all of its keys.

    `known` tells that it is of the language of laws here or was translated; a name is not. `usual`
    tells that some table of ours holds it, in whatever form.
    """

    word: str
    stem: str
    ways: tuple[Keys, ...]
    polarity: Polarity
    clause: int
    known: bool
    usual: bool = True

    def stands_in(self, keys: Keys | set[str]) -> bool:
        """Tell whether the keys of another text hold one of the ways to say it."""
        return any(way <= keys for way in self.ways)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is named, and the role: "by" (does it), "to" (it is done towards), "of", or ""."""

    name: str
    role: str
    clause: int
    phrase: tuple[str, ...]
    wider: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence in lower case with the number of their clause, and what they mean."""

    plain: tuple[str, ...]
    clauses: tuple[int, ...]
    concepts: tuple[Concept, ...]
    actors: tuple[Actor, ...]


class ConceptReader:
    """Reads sentences with the tables that ship with the package."""

    def __init__(
        self,
        analyser: Analyser,
        english: Mapping[str, Sequence[str]],
        acronyms: Mapping[str, str],
        groups: Iterable[Sequence[str]],
        actors: Iterable[tuple[str, Sequence[str], str]],
    ) -> None:
        self._analyser = analyser
        self._stem_english = lru_cache(maxsize=100_000)(Stemmer.Stemmer("english").stemWord)
        self._groups: dict[str, dict[Phrase, set[str]]] = {"id": {}, "en": {}}
        for number, group in enumerate(groups):
            for phrase in group:
                for language, table in self._groups.items():
                    table.setdefault(self._stems(phrase, language), set()).add(f"={number}")
        self._english = {
            self._stems(left, "en"): tuple(
                # A meaning that denies would lose its denial here; such phrases are rewritten.
                self._meaning(one)
                for one in right
                if not denials(_plain(one))
            )
            for left, right in english.items()
        }
        self._acronyms = {
            self._stems(left, "id"): self._meaning(right) for left, right in acronyms.items()
        }
        self._usual = {
            language: {stem for table in tables for phrase in table for stem in phrase}
            | {self._stem(word, language) for word in _PLAIN_WORDS[language].split()}
            for language, tables in (
                ("id", (self._groups["id"], self._acronyms, self._meanings())),
                ("en", (self._groups["en"], self._english)),
            )
        }
        self._actors = {
            tuple(_plain(phrase)): (name, wider)
            for name, phrases, wider in actors
            for phrase in phrases
        }

    @classmethod
    def load(cls) -> Self:
        """Read the tables."""
        return cls(
            Analyser.load(),
            {left: _parts(right) for left, right in read_rows("english")},
            {left: right for left, right in read_rows("acronyms")},
            [_parts(phrases) for _, phrases in read_rows("paraphrases")],
            [(name, _parts(said), (*wider, "")[0]) for name, said, *wider in read_rows("actors")],
        )

    def read(self, text: str, language: str) -> Words:
        """Read a sentence of "id" or "en"; amounts and the like should be blanked before."""
        plain = [token.lower() for token in _TOKEN.findall(rewrite_denials(text))]
        content = [self._is_content(word) for word in plain]
        said = polarities(plain, content)
        clauses = clauses_of(plain)
        return Words(
            tuple(plain),
            tuple(clauses),
            tuple(self._concepts(plain, content, said, clauses, language)),
            tuple(self._acting(plain, clauses, language)),
        )

    def keys(self, concepts: Iterable[Concept]) -> set[str]:
        """Give all that concepts may mean, to look others up in."""
        return {key for concept in concepts for way in concept.ways for key in way}

    def _concepts(
        self,
        plain: Sequence[str],
        content: Sequence[bool],
        said: Sequence[Polarity],
        clauses: Sequence[int],
        language: str,
    ) -> Iterable[Concept]:
        places = [at for at, is_content in enumerate(content) if is_content]
        stems = [self._stem(plain[at], language) for at in places]
        groups = self._groups[language]
        translated = self._english if language == "en" else {}
        grouped: dict[int, set[str]] = {}
        for start, length in _all_phrases(stems, groups):
            for at in range(start, start + length):
                grouped.setdefault(at, set()).update(groups[tuple(stems[start : start + length])])
        meaning: dict[int, tuple[Keys, ...]] = {}
        for start, length in longest_phrases(stems, translated):
            ways = translated[tuple(stems[start : start + length])]
            meaning |= dict.fromkeys(range(start, start + length), ways)
        for start, length in longest_phrases(stems, self._acronyms):
            way = self._acronyms[tuple(stems[start : start + length])]
            meaning |= dict.fromkeys(range(start, start + length), (way,))
        for at, place in enumerate(places):
            own = {stems[at], self._stem(plain[place], "id")}
            ways = (
                *(frozenset({key}) for key in (own | grouped.get(at, set()))),
                *meaning.get(at, ()),
            )
            known = at in grouped or at in meaning or language == "id"
            usual = stems[at] in self._usual[language]
            yield Concept(plain[place], stems[at], ways, said[place], clauses[place], known, usual)

    def _acting(
        self, plain: Sequence[str], clauses: Sequence[int], language: str
    ) -> Iterable[Actor]:
        for at, length in longest_phrases(plain, self._actors):
            name, wider = self._actors[tuple(plain[at : at + length])]
            phrase = tuple(plain[at : at + length])
            role, clause = acting_in(plain, clauses, at, at + length, language)
            yield Actor(name, role, clause, phrase, wider)

    def _is_content(self, word: str) -> bool:
        return (
            word[0].isalpha()
            and len(word) > 1
            and self._analyser.stems(word) != []
            and (word not in _MORE_STOP_WORDS)
        )

    def _stems(self, phrase: str, language: str) -> Phrase:
        words = _plain(phrase)
        return tuple(self._stem(word, language) for word in words if self._is_content(word)) or (
            *(self._stem(word, language) for word in words),
        )

    def _stem(self, word: str, language: str) -> str:
        if language == "en":
            if word in _OWN_STEM:
                return f"en:{word}"
            return f"en:{self._stem_english(word.removesuffix(chr(39) + 's'))}"
        stems = self._analyser.stems(word)
        return _LOST.sub("", stems[0]) if stems else word

    def _meanings(self) -> list[Keys]:
        ways = (*self._english.values(), self._acronyms.values())
        return [way for group in ways for way in group]

    def _meaning(self, phrase: str) -> Keys:
        return frozenset(self._stems(phrase, "id"))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_MEANINGS)]


def _plain(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(text)]


def _all_phrases(words: Sequence[str], table: Mapping[Phrase, object]) -> Iterable[tuple[int, int]]:
    for at in range(len(words)):
        for length in range(1, min(4, len(words) - at) + 1):
            if tuple(words[at : at + length]) in table:
                yield at, length
