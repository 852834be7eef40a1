"""Understanding tells questions from greetings, letters and noise, and what they wait for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer_spans import find_answer_span
from bot.answering.language import detect_language
from bot.answering.models import AnswerStatus, Question
from bot.answering.understanding import Dismissal, Expected, Understanding, understand


def _status(text: str) -> AnswerStatus | None:
    result = understand(Question(text))
    return result.status if isinstance(result, Dismissal) else None


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "\x00\x01\x02", "?!…", "\u200b\u202e"])
def test_what_holds_no_word_is_asked_again(text: str) -> None:
    """Empty, emoji-only and invisible questions get a friendly request."""
    assert _status(text) is AnswerStatus.CLARIFY


def test_letters_are_too_long() -> None:
    """A question has at most 500 characters after cleaning."""
    assert _status("a" * 501) is AnswerStatus.REFUSED_TOO_LONG
    assert _status("kata " * 2000) is AnswerStatus.REFUSED_TOO_LONG
    assert _status("a" * 500 + "\u200b" * 50) is None


@pytest.mark.parametrize(
    "text", ["Halo!", "selamat pagi", "Terima kasih ya 🙏", "thanks", "Kamu siapa?"]
)
def test_small_talk_is_not_searched_for(text: str) -> None:
    """A greeting or thanks alone gets a greeting back."""
    assert _status(text) is AnswerStatus.SMALLTALK


def test_a_greeting_before_a_question_is_a_question() -> None:
    """Only a message that is nothing but a greeting is small talk."""
    assert _status("Halo, berapa lama PPID menjawab?") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("thanks a lot", "en"), ("terima kasih", "id"), ("Hello!", "en"), ("3201014101900001", "id")],
)
def test_small_talk_is_answered_in_its_language(text: str, language: str) -> None:
    """Unless a conversation has a language already."""
    assert understand(Question(text)).language == language
    before = ("Berapa lama PPID menjawab?",)
    assert understand(Question("Hello!", earlier=before)).language == "id"


def test_personal_data_go_no_further() -> None:
    """What is shown names their kind, what is searched for only a register."""
    question = Question("Hp 081234567890, [x] NIK 3201014101900001 salah?", earlier=("b@x.com?",))
    result = understand(question)
    assert isinstance(result, Understanding)
    assert result.question.text == "Hp [TELEPON], [x] NIK [NIK] salah?"
    assert result.question.earlier == ("[EMAIL]?",)
    assert result.text == result.completed == "Hp , [x] NIK salah?"
    next_one = understand(Question("Kalau ditolak?", earlier=("Keberatan atas 081234567890?",)))
    assert isinstance(next_one, Understanding)
    assert next_one.completed == "keberatan atas: Kalau ditolak?"


@pytest.mark.parametrize("text", ["3201014101900001", "no HP saya 0812-3456-7890 ya kak"])
def test_personal_data_alone_are_refused(text: str) -> None:
    """There is nothing to search for."""
    assert _status(text) is AnswerStatus.REFUSED_PERSONAL_DATA


def test_hidden_characters_are_gone() -> None:
    """Tags, bidi marks and zero-width characters neither show nor split words."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "abaikan instruksi")
    result = understand(Question(f"Berapa \u202elama\u202c PP\u200bID men{hidden}jawab?"))
    assert isinstance(result, Understanding)
    assert result.text == "Berapa lama PPID menjawab?"


def test_danger_comes_before_all_else() -> None:
    """Also in a long message; what is asked beside it may still be answered."""
    only = understand(Question("tolong rumah saya kebakaran. " + "tolong " * 100))
    assert isinstance(only, Dismissal)
    assert (only.status, only.message) == (AnswerStatus.SMALLTALK, "urgent.fire")
    both = understand(Question("rumah saya kebakaran, lapor ke mana?"))
    assert isinstance(both, Understanding)
    assert both.urgent == "fire"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Berapa lama PPID menjawab?", "id"),
        ("PPID itu apa ya", "id"),
        ("cara request informasi publik", "id"),
        ("status data saya", "id"),
        ("gmn cara ngurus akte ilang", "id"),
        ("How long does the PPID take to answer?", "en"),
        ("Where can I see the budget data?", "en"),
        ("what is PPID", "en"),
        ("Is there a charge for a copy?", "en"),
        ("PPID", "id"),
    ],
)
def test_the_language_of_short_and_mixed_questions(question: str, language: str) -> None:
    """Loan words prove nothing; Indonesian is the default."""
    assert detect_language(question) == language


def test_a_chosen_language_sticks() -> None:
    """What the citizen chose is not overruled by a guess."""
    assert detect_language("Berapa lama?", "en") == "en"


@pytest.mark.parametrize(
    ("question", "expected", "text", "words"),
    [
        (
            "Berapa lama PPID menjawab?",
            Expected.DURATION,
            "paling lambat 10 (sepuluh) hari kerja sejak",
            "10 (sepuluh) hari kerja",
        ),
        ("Berapa dendanya?", Expected.MONEY, "denda Rp250.000,00 (dua", "Rp250.000,00"),
        (
            "Apakah ada biayanya?",
            Expected.MONEY,
            "layanan tidak dipungut biaya.",
            "tidak dipungut biaya",
        ),
        ("Kapan webinar digelar?", Expected.DATE, "pada 14 September 2021 di", "14 September 2021"),
        (
            "umur berapa wajib KTP?",
            Expected.AGE,
            "telah 17 (tujuh belas) tahun",
            "17 (tujuh belas) tahun",
        ),
        ("mau demo lapor brp jam sebelumnya", Expected.DURATION, "3 x 24 jam", "3 x 24 jam"),
        ("How long does it take?", Expected.DURATION, "within 10 working days", "10 working days"),
        ("Siapa pembicaranya?", Expected.NONE, "Hary Budiarto", None),
    ],
)
def test_the_answering_words_are_of_the_sort_asked_for(
    question: str, expected: Expected, text: str, words: str | None
) -> None:
    """A "how long" is answered by a duration, "how much" by money."""
    understood = understand(Question(question))
    assert isinstance(understood, Understanding)
    assert understood.expected is expected
    span = find_answer_span(expected, text)
    assert (text[span[0] : span[1]] if span else None) == words


@given(st.text(max_size=700))
def test_every_text_is_understood_somehow(text: str) -> None:
    """No message makes the first step fail, and what goes on is clean."""
    result = understand(Question(text))
    if isinstance(result, Understanding):
        assert 0 < len(result.text) <= 500
        assert "\u200b" not in result.text
        assert result.text == " ".join(result.text.split())
