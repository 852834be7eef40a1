"""Hand-written stand-ins: a model that says what it was told to, and a plain check of support."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.generating.chat_model import Completion, Prompt
from bot.answering.sentences import split_sentences
from bot.errors import ModelError

# Half of a sentence's words, and every number in it, must stand in one sentence of a passage.
_SHARED_WORDS = 0.5


class ScriptedModel:
    """Gives its replies in turn, the last one again and again; `asked` keeps prompts and times."""

    def __init__(self, *replies: str | ModelError) -> None:
        self._replies = list(replies)
        self.asked: list[tuple[Prompt, float]] = []

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Give the next reply, of 1,000 tokens in all."""
        reply = self._replies[min(len(self.asked), len(self._replies) - 1)]
        self.asked.append((prompt, seconds))
        if isinstance(reply, ModelError):
            raise reply
        return Completion(reply, 900, 100, 0.1)


@dataclass(frozen=True, slots=True)
class PlainSupport:
    """The outcome of the plain check."""

    ok: bool
    reason: str = ""
    passage: int = 0
    start: int = 0
    end: int = 0


def shares_words(
    sentence: str,
    passages: Sequence[str],
    expected_language: str = "id",
    contexts: Sequence[str] = (),
) -> PlainSupport:
    """Compare words and numbers with each sentence of the passages."""
    words = set(re.findall(r"\w+", sentence.lower()))
    numbers = {word for word in words if word.isdigit()}
    for place, passage in enumerate(passages):
        for span in split_sentences(passage):
            there = set(re.findall(r"\w+", span.of(passage).lower()))
            if numbers <= there and len(words & there) >= _SHARED_WORDS * len(words):
                return PlainSupport(True, "", place, span.start, span.end)
    everywhere = set(re.findall(r"\w+", " ".join(passages).lower()))
    wrong = sorted(numbers - everywhere)
    return PlainSupport(False, f"number:{wrong[0]}" if wrong else "unsupported")


def reply_json(*sentences: tuple[str, list[int]], completeness: str = "complete") -> str:
    """Write a reply of the form that a model is asked for."""
    return json.dumps(
        {
            "sentences": [{"text": text, "citations": numbers} for text, numbers in sentences],
            "completeness": completeness,
            "language": "id",
        }
    )
