"""The chain gives every question one named status, on a real index and a fake embedder."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.runnables import Runnable

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.extractive import ExtractiveComposer
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.reading import PassageReading
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder

pytestmark = pytest.mark.integration

Chain = Runnable[Question, Answer]

_CHUNKS = [
    make_chunk("PPID menjawab permohonan informasi paling lambat 10 hari kerja.", "tenggat.md"),
    make_chunk("Keberatan diajukan secara tertulis kepada atasan PPID.", "keberatan.md"),
    make_chunk("Salinan dokumen cetak dikenai biaya pengadaan.", "biaya.md"),
]


def _chain(index: Path) -> Iterator[Chain]:
    embedder = WordEmbedder()
    live = LiveBuild(FolderShelf(index), embedder.fingerprint)
    wording = Wording(
        Catalogue.load(),
        InformationOfficer("PPID Contoh", "ppid.contoh.go.id", answer_days=10, extension_days=7),
    )
    composer = ExtractiveComposer(
        Words(Analyser.load().stems, Lexicon.load()), PassageReading(None)
    )
    yield answer_chain(Search(PassageFinder(live, embedder), Lexicon.load()), composer, wording)
    live.close()


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """Give a chain over three chunks."""
    publish_chunks(tmp_path, _CHUNKS)
    yield from _chain(tmp_path)


def test_an_answer_names_its_source_and_quotes_it(chain: Chain) -> None:
    """Each sentence carries a number; each number a verbatim quote with its facts."""
    answer = chain.invoke(Question("Berapa lama PPID menjawab permohonan informasi?", qid="q1"))
    assert answer.status is AnswerStatus.ANSWERED
    first = answer.citations[0]
    assert first.quote == _CHUNKS[0].text
    assert first.article_id == "tenggat.md"
    assert f"{first.quote} [1]" in answer.text
    assert "Judul tenggat.md (PPID Contoh, 6 Februari 2023)" in answer.text
    assert (answer.build, answer.question.qid) == ("b1", "q1")
    assert answer.timings.total >= answer.timings.retrieve > 0


def test_the_frame_follows_the_reader_and_the_quote_its_source(chain: Chain) -> None:
    """English readers get English words around Indonesian quotes."""
    answer = chain.invoke(Question("PPID menjawab permohonan informasi", language="en"))
    assert answer.text.startswith("According to Judul tenggat.md (PPID Contoh, 6 February 2023)")
    assert _CHUNKS[0].text in answer.text


def test_what_nothing_answers_shows_the_way_to_the_ppid(chain: Chain) -> None:
    """The refusal names the PPID, its contact, its deadlines and their law."""
    answer = chain.invoke(Question("Resep rendang daging sapi khas Padang?"))
    assert answer.status.group == "unanswerable"
    assert answer.citations == ()
    for words in ("PPID Contoh (ppid.contoh.go.id)", "10 hari kerja", "7 hari kerja", "Pasal 22"):
        assert words in answer.text


def test_the_publishers_of_what_is_closest_are_told_also_where_it_does_not_answer(
    tmp_path: Path,
) -> None:
    """Whoever asks for the rest asks there; each is named once, and none for small talk."""
    names = ("Dinas Contoh", "", "Dinas Contoh")
    chunks = [
        replace(chunk, article=replace(chunk.article, publisher=name))
        for chunk, name in zip(_CHUNKS, names, strict=True)
    ]
    publish_chunks(tmp_path, chunks)
    for chain in _chain(tmp_path):
        answer = chain.invoke(Question("Resep rendang permohonan khas Padang?"))
        assert answer.status.group == "unanswerable"
        assert answer.publishers == ("Dinas Contoh",)
        assert chain.invoke(Question("halo")).publishers == ()


@pytest.mark.parametrize("text", ["jelaskan?", "lalu?", "trs gmn?", "what about it?"])
def test_a_question_without_topic_is_asked_back(chain: Chain, text: str) -> None:
    """A bare "jelaskan?" is not answered from whatever lies nearest."""
    answer = chain.invoke(Question(text))
    assert (answer.status, answer.build) == (AnswerStatus.CLARIFY, "")
    assert "pokoknya" in answer.text or "topic" in answer.text


def test_a_follow_up_is_searched_for_with_the_topic_before_it(chain: Chain) -> None:
    """What is told as asked stays as it was written."""
    answer = chain.invoke(Question("klo dokumen cetak?", earlier=("Berapa biaya salinan?",)))
    assert answer.question.text == "klo dokumen cetak?"
    assert answer.citations[0].article_id == "biaya.md"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", AnswerStatus.CLARIFY),
        ("🙏🙏", AnswerStatus.CLARIFY),
        ("\x00\x07", AnswerStatus.CLARIFY),
        ("a" * 10_000, AnswerStatus.REFUSED_TOO_LONG),
        ("halo", AnswerStatus.SMALLTALK),
    ],
)
def test_what_is_no_question_has_its_own_status(
    chain: Chain, text: str, status: AnswerStatus
) -> None:
    """Nothing is searched for, and the reply fits."""
    answer = chain.invoke(Question(text))
    assert answer.status is status
    assert answer.text
    assert answer.build == ""


def test_personal_data_are_nowhere_in_an_answer(chain: Chain) -> None:
    """The question that is given back, kept and shown is the masked one."""
    answer = chain.invoke(Question("NIK 3201014101900001, berapa lama PPID menjawab permohonan?"))
    assert answer.status.group == "answered"
    assert answer.question.text == "NIK [NIK], berapa lama PPID menjawab permohonan?"
    assert answer.masked
    assert "3201" not in repr(answer)
    assert not chain.invoke(Question("Berapa lama PPID menjawab?")).masked
    alone = chain.invoke(Question("081234567890"))
    assert (alone.status, alone.masked) == (AnswerStatus.REFUSED_PERSONAL_DATA, True)


@pytest.mark.parametrize(
    ("text", "status", "citations"),
    [
        ("tolong rumah saya kebakaran", AnswerStatus.SMALLTALK, 0),
        ("rumah saya kebakaran! Resep rendang sapi apa?", AnswerStatus.SMALLTALK, 0),
        (
            "rumah saya kebakaran. PPID menjawab permohonan informasi paling lambat kapan?",
            AnswerStatus.ANSWERED,
            1,
        ),
    ],
)
def test_emergency_numbers_come_first(
    chain: Chain, text: str, status: AnswerStatus, citations: int
) -> None:
    """Only a sure answer follows them."""
    answer = chain.invoke(Question(text))
    assert answer.text.startswith("Kalau ada kebakaran sekarang")
    assert "113" in answer.text
    assert (answer.urgent, answer.status) == ("fire", status)
    assert len(answer.citations) == citations
    assert ("[1]" in answer.text) is (citations > 0)


def test_an_outage_is_never_told_as_nothing_published(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a build the status is an error, and the question is not logged."""
    [chain] = _chain(tmp_path)
    answer = chain.invoke(Question("Berapa lama PPID menjawab?"))
    assert answer.status is AnswerStatus.ERROR_INDEX
    assert "gangguan di sisi kami" in answer.text
    assert "Berapa lama" not in caplog.text


async def test_the_chain_is_a_runnable(chain: Chain) -> None:
    """It answers one question, a batch, asynchronously and as a stream."""
    question = Question("Bagaimana keberatan diajukan?")
    expected = chain.invoke(question).text
    assert [answer.text for answer in chain.batch([question, question])] == [expected, expected]
    assert (await chain.ainvoke(question)).text == expected
    assert [answer.text async for answer in chain.astream(question)] == [expected]
