"""The JSON of answers and searches is the contract that scripts depend on."""

import json
from dataclasses import replace
from datetime import date

from bot.answering.models import Answer, AnswerStatus, Citation, ModelUse, Question, Timings
from bot.messages.catalogue import Catalogue
from bot.presenting import answer_json, answer_text, search_json, search_text
from tests.factories import make_passage
from vectorstore.retriever import Retrieval

_CITATION = Citation(
    1,
    "Sepuluh hari.",
    (0, 7),
    "a.md",
    "a.md::0",
    "Judul",
    "Bab",
    "https://x.go.id/a#b",
    date(2023, 2, 6),
    "PPID",
)
_ANSWER = Answer(
    Question("Berapa lama?", qid="q1"),
    AnswerStatus.ANSWERED,
    "id",
    "Sepuluh hari. [1]",
    (_CITATION,),
    0.9,
    "b1",
    Timings(1, 2, 3, 6),
)


def test_an_answer_has_every_field_of_the_contract() -> None:
    """Names, types and nesting are as promised."""
    assert json.loads(json.dumps(answer_json(_ANSWER))) == {
        "qid": "q1",
        "question": "Berapa lama?",
        "status": "answered",
        "language": "id",
        "text": "Sepuluh hari. [1]",
        "citations": [
            {
                "number": 1,
                "quote": "Sepuluh hari.",
                "highlight": [0, 7],
                "article_id": "a.md",
                "chunk_id": "a.md::0",
                "title": "Judul",
                "section": "Bab",
                "url": "https://x.go.id/a#b",
                "published": "2023-02-06",
                "publisher": "PPID",
                "superseded": "",
            }
        ],
        "confidence": 0.9,
        "build": "b1",
        "timings_ms": {"understand": 1, "retrieve": 2, "compose": 3, "total": 6},
    }


def test_a_search_has_every_field_of_the_contract() -> None:
    """Ranks count from one; both scores are there."""
    found = search_json("apa?", Retrieval("b1", (make_passage("Isi."),)))
    assert found["question"] == "apa?"
    [passage] = found["passages"]
    assert set(passage) == {
        "rank",
        "score",
        "dense",
        "keyword",
        "article_id",
        "chunk_id",
        "title",
        "section",
        "url",
        "text",
    }
    assert (passage["rank"], passage["dense"], passage["keyword"]) == (1, 0.9, 1.0)


def test_a_terminal_shows_the_sources_below_the_answer() -> None:
    """Each number has a line with title, section, publisher, date and address."""
    text = answer_text(_ANSWER, Catalogue.load())
    assert text.splitlines()[-1] == "[1] Judul, Bab, PPID, 6 Februari 2023, https://x.go.id/a#b"


def test_an_empty_search_says_so() -> None:
    """Staff see that nothing was found."""
    assert search_text(Retrieval("b1", ())) == "Nothing found."


def test_an_answer_that_a_model_worded_says_so() -> None:
    """One that it was asked for and did not word says nothing of it; scripts see both."""
    catalogue = Catalogue.load()
    note = catalogue.text("answer.worded", "id")
    worded = replace(_ANSWER, model=ModelUse("worded", 1, 900, 100, 0.5, 1.5))
    assert answer_text(worded, catalogue).endswith(note)
    declined = replace(_ANSWER, model=ModelUse("declined", 1))
    assert note not in answer_text(declined, catalogue)
    assert answer_json(worded)["model"]["outcome"] == "worded"
    assert "model" not in answer_json(_ANSWER)


def test_what_a_follow_up_was_searched_for_as_is_told_to_scripts() -> None:
    """Where a language model wrote it out."""
    searched = replace(_ANSWER, searched="Apa syarat permohonan informasi?")
    assert answer_json(searched)["searched"] == "Apa syarat permohonan informasi?"
