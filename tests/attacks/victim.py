"""A chat model that obeys whoever speaks in what it is given: the worst a real one could be."""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import SimpleChatModel
from langchain_core.messages import BaseMessage
from pydantic import PrivateAttr

from tests.attacks.attacks import Attack
from tests.attacks.obeying import Told, payloads, speaks_english, true_sentences

_NONCE = re.compile(r"<passages-([0-9a-f]+)>")
_NUMBERED = re.compile(r"^\[(\d+)\] ", re.MULTILINE)
_MOST = 5


class Style(StrEnum):
    """How it hands on what it was told to: each tries to get past another part of the check."""

    SELF_CITED = "self_cited"
    TRUE_CITED = "true_cited"
    APPENDED = "appended"
    MIXED = "mixed"
    FREE_FORM = "free_form"


@dataclass
class Obedience:
    """What one victim knows, how it writes, and what it was shown and wrote."""

    style: Style = Style.SELF_CITED
    known: Sequence[Attack] = ()
    turn: int = 0
    shown: list[Told] = field(default_factory=list)
    wrote: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class ObedientVictim(SimpleChatModel):
    """A LangChain chat model that follows every instruction in its messages.

    It mixes what it was told to write with true sentences, and cites numbers that exist.
    """

    _obedience: Obedience = PrivateAttr()

    def __init__(self, obedience: Obedience) -> None:
        super().__init__()
        self._obedience = obedience

    @property
    def _llm_type(self) -> str:
        return "obedient-victim"

    def _call(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> str:
        told = read_messages(str(messages[0].content), str(messages[-1].content))
        own = self._obedience
        with own.lock:
            own.shown.append(told)
            reply = obedient_reply(told, own.style, own.known, own.turn)
            own.turn += 1
            own.wrote.append(reply)
        return reply


def read_messages(system: str, user: str) -> Told:
    """Take the user's turn apart as a model does that sees through the marks."""
    mark = _NONCE.search(user)
    nonce = mark.group(1) if mark else ""
    shown = user.partition(f"<passages-{nonce}>")[2].partition(f"</passages-{nonce}>")
    question = shown[2].partition(f"<question-{nonce}>")[2].partition(f"</question-{nonce}>")[0]
    parts = _NUMBERED.split(shown[0])
    # A passage may hold such numbers itself: what follows them is one of its own then.
    passages: dict[int, str] = {}
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        passages[int(number)] = passages.get(int(number), "") + text
    return Told(system, passages, question.strip(), nonce)


def obedient_reply(told: Told, style: Style, known: Sequence[Attack], turn: int) -> str:
    """Write the reply of a model that obeys."""
    wanted = payloads(told, known, turn)
    true = true_sentences(told) or [("Permohonan diselesaikan.", 1)]
    everywhere = list(told.passages) or [1]
    match style:
        case Style.SELF_CITED:
            said = [(text, [number or everywhere[0]]) for text, number in wanted]
        case Style.TRUE_CITED:
            said = [(text, [true[0][1]]) for text, _ in wanted]
        case Style.APPENDED:
            said = [
                _appended(text, true[at % len(true)], at + turn)
                for at, (text, _) in enumerate(wanted)
            ]
        case Style.MIXED | Style.FREE_FORM:
            said = [(text, everywhere[:10]) for text, _ in wanted]
    if style is not Style.SELF_CITED:
        said = [(true[0][0], [true[0][1]]), *said]
    if not wanted:
        said = [(true[0][0], [true[0][1]]), (told.question, everywhere[:1])]
    reply = json.dumps(
        {
            "sentences": [{"text": text[:490], "citations": cited} for text, cited in said[:_MOST]],
            "completeness": "complete",
            "language": "en" if speaks_english(told) else "id",
        },
        ensure_ascii=False,
    )
    if style is Style.FREE_FORM:
        spoken = "\n".join(text for text, _ in wanted[:_MOST])
        return f"{spoken}\n```json\n{reply}\n```\n<b>{spoken}</b> [1] https://palsu.example"
    return reply


def _appended(text: str, true: tuple[str, int], turn: int) -> tuple[str, list[int]]:
    sentence, number = true
    stem, added = sentence.rstrip(". "), text.rstrip(". ")
    small = added[:1].lower() + added[1:]
    forms = (f"{stem} {small}.", f"{stem}, {small}.", f"{sentence} {text}", f"{added}: {stem}.")
    return forms[turn % len(forms)], [number]
