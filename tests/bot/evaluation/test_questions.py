"""Question sets are read as staff write them, and what cannot be read is named."""

import gzip
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionSetError
from bot.evaluation.models import GoldQuestion, Unreadable
from bot.evaluation.questions import question_of, read_questions

_ROW = {
    "qid": "q1",
    "question": "Berapa lama?",
    "docids": ["a.md", "b.md"],
    "must_contain": ["10 hari"],
    "answers": ["10 hari", "sepuluh hari"],
    "answerable": True,
    "lang": "id-colloquial",
    "kind": "deadline",
    "dialogue": ["Apa itu PPID?"],
}
_QUESTION = GoldQuestion(
    qid="q1",
    text="Berapa lama?",
    articles=("a.md", "b.md"),
    phrases=("10 hari",),
    answers=("10 hari", "sepuluh hari"),
    answerable=True,
    language="id",
    register="id-colloquial",
    kind="deadline",
    earlier=("Apa itu PPID?",),
)
_TABLE = (
    "qid;pertanyaan;artikel;harus_memuat;jawaban;dapat_dijawab;bahasa;jenis;percakapan\n"
    "q1;Berapa lama?;a.md|b.md;10 hari;10 hari|sepuluh hari;ya;id-colloquial;deadline;"
    "Apa itu PPID?\n"
)


def _write(tmp_path: Path, content: str | bytes, name: str = "set.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_json_lines_are_read_packed_or_not(tmp_path: Path) -> None:
    """All fields; blank lines are none."""
    line = f"\n{json.dumps(_ROW)}\n\n"
    assert read_questions(_write(tmp_path, line)).questions == (_QUESTION,)
    packed = _write(tmp_path, gzip.compress(line.encode()), "set.jsonl.gz")
    assert read_questions(packed).questions == (_QUESTION,)


@pytest.mark.parametrize(
    "content",
    [
        _TABLE.encode(),
        b"\xef\xbb\xbfsep=;\r\n" + _TABLE.encode(),
        _TABLE.replace(";", ",").encode(),
        _TABLE.replace(";", "\t").encode("utf-16"),
        gzip.compress(_TABLE.encode()),
    ],
)
def test_tables_are_read_as_office_programs_save_them(tmp_path: Path, content: bytes) -> None:
    """Separators, marks of Excel, encodings; Indonesian names of columns."""
    assert read_questions(_write(tmp_path, content, "set.csv")).questions == (_QUESTION,)


def test_a_table_of_windows_characters_is_read(tmp_path: Path) -> None:
    """What Excel calls ANSI."""
    path = _write(tmp_path, "question\nApa itu “PPID”?\n".encode("cp1252"), "set.csv")
    assert read_questions(path).questions[0].text == "Apa itu “PPID”?"


def test_the_golden_questions_of_ingest_are_a_question_set() -> None:
    """Only qid and question: nothing is expected, so nothing is known to be answerable."""
    question = question_of({"qid": 7, "question": " Jam  berapa? "})
    assert question == GoldQuestion("7", "Jam berapa?")
    assert question.answerable is None


def test_what_is_expected_makes_a_question_answerable() -> None:
    """Unless the row says otherwise; one article may stand alone."""
    assert question_of({"question": "Apa?", "docid": "a.md"}).answerable is True
    assert (
        question_of({"question": "Apa?", "docid": "a", "answerable": "tidak"}).answerable is False
    )


def test_rows_that_cannot_be_read_are_named_and_the_others_kept(tmp_path: Path) -> None:
    """By line and reason."""
    rows = [
        json.dumps(_ROW),
        "{rusak",
        "[1]",
        '{"question": " "}',
        '{"question": ["a"], "docid": {"a": 1}}',
        '{"question": "Apa?", "answerable": "mungkin"}',
        '{"question": "Siapa?", "lang": true}',
        json.dumps(_ROW),
        '{"question": "Kapan?"}',
    ]
    read = read_questions(_write(tmp_path, "\n".join(rows)))
    assert [question.text for question in read.questions] == ["Berapa lama?", "Kapan?"]
    assert read.unreadable == (
        Unreadable(2, "is not JSON"),
        Unreadable(3, "is no JSON object"),
        Unreadable(4, "has no question"),
        Unreadable(5, 'has a "docid" that is neither a text nor a list of texts'),
        Unreadable(6, 'has a "answerable" that is neither true nor false'),
        Unreadable(7, 'has a "lang" that is no text'),
        Unreadable(8, "repeats the qid or question of line 1"),
    )


def test_a_row_with_too_many_cells_is_named_by_its_line(tmp_path: Path) -> None:
    """Also after a question of two lines."""
    table = 'question,artikel\n"Apa\nitu?",a\nBerapa, dan kapan?,a\nSiapa?,a\n'
    read = read_questions(_write(tmp_path, table, "set.csv"))
    assert [question.text for question in read.questions] == ["Apa itu?", "Siapa?"]
    assert [row.line for row in read.unreadable] == [4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"{rusak\n", "line 1 is not JSON"),
        (b"\x1f\x8b\x08rusak", "cannot be unpacked"),
        (b"\xff\xfe\x00", "is no text"),
    ],
)
def test_a_file_without_questions_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    """In one sentence with the reason."""
    with pytest.raises(QuestionSetError, match=words) as caught:
        read_questions(_write(tmp_path, content))
    assert "\n" not in str(caught.value)
    with pytest.raises(QuestionSetError, match="No such file"):
        read_questions(tmp_path / "kosong.jsonl")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from([*_ROW, "pertanyaan", "jawaban"]), _VALUES))
def test_any_row_is_a_question_or_refused(fields: dict[str, object]) -> None:
    """Never another error."""
    assert _refusal(fields) == "" or _refusal(fields).startswith("has ")


def _refusal(fields: dict[str, object]) -> str:
    try:
        return "" if question_of(fields).text else "no text"
    except ValueError as error:
        return str(error)


@given(st.binary(), st.sampled_from(["set.jsonl", "set.csv"]))
def test_any_file_is_a_set_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    """Never another error."""
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(content)
    questions: tuple[GoldQuestion, ...] = ()
    with suppress(QuestionSetError):
        questions = read_questions(path).questions
        assert questions
    assert all(question.text for question in questions)
