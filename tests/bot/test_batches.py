"""A batch is read line by line; what is no question stops it with its place."""

import gzip
import json
from pathlib import Path

import pytest

from bot.answering.models import Question
from bot.batches import read_batch
from bot.errors import BatchError


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_questions_come_in_order_with_what_was_asked_before(tmp_path: Path) -> None:
    """Numbers as qid become text, empty lines say nothing, other fields are left alone."""
    rows: list[dict[str, object]] = [
        {"qid": 7, "question": "Apa itu PPID?", "lang": "id"},
        {"question": "kalau ditolak?", "earlier": ["Apa itu PPID?", "lalu?"]},
    ]
    path = _file(tmp_path, json.dumps(rows[0]), "", json.dumps(rows[1]))
    assert list(read_batch(path)) == [
        Question("Apa itu PPID?", qid="7"),
        Question("kalau ditolak?", earlier=("Apa itu PPID?", "lalu?")),
    ]


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    """Question sets are often packed."""
    path = tmp_path / "batch.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"question": "Apa?"}\n'))
    assert list(read_batch(path)) == [Question("Apa?")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"question": null}', '"question"'),
        ('["Apa?"]', '"question"'),
        ('{"question": "lalu?", "earlier": "Apa itu PPID?"}', '"earlier"'),
        ('{"question": "lalu?", "earlier": [1]}', '"earlier"'),
        ('{"question": "lalu?", "earlier": null}', '"earlier"'),
        ("{", "Expecting property name"),
    ],
)
def test_a_wrong_line_is_named_after_those_before_it(
    tmp_path: Path, line: str, reason: str
) -> None:
    """The questions before it are given; the sentence tells line and reason."""
    questions = read_batch(_file(tmp_path, '{"question": "Apa?"}', line))
    assert next(questions) == Question("Apa?")
    with pytest.raises(BatchError, match="line 2") as caught:
        next(questions)
    assert reason in str(caught.value)


def test_halves_of_characters_are_replaced(tmp_path: Path) -> None:
    """In the question and in those before it."""
    path = _file(tmp_path, '{"question": "\\ud83d apa?", "earlier": ["\\udc00"]}')
    assert list(read_batch(path)) == [Question("? apa?", earlier=("?",))]
