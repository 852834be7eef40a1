"""The first step: what was asked, in which language, and whether it is a question at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answering.following_up import completed
from bot.answering.language import detect_language
from bot.answering.models import AnswerStatus, Question
from bot.answering.search_words import Lexicon
from bot.messages.catalogue import NATIONAL_LANGUAGE
from vectorstore.cleaning import clean_line

# A question fits in this; longer texts are letters. GOV.UK Chat allows 300 characters.
MOST_CHARACTERS = 500
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_GREETINGS = frozenset(
    "halo|hai|hi|hello|hallo|hey|pagi|siang|sore|malam|selamat pagi|selamat siang|selamat sore|"
    "selamat malam|assalamualaikum|assalamu alaikum|salam|permisi|good morning|good afternoon|"
    "good evening|halo kak|hai kak|halo min|tes|test".split("|")
)
_THANKS = frozenset(
    "terima kasih|terimakasih|makasih|makasi|thanks|thank you|thx|tq|trims|matur nuwun|"
    "terima kasih banyak|makasih banyak|makasih ya|terima kasih ya|oke makasih|ok makasih|"
    "ok thanks|thank you very much|thanks a lot|many thanks".split("|")
)
_ABOUT = frozenset(
    "kamu siapa|siapa kamu|anda siapa|siapa anda|lu siapa|ini siapa|kamu bot|apakah kamu bot|"
    "apakah anda bot|apakah anda robot|kamu robot|ini bot apa|kamu bisa apa|anda bisa apa|"
    "bisa apa saja|apa yang bisa kamu lakukan|apa yang bisa anda lakukan|siapa namamu|who are you|"
    "what are you|are you a bot|are you a robot|are you human|what can you do".split("|")
)


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

    `quantity` tells that only words of that sort are an answer. `completed` is the text with the
    topic of earlier questions where it names none, and the text itself where it does: it is what
    is searched for and what an answer has to fit, while the text is what is shown.
    """

    text: str
    language: str
    expected: Expected
    quantity: bool
    completed: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A message that is no question to search for: its status and the message that fits."""

    status: AnswerStatus
    language: str
    message: str


def understand(question: Question, lexicon: Lexicon | None = None) -> Understanding | Dismissal:
    """Clean a question, tell whether there is something to search for, and complete a follow-up.

    Without a lexicon a colloquial follow-up ("klo ditolak?") may be taken for a whole question.
    """
    text = clean_line(question.text)
    language = detect_language(text, question.language, _language_of(question.earlier))
    if len(text) > MOST_CHARACTERS:
        return Dismissal(AnswerStatus.REFUSED_TOO_LONG, language, "answer.too_long")
    if not _LETTER_OR_DIGIT.search(text):
        return Dismissal(AnswerStatus.CLARIFY, language, "answer.clarify")
    phrase = " ".join(re.findall(r"[^\W_]+", text.lower()))
    if phrase in _GREETINGS:
        return Dismissal(AnswerStatus.SMALLTALK, language, "smalltalk.greeting")
    if phrase in _ABOUT:
        return Dismissal(AnswerStatus.SMALLTALK, language, "smalltalk.about")
    if phrase in _THANKS:
        return Dismissal(AnswerStatus.SMALLTALK, language, "smalltalk.thanks")
    whole = completed(text, question.earlier, lambda words: _standard(words, lexicon))
    if whole is None:
        return Dismissal(AnswerStatus.CLARIFY, language, "answer.clarify_topic")
    expected = _expectation(text)
    quantity = expected is not Expected.NONE and _QUANTITY.search(text) is not None
    return Understanding(text, language, expected, quantity, whole)


def _language_of(earlier: Sequence[str]) -> str:
    language = NATIONAL_LANGUAGE
    for text in earlier:
        language = detect_language(text, otherwise=language)
    return language


def _standard(text: str, lexicon: Lexicon | None) -> str:
    return lexicon.search_words(text, detect_language(text)).text if lexicon else text


def _expectation(text: str) -> Expected:
    return next((kind for kind, pattern in _EXPECTATIONS if pattern.search(text)), Expected.NONE)
