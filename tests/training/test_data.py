"""Examples for the reader: where an answer stands, and which passages are held out."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from training.data import (
    OWN_EXAMPLES,
    is_held_out,
    locate,
    own_examples,
    question_examples,
    read_passages,
    read_rows,
    trimmed,
)

PASSAGE = "Biaya KTP Rp0. Biaya paspor biasa Rp350.000, paspor elektronik Rp650.000 per buku."


def _row(**facts: Any) -> dict[str, Any]:
    return {"question": "Berapa biaya paspor?", "docid": "a", "answers": ["Rp350.000"], **facts}


def test_an_answer_is_placed_where_the_row_says() -> None:
    """A start that fits is taken, though the words stand elsewhere too."""
    passage = "Dua orang, lalu dua orang lagi: dua orang."
    start = passage.rindex("dua orang")
    row = _row(answers=["dua orang"], answer_starts=[start])
    example = question_examples([row], {"a": passage})[0]
    assert example.answer == (start, start + len("dua orang"))
    assert example.words == "dua orang"


def test_a_wrong_start_is_mended_by_looking_for_the_words() -> None:
    """Offsets of another version of the text do no harm."""
    example = question_examples([_row(answer_starts=[3])], {"a": PASSAGE})[0]
    assert example.words == "Rp350.000"


def test_a_question_without_answers_has_no_place() -> None:
    """It teaches the reader to say no."""
    example = question_examples([_row(answers=[])], {"a": PASSAGE})[0]
    assert example.answer is None
    assert example.words == ""


def test_a_question_whose_answer_is_not_in_the_passage_is_left_out() -> None:
    """It would teach that the passage does not answer, which nobody said."""
    assert question_examples([_row(answers=["Rp1.000.000"])], {"a": PASSAGE}) == []


def test_of_several_places_the_one_nearest_to_the_question_is_taken() -> None:
    """The words around it are those of the question."""
    passage = (
        "Surat keterangan pindah selesai dalam 3 hari kerja sejak berkas diterima petugas loket. "
        + "Kantor tutup pada hari libur nasional dan cuti bersama yang ditetapkan pemerintah. " * 2
        + "Akta kelahiran selesai dalam 3 hari kerja."
    )
    place = locate("3 hari kerja", passage, "Berapa hari akta kelahiran selesai?")
    assert place is not None
    assert place[0] == passage.rindex("3 hari kerja")


def test_an_answer_is_looked_for_as_whole_words_first() -> None:
    """The 5 of 15 is not the answer 5."""
    assert locate("5", "Pasal 15 berlaku 5 tahun.", "Berapa tahun?") == (17, 18)


def test_part_of_a_word_is_found_where_nothing_else_is() -> None:
    """Some answers are marked within a word."""
    assert locate("2020", "tahun2020an", "Kapan?") == (5, 9)


@pytest.mark.parametrize(
    ("words", "kept"),
    [(" 3 hari. ", "3 hari"), ("(dua)", "(dua)"), ("...", "..."), ("Rp5,-", "Rp5,-")],
)
def test_outer_white_space_and_punctuation_are_no_part_of_an_answer(words: str, kept: str) -> None:
    """Unless nothing else is left."""
    passage = f"Ada {words} di sini"
    start, end = trimmed(passage, 4, 4 + len(words))
    assert passage[start:end] == kept


def test_our_own_examples_are_verbatim_and_split_by_passage() -> None:
    """No passage is both trained on and measured on; every answer stands in its passage."""
    trained, held = own_examples(held_out=False), own_examples(held_out=True)
    assert {e.passage for e in trained}.isdisjoint(e.passage for e in held)
    assert 0.05 < len(held) / (len(held) + len(trained)) < 0.3
    assert {e.register for e in held} == {"formal", "colloquial", "english"}
    rows = OWN_EXAMPLES.read_text(encoding="utf-8").splitlines()
    assert len(trained) + len(held) == len(rows)


def test_an_own_answer_that_is_not_verbatim_is_an_error(tmp_path: Path) -> None:
    """A slip in the file is found before a training, not after."""
    passage_id = next(f"p-{i}" for i in range(100) if not is_held_out(f"p-{i}"))
    row = {"passage_id": passage_id, "passage": "Rp1", "question": "?", "answer": "Rp2"}
    path = tmp_path / "examples.jsonl"
    path.write_text(json.dumps({**row, "register": "formal"}), encoding="utf-8")
    with pytest.raises(ValueError, match=passage_id):
        own_examples(path, held_out=False)


def test_evaluation_data_is_read_from_gzipped_lines(tmp_path: Path) -> None:
    """Rows come in order, corpora as texts by id."""
    with gzip.open(tmp_path / "korpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write('{"docid": "a", "text": "satu"}\n{"docid": "b", "text": "dua"}\n')
    assert [row["docid"] for row in read_rows(tmp_path, "korpus")] == ["a", "b"]
    assert read_passages(tmp_path, "korpus") == {"a": "satu", "b": "dua"}
