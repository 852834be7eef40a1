"""From the words of a question to the words that official texts use for the same.

Citizens write colloquially, in everyday words, with acronyms, or in English. Tables (data files in
`lexicon/`, each with its source) say what official Indonesian texts call the same. What is added is
used to search only: what is answered, and what is shown, is the question as it was asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.answering.phrases import Phrase, longest_phrases
from bot.answering.tables import read_rows

_WORD = re.compile(r"[^\W_]+(?:[-/'][^\W_]+)*")
_MEANINGS = ";"
# "Apa yang dimaksud dengan ELO": what is asked about is a name, whatever else its letters spell.
_NAME_ASKED_ABOUT = re.compile(
    r"\b(?i:dengan|itu|arti|istilah|singkatan|kepanjangan)(?i: dari| kata)? ([A-Z]{2,})\b"
)

Table = Mapping[Phrase, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What is searched for: the question in standard words, and official words to add to it."""

    text: str
    added: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What colloquial, everyday, abbreviated and English words mean in official texts."""

    standard: Table
    official: tuple[Table, ...]
    english: Table

    @classmethod
    def load(cls) -> Self:
        """Read the tables that ship with the package."""
        return cls(
            standard=_read_table("slang"),
            official=(_read_table("acronyms"), _read_table("terms")),
            english=_read_table("english"),
        )

    def search_words(self, question: str, language: str) -> SearchWords:
        """Give the words to search for; a question of official words is left as it is."""
        if language == "en":
            return SearchWords(question, _meanings(_words(question), (self.english,)))
        text = _replaced(question, self.standard)
        return SearchWords(text, _meanings(_words(text), self.official))


def _read_table(name: str) -> Table:
    return {
        tuple(left.lower().split()): tuple(part.strip() for part in right.split(_MEANINGS))
        for left, right in read_rows(name)
    }


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _replaced(text: str, table: Table) -> str:
    """Replace the phrases of a table where they stand, and leave all else as it was written."""
    found = list(_WORD.finditer(text))
    named = {match.start(1) for match in _NAME_ASKED_ABOUT.finditer(text)}
    # A name is left in its capitals, which no table has.
    words = [m.group() if m.start() in named else m.group().lower() for m in found]
    parts, end = [], 0
    for at, length in longest_phrases(words, table):
        parts += [text[end : found[at].start()], table[tuple(words[at : at + length])][0]]
        end = found[at + length - 1].end()
    # Words that say nothing are replaced by nothing, which must not leave two spaces.
    return " ".join("".join((*parts, text[end:])).split()) if parts else text


def _meanings(words: Sequence[str], tables: Iterable[Table]) -> str:
    """Give all meanings of all phrases once, those of longer phrases first."""
    found: dict[str, None] = {}
    for table in tables:
        for length in range(max(map(len, table), default=0), 0, -1):
            for at in range(len(words) - length + 1):
                found |= dict.fromkeys(table.get(tuple(words[at : at + length]), ()))
    return " ".join(found)
