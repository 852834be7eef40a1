"""A question for a meaning is answered by the passage that defines the term, and by no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.definitions import asked_term, find_definition
from tests.factories import make_passage


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Apa yang dimaksud dengan Informasi Publik?", "informasi publik"),
        ("Apa yang dimaksud dengan Badan Publik menurut UU 14/2008?", "badan publik"),
        ("apa itu ppid?", "ppid"),
        ("sengketa informasi itu apa sih?", "sengketa informasi"),
        ("Jelaskan pengertian dari mediasi.", "mediasi"),
        ("What is meant by public information?", "public information"),
        ("What does adjudication mean?", "adjudication"),
        ("Berapa lama permohonan dijawab?", ""),
        ("Apa syarat permohonan informasi?", ""),
    ],
)
def test_the_term_asked_for_is_found(question: str, term: str) -> None:
    """In the forms that citizens use; other questions ask for no term."""
    assert asked_term(question) == term


@pytest.mark.parametrize(
    "text",
    [
        "9. Pejabat Pengelola Informasi dan Dokumentasi yang selanjutnya disingkat PPID adalah "
        "pejabat yang bertanggung jawab.",
        "Pejabat Pengelola Informasi dan Dokumentasi (PPID) adalah pejabat.",
        "PPID ialah pejabat.",
    ],
)
def test_a_term_is_known_by_each_of_its_names(text: str) -> None:
    """The full one, what it is called further, and the one in brackets."""
    passage = make_passage(text)
    definition = find_definition("ppid", [passage])
    assert definition is not None
    assert text[slice(*definition.meaning)].startswith("pejabat")


def test_a_passage_that_only_uses_the_term_defines_nothing() -> None:
    """Nor does the definition of a longer term."""
    used = make_passage("PPID menjawab permohonan. Permohonan adalah surat.")
    longer = make_passage("1. PPID Pelaksana adalah pembantu PPID.")
    assert find_definition("ppid", [used, longer]) is None


@given(st.text(), st.text())
def test_no_text_makes_it_fail(question: str, text: str) -> None:
    """Whatever stands in a passage, a meaning lies within it."""
    definition = find_definition(asked_term(question) or "x", [make_passage(text)])
    if definition is not None:
        start, end = definition.meaning
        assert 0 <= start <= end <= len(text)
