"""Colloquial, everyday, abbreviated and English words reach what official texts call the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.search_words import Lexicon

LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    ("question", "standard"),
    [
        ("brp lama sih ppid jawabnya", "berapa lama ppid menjawab"),
        ("Gmn cara ngurus akte lahir?", "bagaimana cara mengurus akta kelahiran?"),
        ("lapor ke PPID ga bisa", "melapor ke PPID tidak bisa"),
        ("apa kepanjangan dari ELO?", "apa kepanjangan dari ELO?"),
        ("elo ke PPID mana", "anda ke PPID mana"),
    ],
)
def test_colloquial_words_become_standard_where_they_stand(question: str, standard: str) -> None:
    """All else stays as it was written, capital letters and marks included."""
    assert LEXICON.search_words(question, "id").text == standard


@pytest.mark.parametrize(
    ("question", "language", "added"),
    [
        ("Apa itu PPID?", "id", "pejabat pengelola informasi dan dokumentasi"),
        ("kalau resign dapat apa?", "id", "mengundurkan diri"),
        ("How long is annual leave?", "en", "cuti tahunan"),
        ("Is a birth certificate free of charge?", "en", "akta kelahiran"),
    ],
)
def test_official_words_are_added(question: str, language: str, added: str) -> None:
    """They are kept apart from the question, since they only help to find."""
    assert added in LEXICON.search_words(question, language).added


def test_longer_phrases_come_first() -> None:
    """What several words mean together says more than what each means alone."""
    added = LEXICON.search_words("fixed-term contract", "en").added
    assert added.startswith("perjanjian kerja waktu tertentu")


def test_a_question_in_official_words_is_left_as_it_is() -> None:
    """Where nothing has to be translated, nothing is changed or added."""
    words = LEXICON.search_words("Siapa Menteri Perdagangan?", "id")
    assert (words.text, words.added) == ("Siapa Menteri Perdagangan?", "")


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for(text: str) -> None:
    """Nothing that is typed breaks the search, and nothing is said twice."""
    for language in ("id", "en"):
        words = LEXICON.search_words(text, language)
        assert isinstance(words.text, str)
        assert len(words.added) < 20_000
