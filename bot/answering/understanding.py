"""The first step: what was asked, in which language, and whether it is a question at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from bot.answering.following_up import completed
from bot.answering.language import detect_language
from bot.answering.models import AnswerStatus, Question
from bot.answering.personal_data import is_only_personal_data, masked, without_marks
from bot.answering.search_words import Lexicon
from bot.answering.small_talk import SmallTalk
from bot.answering.urgent import Dangers, asks_beside
from bot.messages.catalogue import NATIONAL_LANGUAGE
from vectorstore.cleaning import clean_line

# A question fits in this; longer texts are letters. GOV.UK Chat allows 300 characters.
MOST_CHARACTERS = 500
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class Expected(StrEnum):
    """What sort of words a question waits for."""

    DURATION = "duration"
    MONEY = "money"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    NONE = "none"


_EXPECTATIONS = (
    (Expected.AGE, re.compile(r"\b(umur|usia|age|how old)\b", re.IGNORECASE)),
    (
        Expected.MONEY,
        re.compile(
            r"\b(biaya|denda|harga|tarif|ongkos|bayar|membayar|dendanya|biayanya|fine|cost|fee|"
            r"price|penalty|hukuman|hukumannya|sanksi|pidana)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Expected.DURATION,
        re.compile(
            r"\b(berapa|brp)\s+(lama|hari|bulan|tahun|jam|minggu|menit)\b|\b(lama|batas waktu|"
            r"tenggat|jangka waktu|sampai kapan|sampe kapan|maksimal|how long|how many (days|"
            r"months|years|hours|working days)|how far in advance|deadline|time limit|maximum time|"
            r"extend)\b",
            re.IGNORECASE,
        ),
    ),
    (Expected.DATE, re.compile(r"\b(kapan|tanggal|when|what date)\b", re.IGNORECASE)),
    (Expected.NUMBER, re.compile(r"\b(berapa|brp|how many|how much)\b", re.IGNORECASE)),
)


# With these words only a number, an amount or a date is an answer.
_QUANTITY = re.compile(
    r"\b(berapa(kah)?|brp|kapan(kah)?|how (much|many|long|old|soon|often|far)|when)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question made ready: its text, language, and what sort of words it waits for.

    `question` is what was asked, without the personal data in it, as it may be shown and kept.
    `text` is the same made clean; `quantity` tells that only words of the sort `expected` are an
    answer. `completed` is the text with the topic of earlier questions where it names none, and the
    text itself where it does: it is what is searched for and what an answer has to fit. `urgent`
    names the danger that the question speaks of beside what it asks; empty where there is none.
    `searched` is what a language model made of a follow-up, for searching only; empty where none
    did.
    """

    question: Question
    text: str
    language: str
    expected: Expected
    quantity: bool
    completed: str
    urgent: str = ""
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A message that is no question to search for: its status and the message that fits.

    `question` and `urgent` are those of `Understanding`.
    """

    question: Question
    status: AnswerStatus
    language: str
    message: str
    urgent: str = ""


def understand(question: Question, lexicon: Lexicon | None = None) -> Understanding | Dismissal:
    """Clean a question, tell whether there is something to search for, and complete a follow-up.

    Without a lexicon a colloquial follow-up ("klo ditolak?") may be taken for a whole question.
    """
    asked = without_personal_data(question)
    shown = clean_line(asked.text)
    text = without_marks(shown)
    talk = _small_talk().recognise(text)
    earlier = [without_marks(before) for before in asked.earlier]
    spoken = _language_of(earlier, talk.language if talk else "")
    language = detect_language(text, asked.language, spoken)
    danger = danger_in(text)

    def dismissed(status: AnswerStatus, message: str) -> Dismissal:
        return Dismissal(asked, status, language, message, danger)

    if danger and (len(text) > MOST_CHARACTERS or not asks_beside(text, danger)):
        return dismissed(AnswerStatus.SMALLTALK, f"urgent.{danger}")
    if len(text) > MOST_CHARACTERS:
        return dismissed(AnswerStatus.REFUSED_TOO_LONG, "answer.too_long")
    if asked.text != question.text and is_only_personal_data(shown):
        return dismissed(AnswerStatus.REFUSED_PERSONAL_DATA, "answer.personal_data")
    if not _LETTER_OR_DIGIT.search(text):
        return dismissed(AnswerStatus.CLARIFY, "answer.clarify")
    if talk is not None:
        return dismissed(AnswerStatus.SMALLTALK, f"smalltalk.{talk.label}")
    whole = completed(text, earlier, lambda words: _standard(words, lexicon))
    if whole is None:
        return dismissed(AnswerStatus.CLARIFY, "answer.clarify_topic")
    expected = _expectation(text)
    quantity = expected is not Expected.NONE and _QUANTITY.search(text) is not None
    return Understanding(asked, text, language, expected, quantity, whole, danger)


def without_personal_data(question: Question) -> Question:
    """Mask the personal data in a question and in those before it."""
    earlier = tuple(masked(text) for text in question.earlier)
    return replace(question, text=masked(question.text), earlier=earlier)


def danger_in(text: str) -> str:
    """Name the danger that a message speaks of ("fire"); empty where there is none."""
    return _dangers().recognise(text)


# Tables of the package, which never change while it runs.
@cache
def _small_talk() -> SmallTalk:
    return SmallTalk.load()


@cache
def _dangers() -> Dangers:
    return Dangers.load()


def _language_of(earlier: Sequence[str], otherwise: str) -> str:
    """Give the language of a conversation; of one that just begins `otherwise`, if that tells."""
    language = NATIONAL_LANGUAGE if earlier else otherwise or NATIONAL_LANGUAGE
    for text in earlier:
        language = detect_language(text, otherwise=language)
    return language


def _standard(text: str, lexicon: Lexicon | None) -> str:
    return lexicon.search_words(text, detect_language(text)).text if lexicon else text


def _expectation(text: str) -> Expected:
    return next((kind for kind, pattern in _EXPECTATIONS if pattern.search(text)), Expected.NONE)
