"""Completes a follow-up from the questions before it, for searching only.

"Kalau ditolak?" tells what is asked, but not about what. A question's *own* words are those that
name a topic: neither grammar nor what can be asked about any topic (a fee, a deadline). Few own
words and a sign that points back make a follow-up; a question that names its topic takes nothing
from those before it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from bot.answering.following_up_words import (
    CONDITIONS,
    FACETS,
    GRAMMAR,
    HELPERS,
    NO_ACTIONS,
    NOT_POSSESSIVE,
    OPENERS,
    POINTERS,
    QUANTITIES,
    SEQUELS,
)
from bot.answering.models import MOST_EARLIER, AnswerStatus
from vectorstore.cleaning import clean_line

# Gives a text in standard words, as the lexicon does with colloquial ones.
Standard = Callable[[str], str]

# With more words of its own a question names its topic; chosen on the sample dialogues.
_MOST_OWN_WORDS = 2
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NO_TOPIC = GRAMMAR | QUANTITIES | FACETS | SEQUELS | CONDITIONS | POINTERS
# "Apa itu X", "X itu apa", "what is X": such questions name their topic, however short.
_DEFINITION = re.compile(
    r"\b(apa|apakah|siapa) (itu|yang di ?maksud|arti|pengertian|definisi)\b|\bitu (apa|siapa)\b|"
    r"^(what|who) (is|are)\b|\bwhat does\b.*\bmean\b"
)
# The prefixes of Indonesian verbs.
_ACTION = re.compile(r"(di|ter|ber|me(?=[mnlrwy]))\w{4,}")


def completed(question: str, earlier: Sequence[str], standard: Standard) -> str | None:
    """Give the question with the topic of the earlier ones (oldest first) where it names none.

    A question that stands by itself is given as it is; None where it says nothing by itself and
    nothing was said before.
    """
    asked = _Asked.read(question, standard)
    before = [_Asked.read(text, standard) for text in earlier[-MOST_EARLIER:]]
    topic = _topic(before) if asked.follows_up() else ""
    if topic:
        return f"{topic}: {question}"
    return None if asked.is_empty() else question


def remembered(earlier: Sequence[str], question: str, status: AnswerStatus) -> tuple[str, ...]:
    """Give the earlier questions of the next one; only what was searched for can be built on."""
    if status.group in ("answered", "unanswerable"):
        return (*earlier, clean_line(question))[-MOST_EARLIER:]
    return tuple(earlier)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question's words as they were written, and in standard form without "and then"."""

    written: tuple[str, ...]
    words: tuple[str, ...]
    sequel: bool

    @classmethod
    def read(cls, text: str, standard: Standard) -> "_Asked":
        words = _words(standard(text))
        rest = tuple(dropwhile(SEQUELS.__contains__, words))
        return cls(_words(text), rest, len(rest) < len(words))

    @property
    def own(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if _stem(word) not in _NO_TOPIC)

    @property
    def named(self) -> tuple[str, ...]:
        """The words of a topic: its own, and the aspects that were not amounts."""
        return tuple(word for word in self.words if _stem(word) not in _NO_TOPIC - FACETS)

    def is_empty(self) -> bool:
        """Tell whether nothing could be searched for, not even an aspect."""
        return all(_stem(word) in _NO_TOPIC - QUANTITIES - FACETS for word in self.words)

    def follows_up(self) -> bool:
        own = self.own
        if not own:
            return True
        if len(own) > _MOST_OWN_WORDS or _DEFINITION.search(" ".join(self.words)):
            return False
        return (
            self._opens_with_condition()
            or self._points_back()
            or all(_is_action(word) for word in own)
            or (len(own) == 1 and self.sequel)
            or (own == self.named and len(own) == 1 and self.words[0] in HELPERS)
        )

    def _opens_with_condition(self) -> bool:
        first = next(dropwhile(OPENERS.__contains__, self.words), "")
        return first in CONDITIONS

    def _points_back(self) -> bool:
        # "PPID itu kerjanya apa": what comes first and is named is the topic.
        if self.words[0] in self.own and not _is_possessive(self.written[0]):
            return False
        return any(word in POINTERS for word in self.words) or any(
            _is_possessive(word) for word in self.written
        )


def _topic(before: Sequence[_Asked]) -> str:
    """Give the words of the last question that stands by itself, and own words of what followed."""
    if not before:
        return ""
    start = max((i for i, asked in enumerate(before) if not asked.follows_up()), default=0)
    named = [*before[start].named, *(word for asked in before[start + 1 :] for word in asked.own)]
    return " ".join(dict.fromkeys(named))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _stem(word: str) -> str:
    return word.removesuffix("nya") if _is_possessive(word) else word


def _is_possessive(word: str) -> bool:
    return word.endswith("nya") and len(word) > len("nya") and word not in NOT_POSSESSIVE


def _is_action(word: str) -> bool:
    return word not in NO_ACTIONS and _ACTION.fullmatch(word) is not None
