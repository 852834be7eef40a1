"""Ties each sentence of a language model to the words that carry it, and drops the others.

The model is never believed: what it says is shown only where a passage that it cites says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.answer_spans import find_answer_span
from bot.answering.composing import DraftSentence
from bot.answering.generating.generated import Generated, GeneratedSentence
from bot.answering.generating.prompting import has_url
from bot.answering.language import detect_language
from bot.answering.understanding import Understanding
from vectorstore.models import Passage

# What a messenger may turn into a link, or a client into markup.
_ADDRESS = re.compile(r"[^\W\d_][\w-]+\.[a-z]{2,}\b|\S*@\S+")
_MARKUP = re.compile(r"[<>\[\]`]|\*\*|\]\(")


class Support(Protocol):
    """How a sentence stands to passages: `reason` is a short code of why it is not supported.

    `passage` counts from 0; `start` and `end` are the words in it (characters) that carry the
    sentence.
    """

    @property
    def ok(self) -> bool:
        """Whether it is supported."""

    @property
    def reason(self) -> str:
        """Why not, as in "number:30"."""

    @property
    def passage(self) -> int:
        """The place of the passage."""

    @property
    def start(self) -> int:
        """Where the words begin."""

    @property
    def end(self) -> int:
        """Where they end."""


class SupportCheck(Protocol):
    """Tells whether passages say what a sentence says."""

    def __call__(
        self,
        sentence: str,
        passages: Sequence[str],
        expected_language: str = "id",
        contexts: Sequence[str] = (),
    ) -> Support:
        """Give the passage and the words in it that carry the sentence best.

        `contexts` are what stands above each passage: names may stand there alone.
        """


@dataclass(frozen=True, slots=True)
class Judged:
    """The sentences that hold, in their order, and why the others do not.

    `usable` tells that the first of them, which is the answer itself, holds.
    """

    sentences: tuple[DraftSentence, ...]
    reasons: tuple[str, ...]
    usable: bool

    @property
    def whole(self) -> bool:
        """Whether nothing needs to be asked again: the answer holds, and most of the rest."""
        return self.usable and len(self.sentences) >= len(self.reasons)


def judge(
    generated: Generated, passages: Sequence[Passage], asked: Understanding, check: SupportCheck
) -> Judged:
    """Look at every sentence; `passages` are those that the model was shown, in their order."""
    spoken = " ".join(sentence.text for sentence in generated.sentences)
    if detect_language(spoken, otherwise=asked.language) != asked.language:
        return Judged((), ("language",), usable=False)
    verdicts = [_verdict(one, passages, asked.language, check) for one in generated.sentences]
    kept = tuple(verdict for verdict in verdicts if isinstance(verdict, DraftSentence))
    reasons = tuple(verdict for verdict in verdicts if isinstance(verdict, str))
    usable = bool(verdicts) and isinstance(verdicts[0], DraftSentence)
    return Judged(kept, reasons, usable)


def lacks_quantity(
    asked: Understanding, worded: Sequence[DraftSentence], quoted: Sequence[DraftSentence]
) -> bool:
    """Tell whether a number is asked for that the quotes give and other words do not."""
    if not asked.quantity:
        return False
    given = any(find_answer_span(asked.expected, one.text) for one in quoted)
    return given and not any(find_answer_span(asked.expected, one.wording) for one in worded)


def _verdict(
    sentence: GeneratedSentence, passages: Sequence[Passage], language: str, check: SupportCheck
) -> DraftSentence | str:
    """Give the sentence with the words that carry it, or the code of why none do."""
    cited = [passages[number - 1] for number in sentence.citations if 0 < number <= len(passages)]
    if not sentence.text or not cited:
        return "uncited"
    texts = [passage.chunk.text for passage in cited]
    if _MARKUP.search(sentence.text):
        return "markup"
    if has_url(sentence.text) or not _addresses_stand_in(sentence.text, texts):
        return "address"
    support = check(sentence.text, texts, language, [_context(passage) for passage in cited])
    if not support.ok:
        return support.reason or "unsupported"
    passage = cited[support.passage]
    if not passage.chunk.text[support.start : support.end].strip():
        return "unsupported"
    return DraftSentence(passage, support.start, support.end, wording=sentence.text)


def _context(passage: Passage) -> str:
    chunk = passage.chunk
    return "\n".join(part for part in (chunk.article.title, chunk.section, chunk.lead) if part)


def _addresses_stand_in(sentence: str, texts: Sequence[str]) -> bool:
    return all(
        any(address.rstrip(".,;:") in text for text in texts)
        for address in _ADDRESS.findall(sentence)
    )
