"""Where sources name different numbers, the citizen is told to compare their dates."""

import pytest

from bot.answering.citing import cite
from bot.answering.composing import DraftSentence
from bot.answering.contradictions import name_different_numbers
from bot.answering.models import Citation
from tests.factories import make_chunk
from vectorstore.models import Passage


def _citations(*quotes: tuple[str, str, str]) -> tuple[Citation, ...]:
    """Each quote is (article, text, answering words)."""
    sentences = []
    for article, text, words in quotes:
        start = text.index(words)
        passage = Passage(make_chunk(text, article), 1.0, 0.9, 1.0)
        sentences.append(DraftSentence(passage, 0, len(text), (start, start + len(words))))
    return cite(sentences).citations


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("10 (sepuluh) hari kerja", "14 hari kerja", True),
        ("10 (sepuluh) hari kerja", "10 hari", False),
        ("Rp1.000.000,00", "Rp1000000", False),
        ("tidak dipungut biaya", "gratis", False),
    ],
)
def test_numbers_are_compared_as_numbers(one: str, other: str, *, differ: bool) -> None:
    """However they are written; words without a number contradict nothing."""
    cited = _citations(("a.md", f"Paling lama {one}.", one), ("b.md", f"Selama {other}.", other))
    assert name_different_numbers(cited) is differ


def test_numbers_of_one_article_do_not_contradict_each_other() -> None:
    """A deadline and its extension stand in the same article."""
    cited = _citations(("a.md", "Paling lama 10 hari.", "10"), ("a.md", "Lalu 7 hari.", "7"))
    assert not name_different_numbers(cited)


def test_an_extension_in_another_article_is_no_contradiction() -> None:
    """Where the first quotes both, the second repeats a part of it."""
    both = "PPID menjawab dalam 10 hari kerja, dapat diperpanjang 7 hari kerja."
    cited = _citations(("a.md", both, "10 hari"), ("b.md", "Perpanjangan 7 hari kerja.", "7 hari"))
    assert not name_different_numbers(cited)
