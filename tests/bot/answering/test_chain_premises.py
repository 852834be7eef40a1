"""The chain tells false premises, and shows the article that a question cites."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.runnables import Runnable

from bot.answering.chain import answer_chain
from bot.answering.composing import Draft
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.premises import Premises
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.understanding import Understanding
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder, Retrieval

pytestmark = pytest.mark.integration

Chain = Runnable[Question, Answer]


class _Silent:
    """A composer that finds no answer in anything."""

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        return Draft(AnswerStatus.UNANSWERABLE_NOTHING_FOUND, (), 0.0)


@pytest.fixture
def law_chain(tmp_path: Path) -> Iterator[Chain]:
    """Give a chain over a law of three articles and a news item."""
    title = "UU 14/2008 tentang Keterbukaan Informasi Publik — Pasal"
    articles = [
        make_chunk(f"Pasal {n}\n(1) Ketentuan {word}.\n(2) Lanjutan {word}.", f"uu-{n}")
        for n, word in ((1, "umum"), (2, "asas"), (3, "tujuan"))
    ]
    articles = [
        replace(chunk, article=replace(chunk.article, title=f"{title} {n}"))
        for n, chunk in enumerate(articles, start=1)
    ]
    publish_chunks(tmp_path, [*articles, make_chunk("Layanan buka pukul delapan.", "berita.md")])
    embedder = WordEmbedder()
    live = LiveBuild(FolderShelf(tmp_path), embedder.fingerprint)
    lexicon, stems = Lexicon.load(), Analyser.load().stems
    premises = Premises.over(live, stems)
    wording = Wording(
        Catalogue.load(),
        InformationOfficer("PPID Contoh", "ppid.contoh.go.id", answer_days=10, extension_days=7),
    )
    search = Search(PassageFinder(live, embedder), lexicon, premises)
    yield answer_chain(search, _Silent(), wording, premises)
    live.close()


def test_an_article_that_is_asked_for_is_shown(law_chain: Chain) -> None:
    """However little its words have to do with the question."""
    answer = law_chain.invoke(Question("uu kip pasal 2"))
    assert answer.status is AnswerStatus.ANSWERED
    assert [citation.article_id for citation in answer.citations] == ["uu-2"]
    assert "(1) Ketentuan asas. [1]" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Apa isi UU 88/2031?", "UU 88/2031 tidak ada di antara terbitan kami"),
        (
            "Berapa denda menurut pasal 9 UU KIP?",
            "pasal terakhir yang kami terbitkan adalah Pasal 3",
        ),
        ("Apa isi Pasal 2 ayat (5) UU KIP?", "ayat terakhir yang kami terbitkan adalah ayat (2)"),
        ("Bagaimana hukum waris Jerman?", "aturan Jerman"),
    ],
)
def test_a_false_premise_is_told_and_not_answered(
    law_chain: Chain, question: str, told: str
) -> None:
    """What is wrong comes first, then the way to the PPID; nothing is cited."""
    answer = law_chain.invoke(Question(question))
    assert answer.status is AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
    assert told in answer.text.split("\n")[0]
    assert "ppid.contoh.go.id" in answer.text
    assert answer.citations == ()
