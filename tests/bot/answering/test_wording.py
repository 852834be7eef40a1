"""What stands around the quotes of an answer."""

from dataclasses import replace

import pytest

from bot.answering.citing import cite
from bot.answering.composing import DraftSentence
from bot.answering.models import AnswerStatus
from bot.answering.premises import FalsePremise
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from tests.factories import make_passage
from vectorstore.models import NO_LONGER_IN_FORCE

_WORDING = Wording(
    Catalogue.load(),
    InformationOfficer("PPID Contoh", "ppid.contoh.go.id", answer_days=10, extension_days=7),
)
_TEXT = "Izin berlaku lima tahun."


def _answer(superseded: str, language: str) -> str:
    passage = make_passage(_TEXT)
    article = replace(passage.chunk.article, superseded=superseded)
    passage = replace(passage, chunk=replace(passage.chunk, article=article))
    cited = cite([DraftSentence(passage, 0, len(_TEXT))])
    assert cited.citations[0].superseded == superseded
    return _WORDING.answer(AnswerStatus.ANSWERED, cited, language)


@pytest.mark.parametrize(
    ("superseded", "language", "warning"),
    [
        ("dicabut UU 17/2023", "id", "Sumber ini tidak berlaku lagi: dicabut UU 17/2023."),
        ("dicabut UU 17/2023.", "id", "Sumber ini tidak berlaku lagi: dicabut UU 17/2023."),
        (NO_LONGER_IN_FORCE, "id", "Sumber ini tidak berlaku lagi."),
        ("UU 17/2023", "en", "This source is no longer in force: UU 17/2023."),
    ],
)
def test_a_source_that_no_longer_holds_is_told(
    superseded: str, language: str, warning: str
) -> None:
    """Below what is quoted from it, with what replaced it where that is known."""
    lines = _answer(superseded, language).split("\n")
    assert lines[-2:] == [f"{_TEXT} [1]", warning]


def test_nothing_is_told_of_a_source_that_holds() -> None:
    """The quote stands last."""
    assert _answer("", "id").endswith(f"{_TEXT} [1]")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("kind", "values", "first"),
    [
        ("no_law", {"law": "UU 88/2031"}, "UU 88/2031"),
        ("no_article", {"law": "UU 14/2008", "article": "150", "last": "64"}, "150"),
        (
            "no_paragraph",
            {"law": "UU 14/2008", "article": "22", "paragraph": "12", "last": "9"},
            "(12)",
        ),
        ("foreign", {"owner": "Jepang"}, "Jepang"),
    ],
)
def test_a_false_premise_is_told_with_the_way_to_the_ppid(
    language: str, kind: str, values: dict[str, str], first: str
) -> None:
    """What is wrong comes first, then who can be asked."""
    text = _WORDING.false_premise(FalsePremise(f"premise.{kind}", values), language)
    told, way = text.split("\n\n")
    assert first in told
    assert "PPID Contoh (ppid.contoh.go.id)" in way


def test_worded_sentences_stand_by_themselves() -> None:
    """In a plain paragraph of each source, without naming it before, with the same notes."""
    passage = make_passage(_TEXT)
    old = replace(passage.chunk.article, article_id="lama.md", superseded="dicabut UU 17/2023")
    other = replace(passage, chunk=replace(passage.chunk, article=old, lead="Izin:"))
    sentences = [
        DraftSentence(passage, 0, len(_TEXT), wording="Berlaku 5 tahun."),
        DraftSentence(passage, 0, 4, wording="Ini izin."),
        DraftSentence(other, 0, len(_TEXT), wording="Dahulu juga 5 tahun."),
    ]
    paragraphs = _WORDING.answer(AnswerStatus.ANSWERED_PARTLY, cite(sentences), "id").split("\n\n")
    assert paragraphs[1:3] == [
        "Berlaku 5 tahun. [1] Ini izin. [1]",
        "Dahulu juga 5 tahun. [2]\nSumber ini tidak berlaku lagi: dicabut UU 17/2023.",
    ]
    assert paragraphs[0].startswith("Saya tidak menemukan jawaban yang pasti")
    assert "PPID Contoh" in paragraphs[3]
