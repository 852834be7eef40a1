"""Tells greetings, thanks, insults and the like from questions: whole messages, never parts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.answering.phrases import Phrase, longest_phrases
from bot.answering.tables import read_rows

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_PHRASES = ";"
_ADDRESS, _GREETING, _AFFIRMATION = "address", "greeting", "affirmation"
# Of several that a message holds the first of these is answered.
_ORDER = (
    "abuse",
    "complaint",
    "about",
    "help",
    "thanks",
    "praise",
    "farewell",
    _GREETING,
    _AFFIRMATION,
    _ADDRESS,
)
# More words are a letter, whatever they say.
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Talk:
    """What sort of small talk a message is, and its language where that shows ("id", "en", "")."""

    label: str
    language: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The phrases that are no questions, each with its label and language."""

    phrases: Mapping[Phrase, Talk]

    @classmethod
    def load(cls) -> Self:
        """Read the table that ships with the package."""
        return cls(
            {
                tuple(_words(phrase)): Talk(label, language.strip("-"))
                for label, language, phrases in read_rows("small_talk")
                for phrase in phrases.split(_PHRASES)
            }
        )

    def recognise(self, text: str) -> Talk | None:
        """Give what a message is that consists of such phrases only; None for any other."""
        words = _words(text)
        if not 0 < len(words) <= _MOST_WORDS:
            return None
        found = list(longest_phrases(words, self.phrases))
        if sum(length for _, length in found) < len(words):
            return None
        said = [self.phrases[tuple(words[at : at + length])] for at, length in found]
        labels = {talk.label for talk in said}
        label = next((label for label in _ORDER if label in labels), "")
        # "Boleh" agrees, "boleh?" asks about what was said before.
        if not label or (label == _AFFIRMATION and "?" in text):
            return None
        label = _GREETING if label == _ADDRESS else label
        languages = {talk.language for talk in said if talk.language}
        return Talk(label, languages.pop() if len(languages) == 1 else "")


def _words(text: str) -> list[str]:
    """Give the words in lower case, drawn-out letters ("halooo") written once."""
    lower = text.lower().replace("’", "'")
    return [_DRAWN_OUT.sub(r"\1", word) for word in _WORD.findall(lower)]
