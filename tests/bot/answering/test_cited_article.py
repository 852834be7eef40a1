"""A question that cites an article is shown that article."""

from dataclasses import replace

import pytest

from bot.answering.cited_article import asks_for_article, with_cited_article
from bot.answering.composing import Draft, DraftSentence
from bot.answering.law_citations import CitationParser
from bot.answering.law_register import LawRegister
from bot.answering.models import AnswerStatus
from bot.answering.premises import CitedLaws
from tests.factories import make_passage
from vectorstore.keyword_index import Analyser
from vectorstore.rows import Place

_TEXT = "Pasal 22\n(1) Pemohon dapat meminta.\n(2) Badan Publik wajib mencatat.\n(3) Selesai."
_ARTICLE = make_passage(_TEXT)
_OTHER = replace(_ARTICLE, chunk=replace(_ARTICLE.chunk, position=7, text="Hal lain sama sekali."))
_ELSEWHERE = Draft(
    AnswerStatus.ANSWERED, (DraftSentence(_OTHER, 0, len("Hal lain sama sekali.")),), 0.6
)
_NOTHING = Draft(AnswerStatus.UNANSWERABLE_NOTHING_FOUND, (), 0.1)
_PARSER = CitationParser.load()
_TITLE = "UU 14/2008 tentang Keterbukaan Informasi Publik — Pasal 22"
_PLACES = [Place(_ARTICLE.chunk.chunk_id, _TITLE, ())]
_REGISTER = LawRegister.of_places(_PLACES, _PARSER, Analyser.load().stems)


def _cited(question: str) -> CitedLaws:
    found = tuple(_PARSER.citations(question))
    return CitedLaws(found, tuple(_REGISTER.laws_of(citation) for citation in found))


def _draft(question: str, draft: Draft = _NOTHING) -> Draft:
    return with_cited_article(draft, question, _cited(question), (_OTHER, _ARTICLE))


@pytest.mark.parametrize("draft", [_NOTHING, _ELSEWHERE])
@pytest.mark.parametrize(
    "question",
    [
        "uu kip pasal 22",
        "Apa bunyi Pasal 22 UU 14/2008?",
        "What does Article 22 of Law 14/2008 say?",
    ],
)
def test_its_text_is_the_answer_where_only_that_is_asked_for(question: str, draft: Draft) -> None:
    """Whole, without its heading, whatever else was found."""
    shown = _draft(question, draft)
    assert shown.status is AnswerStatus.ANSWERED
    assert [s.text[:3] for s in shown.sentences] == ["(1)", "(2)", "(3)"]


def test_a_paragraph_that_is_asked_for_stands_alone() -> None:
    """Where the article has it; else all of it is shown."""
    shown = _draft("uu kip pasal 22 ayat (2)")
    assert [s.text for s in shown.sentences] == ["(2) Badan Publik wajib mencatat."]
    assert len(_draft("uu kip pasal 22 ayat (9)").sentences) == 3


@pytest.mark.parametrize("draft", [_NOTHING, _ELSEWHERE])
def test_what_an_article_is_supposed_to_say_is_left_to_the_reader(draft: Draft) -> None:
    """It is shown as related: nothing here can tell whether it says so."""
    shown = _draft("Apakah Pasal 22 UU 14/2008 memperbolehkan PPID diam selama setahun?", draft)
    assert shown.status is AnswerStatus.ANSWERED_PARTLY
    assert {s.passage for s in shown.sentences} == {_ARTICLE}
    assert shown.confidence == draft.confidence


def test_an_answer_from_the_article_itself_stays() -> None:
    """It was chosen for the question."""
    chosen = Draft(AnswerStatus.ANSWERED, (DraftSentence(_ARTICLE, 9, 35),), 0.7)
    question = "Menurut Pasal 22 UU KIP, apa yang wajib dicatat Badan Publik?"
    assert _draft(question, chosen) is chosen


def test_a_guess_that_mixes_it_with_others_is_replaced() -> None:
    """Only the article itself may be related to what it is supposed to say."""
    of_it, other = DraftSentence(_ARTICLE, 9, 35), _ELSEWHERE.sentences[0]
    guess = Draft(AnswerStatus.ANSWERED_PARTLY, (of_it, other), 0.3)
    question = "Menurut Pasal 22 UU KIP, apa yang wajib dicatat Badan Publik?"
    assert {s.passage for s in _draft(question, guess).sentences} == {_ARTICLE}


def test_without_a_published_article_nothing_changes() -> None:
    """A law alone is no article, and another article is not this one."""
    assert _draft("Apa itu UU KIP?") is _NOTHING
    assert _draft("Apa bunyi Pasal 21 UU KIP?") is _NOTHING


def test_a_question_about_something_in_an_article_asks_for_more() -> None:
    """Only words that mean "show it" may stand beside the citation."""
    asked = "Berapa denda menurut Pasal 22 UU KIP?"
    assert not asks_for_article(asked, _cited(asked))
