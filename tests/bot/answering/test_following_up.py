"""A follow-up takes its topic from the questions before it; a new topic takes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.following_up import completed, remembered
from bot.answering.models import MOST_EARLIER, AnswerStatus
from bot.answering.search_words import Lexicon

LEXICON = Lexicon.load()
HOW = "Bagaimana cara meminta informasi kepada PPID?"


def _completed(question: str, *earlier: str, language: str = "id") -> str | None:
    return completed(question, earlier, lambda text: LEXICON.search_words(text, language).text)


@pytest.mark.parametrize(
    "question",
    [
        "Kalau ditolak?",
        "klo ditolak?",
        "Berapa biayanya?",
        "terus kalau lewat?",
        "syaratnya apa aja?",
        "dan untuk badan hukum?",
        "Di mana itu?",
        "yang tadi",
        "Siapa yang memutus?",
        "Apakah boleh diwakilkan?",
        "bisa daring?",
        "Bagaimana jika tenggat itu terlewati?",
        "lalu?",
        "terus gimana?",
        "jelaskan?",
    ],
)
def test_what_leaves_out_its_topic_gets_it(question: str) -> None:
    """Ellipsis, pointing words, -nya and bare connectives, formal and colloquial."""
    assert _completed(question, HOW) == f"cara meminta informasi ppid: {question}"


@pytest.mark.parametrize(
    "question",
    ["What about the fee?", "And if they refuse?", "How long does it take?", "Where is that?"],
)
def test_english_follow_ups_too(question: str) -> None:
    """Question words and helping verbs of the earlier question are left out."""
    whole = _completed(question, "How do I request public information?", language="en")
    assert whole == f"request public information: {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Apa itu informasi serta-merta?",
        "Apa itu keberatan?",
        "PPID itu apa ya",
        "PPID tugasnya apa?",
        "komisi informasi itu ngapain aja?",
        "Siapa itu Hatta?",
        "Siapa atasan PPID?",
        "Kepada siapa keberatan diajukan?",
        "terus minta fotokopi dokumen bayar ga?",
        "kalo data pribadi bocor gmn?",
        "Berapa biaya fotokopi?",
        "What is a public body?",
        "Who may ask for public information?",
    ],
)
def test_a_new_topic_is_not_mixed_with_the_old_one(question: str) -> None:
    """A question that names its topic is searched for as it is."""
    assert _completed(question, "Berapa biaya memperoleh salinan?") == question


def test_amounts_asked_before_are_no_topic() -> None:
    """After "how much" the same thing is meant, not its price."""
    assert _completed("syaratnya?", "Berapa biaya fotokopi?") == "fotokopi: syaratnya?"


def test_the_topic_is_that_of_the_last_whole_question() -> None:
    """What was asked before it is over; what followed it still counts."""
    whole = _completed("Berapa batas waktunya?", "Apa itu PPID?", HOW, "Kalau ditolak?")
    assert whole == "cara meminta informasi ppid ditolak: Berapa batas waktunya?"


def test_only_the_last_questions_count() -> None:
    """A topic of longer ago is no longer meant."""
    assert _completed("lalu?", HOW, *["terus?"] * MOST_EARLIER) is None


@pytest.mark.parametrize(
    "question", ["jelaskan?", "lalu?", "terus gimana?", "trs?", "kenapa?", "what about it?", "itu?"]
)
def test_what_says_nothing_by_itself_needs_a_question_before(question: str) -> None:
    """Nothing can be searched for, also where only small words came before."""
    assert _completed(question) is None
    assert _completed(question, "terus?") is None


@pytest.mark.parametrize("question", ["Berapa biayanya?", "Kalau ditolak?", "PPID?", "你好"])
def test_what_says_something_is_searched_for_as_it_is(question: str) -> None:
    """Without earlier questions nothing is completed."""
    assert _completed(question) == question


def test_answered_and_unanswerable_questions_are_built_on() -> None:
    """Small talk, refusals and outages leave the conversation where it was."""
    before = ("satu", "dua", "tiga")
    assert remembered(before, "empat", AnswerStatus.ANSWERED_PARTLY) == ("dua", "tiga", "empat")
    assert remembered((), "satu", AnswerStatus.UNANSWERABLE_NOTHING_FOUND) == ("satu",)
    for status in AnswerStatus:
        if status.group not in ("answered", "unanswerable"):
            assert remembered(before, "empat", status) == before


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=5))
def test_a_completed_question_ends_as_it_was_asked(question: str, earlier: list[str]) -> None:
    """The topic only comes before it, and without earlier questions there is none."""
    whole = _completed(question, *earlier)
    assert whole is None or whole.endswith(question)
    assert _completed(question) in (None, question)
