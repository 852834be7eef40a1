"""Retrieval on real Chroma: dense and keyword candidates in one ranking."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder, PassageRetriever

pytestmark = pytest.mark.integration

_CHUNKS = [
    make_chunk("PPID menjawab permohonan paling lambat sepuluh hari kerja.", "tenggat.md"),
    make_chunk("Keberatan diajukan kepada atasan PPID.", "keberatan.md"),
    make_chunk("Formulir F-201 dipakai untuk akta kelahiran.", "formulir.md"),
    *(make_chunk(f"Bagian {n} tentang keberatan dan banding.", "panjang.md", n) for n in range(6)),
]


@pytest.fixture
def finder(tmp_path: Path) -> Iterator[PassageFinder]:
    """Give a finder over a few chunks."""
    embedder = WordEmbedder()
    live = LiveBuild(publish_chunks(tmp_path, _CHUNKS), embedder.fingerprint)
    yield PassageFinder(live, embedder)
    live.close()


def test_passages_come_best_first_with_both_scores(finder: PassageFinder) -> None:
    """The chunk that shares words and meaning is first; its scores are those of its text."""
    found = finder.find("Keberatan diajukan kepada siapa?", k=4)
    assert found.build_id == "b1"
    best = found.passages[0]
    assert best.chunk == _CHUNKS[1]
    assert best.dense > 0.8
    assert best.keyword > 0
    scores = [passage.score for passage in found.passages]
    assert scores == sorted(scores, reverse=True)


def test_scores_are_those_of_what_was_asked_however_it_is_searched_for(
    finder: PassageFinder,
) -> None:
    """Whoever puts a question otherwise to find more does not make an answer surer by that."""
    asked, searched = "biaya: kalau ditolak?", "Keberatan diajukan kepada siapa?"
    for added in ("", "atasan PPID"):
        for language in ("id", "en"):
            found = finder.find(searched, language, k=4, added=added, asked=asked)
            plain = finder.find(asked, language, k=4)
            assert found.passages[0].chunk == _CHUNKS[1]
            assert found.asked is not None
            assert plain.asked is not None
            assert np.array_equal(found.asked, plain.asked)
            assert found.passages[0].dense < finder.find(searched, language).passages[0].dense


def test_a_question_without_topic_finds_nothing(finder: PassageFinder) -> None:
    """Stop words alone are not searched for, in either language."""
    assert finder.find("jelaskan?").passages == ()
    assert finder.find("explain it?", "en").passages == ()


def test_one_article_does_not_crowd_out_the_others(finder: PassageFinder) -> None:
    """At most three chunks of one article stand before those of others."""
    found = finder.find("keberatan dan banding bagian", k=5)
    articles = [passage.chunk.article.article_id for passage in found.passages]
    assert articles[:3] == ["panjang.md"] * 3
    assert "panjang.md" not in articles[3:]


def test_a_form_number_is_found_by_its_letters(finder: PassageFinder) -> None:
    """Exact names and numbers count, even where a model blurs them."""
    assert finder.find("F-201").passages[0].chunk.article.article_id == "formulir.md"


def test_it_is_a_langchain_retriever(finder: PassageFinder) -> None:
    """Documents carry the verbatim text and the facts of a citation."""
    documents = PassageRetriever(finder=finder, k=2).invoke("Keberatan diajukan kepada siapa?")
    assert len(documents) == 2
    assert documents[0].page_content == _CHUNKS[1].text
    assert documents[0].metadata["article_id"] == "keberatan.md"
    assert {"title", "section", "url", "published", "dense", "keyword"} <= set(
        documents[0].metadata
    )


def test_what_a_question_cites_comes_first(finder: PassageFinder) -> None:
    """Even where its words are far from the question's; ids of another build are passed over."""
    cited = ["formulir.md::0", "of another build::0"]
    found = finder.find("Keberatan diajukan kepada siapa?", k=3, cited=cited)
    ids = [passage.chunk.chunk_id for passage in found.passages]
    assert ids[:2] == ["formulir.md::0", "keberatan.md::0"]


@pytest.mark.parametrize("old", [0, 1])
def test_what_no_longer_holds_comes_after_what_replaced_it(tmp_path: Path, old: int) -> None:
    """Of two texts that fit about alike, whichever is in force is first; unless one is cited."""
    chunks = [
        make_chunk(f"Izin usaha berlaku {count} tahun.", f"{count}.md")
        for count in ("lima", "tiga")
    ]
    superseded = replace(chunks[old].article, superseded="dicabut PP 2/2024")
    chunks[old] = replace(chunks[old], article=superseded)
    embedder = WordEmbedder()
    live = LiveBuild(publish_chunks(tmp_path, [*chunks, *_CHUNKS]), embedder.fingerprint)
    with closing(live):
        finder = PassageFinder(live, embedder)
        question = "Izin usaha berlaku berapa tahun?"
        assert finder.find(question).passages[0].chunk == chunks[1 - old]
        cited = finder.find(question, cited=[chunks[old].chunk_id])
        assert cited.passages[0].chunk == chunks[old]
