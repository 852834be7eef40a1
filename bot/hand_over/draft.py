"""The draft of a request, and what a citizen can change in it; it never holds who asks."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Self

from pydantic import TypeAdapter, ValidationError

from bot.answering.personal_data import PersonalDataKind
from vectorstore.cleaning import clean_text, shorten

# The letter must fit in one message, so that one tap copies it.
LONGEST_WHAT = 1_000
LONGEST_PURPOSE = 300
# The closest passages tell whose information it is; later ones hardly do.
MOST_PUBLISHERS = 5
# Nobody must take the mark of a masked number for a place to write it in.
_LEFT_OUT = "[…]"


class Receiving(StrEnum):
    """How the requester wants to get the information."""

    EMAIL = "email"
    PRINTED = "printed"
    ON_THE_SPOT = "read"
    POST = "post"


class Awaiting(StrEnum):
    """What the chat's next message is taken for."""

    NOTHING = ""
    WHAT = "what"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What is asked, what for, and how to receive it.

    `number` is that of the logged answer it began with, 0 where there is none; `publishers` are
    those of the closest passages, closest first; `language` is that of the conversation.
    """

    what: str
    language: str
    number: int = 0
    publishers: tuple[str, ...] = ()
    purpose: str = ""
    receive: Receiving = Receiving.EMAIL
    awaiting: Awaiting = Awaiting.NOTHING

    @classmethod
    def from_question(
        cls, question: str, language: str, number: int = 0, publishers: Sequence[str] = ()
    ) -> Self:
        """Begin with a question, in which personal data are masked already."""
        distinct = tuple(dict.fromkeys(name for name in publishers if name))
        return cls(_tidy(question, LONGEST_WHAT), language, number, distinct[:MOST_PUBLISHERS])

    @classmethod
    def from_json(cls, text: str) -> Self | None:
        """Read a kept draft; None where it is none, such as one of another version."""
        try:
            return TypeAdapter(cls).validate_json(text)
        except ValidationError:  # its text would quote the draft
            return None

    def to_json(self) -> str:
        """Write the draft to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def waiting_for(self, awaiting: Awaiting) -> Self:
        """Take the next message for the content or the purpose."""
        return replace(self, awaiting=awaiting)

    def with_text(self, masked_text: str) -> Self:
        """Take a message for what was awaited."""
        if self.awaiting is Awaiting.PURPOSE:
            return self.with_purpose(masked_text)
        return self.with_what(masked_text)

    def with_what(self, masked_text: str) -> Self:
        """Ask for something else."""
        what = _tidy(masked_text, LONGEST_WHAT)
        return replace(self, what=what, awaiting=Awaiting.NOTHING)

    def with_purpose(self, masked_text: str) -> Self:
        """Say what the information is for."""
        purpose = _tidy(masked_text, LONGEST_PURPOSE)
        return replace(self, purpose=purpose, awaiting=Awaiting.NOTHING)

    def with_receiving(self, receive: Receiving) -> Self:
        """Choose how to receive it."""
        return replace(self, receive=receive, awaiting=Awaiting.NOTHING)


def most_characters(awaiting: Awaiting) -> int:
    """Give how long the awaited text may be."""
    return LONGEST_PURPOSE if awaiting is Awaiting.PURPOSE else LONGEST_WHAT


def is_too_long(masked_text: str, awaiting: Awaiting) -> bool:
    """Tell whether a draft would keep only the beginning of a text."""
    return len(_plain(masked_text)) > most_characters(awaiting)


def _tidy(masked_text: str, limit: int) -> str:
    return shorten(_plain(masked_text), limit)


def _plain(masked_text: str) -> str:
    text = masked_text
    for kind in PersonalDataKind:
        text = text.replace(f"[{kind.value}]", _LEFT_OUT)
    return clean_text(text)
