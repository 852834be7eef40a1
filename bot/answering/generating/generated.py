"""Reads what a language model wrote: one JSON object, strict in its types, wherever it stands."""

import json
from dataclasses import dataclass
from typing import Any

from bot.answering.generating.prompting import MOST_SENTENCES
from bot.errors import ModelGarbledError
from vectorstore.cleaning import clean_line

# Twice the longest sentence of the sample texts; beyond it nothing is plain.
MOST_SENTENCE_CHARACTERS = 500
_MOST_CITATIONS = 10
# A reply full of braces is not worth more attempts.
_MOST_ATTEMPTS = 50
COMPLETENESS = ("complete", "partial", "none")


@dataclass(frozen=True, slots=True)
class GeneratedSentence:
    """A sentence on one line, and the numbers of the passages that it is said to be from."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a model answers: sentences, "complete" | "partial" | "none", and a language code."""

    sentences: tuple[GeneratedSentence, ...]
    completeness: str
    language: str


def parse_generated(text: str) -> Generated:
    """Read the last object with sentences in a reply; fences and prose around it do not matter.

    At most `MOST_SENTENCES` are kept.

    Raises:
        ModelGarbledError: there is none, or something in it is not of its type or too long.
    """
    found = [one for one in json_objects(text) if "sentences" in one]
    if not found:
        raise ModelGarbledError("no JSON")
    reply = found[-1]
    completeness, language = reply.get("completeness"), reply.get("language")
    if completeness not in COMPLETENESS:
        raise ModelGarbledError("completeness")
    if not isinstance(language, str):
        raise ModelGarbledError("language")
    sentences = reply["sentences"]
    if not isinstance(sentences, list):
        raise ModelGarbledError("sentences")
    kept = tuple(_sentence(one) for one in sentences[:MOST_SENTENCES])
    return Generated(kept, completeness, language.strip().lower()[:2])


def json_objects(text: str) -> list[dict[str, Any]]:
    """Give the objects in a reply, in order; fences and prose around them do not matter."""
    decoder = json.JSONDecoder()
    found: list[dict[str, Any]] = []
    place = text.find("{")
    for _ in range(_MOST_ATTEMPTS):
        if place < 0:
            break
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            found.append(value)
        place = text.find("{", end)
    return found


def _sentence(value: Any) -> GeneratedSentence:
    if not isinstance(value, dict):
        raise ModelGarbledError("sentence")
    text, citations = value.get("text"), value.get("citations")
    if not isinstance(text, str) or len(text) > MOST_SENTENCE_CHARACTERS:
        raise ModelGarbledError("text of a sentence")
    if not isinstance(citations, list) or len(citations) > _MOST_CITATIONS:
        raise ModelGarbledError("citations")
    # True is a number to Python, but not to us.
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in citations):
        raise ModelGarbledError("citations")
    return GeneratedSentence(clean_line(text), tuple(dict.fromkeys(citations)))
