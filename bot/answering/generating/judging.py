"""Ties each sentence of a language model to the words that carry it, and drops the others.

The model is never believed: what it says is shown only where a passage that it cites says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.addresses import has_address
from bot.answering.answer_spans import find_answer_span
from bot.answering.composing import DraftSentence
from bot.answering.generating.generated import Generated, GeneratedSentence
from bot.answering.generating.prompting import NO_ADDRESS, has_url
from bot.answering.language import detect_language
from bot.answering.understanding import Understanding
from vectorstore.models import Passage

_E_MAIL = re.compile(r"\S+@\S+")
_AROUND = ".,;:!?()\"'“”‘’"
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PARTS = re.compile(r"[.,;:]\s")
_MOST_TAKEN_OVER = 1
# What a client may turn into markup.
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
    if _holds_address(sentence.text) or not _e_mails_stand_in(sentence.text, texts):
        return "address"
    # The question said again, or another: neither is an answer.
    if sentence.text.endswith("?"):
        return "unsupported"
    parts = _PARTS.split(sentence.text)
    if any(detect_language(part, otherwise=language) != language for part in parts):
        return "language"
    contexts = [_context(passage) for passage in cited]
    if fault := _untranslated(sentence.text, (*texts, *contexts), passages, language):
        return fault
    support = check(sentence.text, texts, language, contexts)
    if not support.ok:
        return support.reason or "unsupported"
    passage = cited[support.passage]
    if not passage.chunk.text[support.start : support.end].strip():
        return "unsupported"
    return DraftSentence(passage, support.start, support.end, wording=sentence.text)


def _context(passage: Passage) -> str:
    chunk = passage.chunk
    return "\n".join(part for part in (chunk.article.title, chunk.section, chunk.lead) if part)


def _untranslated(
    sentence: str, cited: Sequence[str], shown: Sequence[Passage], language: str
) -> str:
    """Give the code of what is wrong with words taken over from another language, "" if nothing.

    A term may be, or what two languages share. Several make a second statement that nobody here
    compares; and a word from a passage that is not cited is what somebody there wants to be said.
    """
    foreign = [p.chunk.text for p in shown if p.chunk.article.language != language]
    known = _words(" ".join(cited))
    said = _words(sentence)
    if any((said - known) & _words(text) for text in foreign):
        return "unsupported"
    taken = {word for word in said & known if word.islower()}
    from_foreign = [text for text in cited if detect_language(text) != language]
    if len(taken & _words(" ".join(from_foreign))) > _MOST_TAKEN_OVER:
        return "language"
    return ""


def _words(text: str) -> set[str]:
    return set(_LONG_WORD.findall(text))


def _holds_address(sentence: str) -> bool:
    """Tell whether there is an address, or the mark that the model was shown in its place."""
    return NO_ADDRESS in sentence or has_url(sentence) or has_address(sentence)


def _e_mails_stand_in(sentence: str, texts: Sequence[str]) -> bool:
    known = {word.strip(_AROUND) for text in texts for word in _E_MAIL.findall(text)}
    return all(word.strip(_AROUND) in known for word in _E_MAIL.findall(sentence))
