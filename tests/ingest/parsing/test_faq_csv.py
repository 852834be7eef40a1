"""Tables of questions and answers: one article a row, bad rows are reported and passed over."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import FoundArticle, Skipped, SourceDefaults
from ingest.parsing.faq_csv import read_faq_csv
from vectorstore.models import Article, ArticleKind


def _read(content: bytes | str) -> tuple[list[Article], dict[str, SkipReason]]:
    content = content.encode() if isinstance(content, str) else content
    findings = list(read_faq_csv(content, "faq.csv", SourceDefaults(publisher="PPID")))
    articles = [finding.article for finding in findings if isinstance(finding, FoundArticle)]
    skipped = [finding for finding in findings if isinstance(finding, Skipped)]
    return articles, {item.name: item.code for item in skipped}


def test_a_row_is_an_article_of_kind_faq() -> None:
    """The question is the title, the answer the text, the category the heading."""
    header = "id,pertanyaan,jawaban,kategori,url,tanggal,penerbit,bahasa\n"
    row = 'q-1,Berapa biayanya?,"Gratis, kecuali\nsalinan.",Biaya,https://a.go.id/x,3 Mei 2021,'
    row += "Humas,id\n"
    (article,), skipped = _read(header + row)
    info, (block,) = article.info, article.blocks
    assert skipped == {}
    assert (info.article_id, info.title, info.url) == (
        "q-1",
        "Berapa biayanya?",
        "https://a.go.id/x",
    )
    assert (info.published, info.publisher, info.language) == (date(2021, 5, 3), "Humas", "id")
    assert info.kind is ArticleKind.FAQ
    assert (block.text, block.heading_path) == ("Gratis, kecuali\nsalinan.", ("Biaya",))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_office_programs_save_can_be_read(separator: str, encoding: str) -> None:
    """Separator and encoding depend on the program and its language."""
    rows = [["Question", "ANSWER"], ["Où est le café?", "Près du “pasar”."]]
    text = "\r\n".join(separator.join(row) for row in rows)
    (article,), _ = _read(text.encode(encoding))
    assert (article.info.title, article.blocks[0].text) == tuple(rows[1])


def test_excels_separator_line_is_obeyed() -> None:
    """It stands above the header and may name any character."""
    (article,), _ = _read("sep=|\r\nPertanyaan|Jawaban\r\nApa?|Ini.\r\n")
    assert article.info.title == "Apa?"


def test_ids_follow_the_question_not_the_place() -> None:
    """Rows may move without becoming other articles."""
    one, two = "Apa itu PPID?,Pejabat.\n", "Di mana?,Jakarta.\n"
    head = "pertanyaan,jawaban\n"
    assert [article.info.article_id for article in _read(head + one + two)[0]] == [
        "faq.csv#apa-itu-ppid",
        "faq.csv#di-mana",
    ]
    moved = {article.info.article_id for article in _read(head + "\n" + two + one)[0]}
    assert moved == {"faq.csv#apa-itu-ppid", "faq.csv#di-mana"}


def test_long_questions_differ_in_their_ids_and_are_kept_whole() -> None:
    """The title has no room for all of it, so the text has it."""
    long = "mengapa " * 60
    articles, _ = _read(f"pertanyaan,jawaban\n{long}satu?,A.\n{long}dua?,B.\n")
    assert len({article.info.article_id for article in articles}) == 2
    assert articles[1].blocks[0].text.endswith("dua?\n\nB.")
    assert all(len(article.info.article_id) < 130 for article in articles)


def test_bad_rows_are_reported_by_line_and_the_others_read() -> None:
    """Staff can find the row in their table."""
    rows = [
        "pertanyaan,jawaban",
        "Satu?,A.",
        ",Tanpa pertanyaan.",
        "Tanpa jawaban?,",
        "Koma?,Ya, tidak dikutip.",
        '"Kutip tak tertutup?,B.',
        "Dua?,C.",
        '"Ti"ga?,D.',
        " , ",
        "Empat?,E.",
    ]
    articles, skipped = _read("\n".join(rows))
    assert [article.info.title for article in articles] == ["Satu?", "Dua?", "Empat?"]
    assert skipped == {
        "faq.csv line 3": SkipReason.NO_TITLE,
        "faq.csv line 4": SkipReason.NO_TEXT,
        "faq.csv line 5": SkipReason.MALFORMED,
        "faq.csv line 6": SkipReason.MALFORMED,
        "faq.csv line 8": SkipReason.MALFORMED,
    }


def test_line_numbers_count_the_lines_within_quotes() -> None:
    """An answer of several lines does not shift the numbers after it."""
    _, skipped = _read('pertanyaan,jawaban\nApa?,"a\nb\nc"\nTanpa?,\n')
    assert skipped == {"faq.csv line 5": SkipReason.NO_TEXT}


def test_formulas_are_text() -> None:
    """Nothing is computed or cut off; no program here runs them."""
    (article,), _ = _read('pertanyaan,jawaban\n=1+1?,"=HYPERLINK(""x"")"\n')
    assert (article.info.title, article.blocks[0].text) == ("=1+1?", '=HYPERLINK("x")')


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "pertanyaan;isi\nx;y\n", '"', "sep=\n", "\n\n"])
def test_another_table_is_refused_with_what_is_expected(content: str) -> None:
    """The report says how the header must look."""
    with pytest.raises(SkippedInputError, match='"pertanyaan" and "jawaban"') as refused:
        _read(content)
    assert refused.value.code is SkipReason.MALFORMED


def test_a_table_of_countless_lines_is_not_read() -> None:
    """Every line costs memory, also an empty one."""
    with pytest.raises(SkippedInputError) as refused:
        _read("pertanyaan,jawaban" + "\n" * 500_000)
    assert refused.value.code is SkipReason.TOO_LARGE


def test_a_table_without_rows_is_reported() -> None:
    """A header alone holds no articles."""
    assert _read("pertanyaan,jawaban\n\n") == ([], {"faq.csv": SkipReason.EMPTY})


def test_a_table_of_nothing_but_faults_is_given_up() -> None:
    """Neither the report nor the time grows without end."""
    articles, skipped = _read("pertanyaan,jawaban\n" + '"x\n' * 5000)
    assert articles == []
    assert len(skipped) == 1002
    assert skipped["faq.csv"] is SkipReason.MALFORMED


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t"))
def test_no_row_is_lost(rows: list[tuple[str, str]], separator: str) -> None:
    """Every row that holds anything is an article or a report, in order."""
    table = io.StringIO()
    csv.writer(table, delimiter=separator).writerows([("pertanyaan", "jawaban"), *rows])
    articles, skipped = _read(table.getvalue())
    filled = [row for row in rows if any(map(str.strip, row))]
    assert len(articles) + len(skipped) == (len(filled) or 1)


@given(st.binary())
def test_any_bytes_end_in_articles_or_reports(content: bytes) -> None:
    """Garbage under a header cannot stop the reading."""
    try:
        articles, skipped = _read(b"pertanyaan,jawaban\n" + content)
    except SkippedInputError as refused:
        articles, skipped = [], {refused.name: refused.code}
    assert articles or skipped
