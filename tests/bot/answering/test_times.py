"""What a source says holds for its time: other years and "now" make an answer less sure."""

from dataclasses import replace

import pytest

from bot.answering.confidence import Evidence, confidence
from bot.answering.times import asks_of_now, names_other_year
from tests.factories import make_chunk

_CHUNK = make_chunk("Pada tahun 2021 diterima 40 permohonan.")  # published in 2023
_EVIDENCE = Evidence(0.88, 0.7, quantity_missing=False, foreign=False, margin=5.0)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Berapa permohonan pada tahun 2021?", False),
        ("Berapa permohonan pada 2023?", False),
        ("Berapa permohonan pada tahun 2026?", True),
        ("Berapa permohonan diterima?", False),
        ("Berapa permohonan pada 2021 dan 2026?", False),
    ],
)
def test_a_year_is_known_from_the_text_and_its_date(question: str, *, other: bool) -> None:
    """Any of the years asked about is enough."""
    assert names_other_year(question, _CHUNK) is other


def test_a_source_without_a_date_is_not_judged() -> None:
    """Old news may speak of any year."""
    undated = replace(_CHUNK, article=replace(_CHUNK.article, published=None))
    assert not names_other_year("Berapa pada tahun 2026?", undated)


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Siapa ketuanya saat ini?", True),
        ("anggaran bulan ini brp?", True),
        ("Who is the current chair?", True),
        ("Siapa ketuanya?", False),
    ],
)
def test_the_present_is_known_by_its_words(question: str, *, now: bool) -> None:
    """In both languages and registers; a source that speaks of now itself answers."""
    assert asks_of_now(question, _CHUNK) is now
    assert not asks_of_now(question, make_chunk("Saat ini ketuanya Budi."))


def test_another_time_makes_an_answer_less_sure() -> None:
    """The present somewhat, another year more; a definition holds for all years."""
    sure = confidence(_EVIDENCE)
    now = confidence(replace(_EVIDENCE, of_now=True))
    other = confidence(replace(_EVIDENCE, other_year=True))
    assert sure > now > other
    defined = replace(_EVIDENCE, defined=True)
    assert confidence(replace(defined, other_year=True)) == confidence(defined)
