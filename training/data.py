"""What the reader learns from: questions with a passage and the answer's place in it, or none."""

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN_EXAMPLES = Path(__file__).with_name("examples.jsonl")
_OUTER_PUNCTUATION = " \t\n.,;:"
# Of a hundred passages of our own, those that are measured on and never trained on.
_HELD_OUT_PERCENT = 15
# Characters around an answer that tell which of several equal words is meant.
_SURROUNDINGS = 120
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; `answer` are its characters (start, end) there, None: no answer.

    `register` is that of the question where it is known: formal, colloquial or english.
    """

    question: str
    passage: str
    answer: tuple[int, int] | None
    register: str = ""

    @property
    def words(self) -> str:
        """The answering words, empty where there are none."""
        return self.passage[slice(*self.answer)] if self.answer else ""


def read_rows(evaldata: Path, name: str) -> list[dict[str, Any]]:
    """Read one gzipped JSON Lines file of the evaluation data."""
    with gzip.open(evaldata / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_passages(evaldata: Path, name: str) -> dict[str, str]:
    """Read a corpus as texts by document id."""
    return {row["docid"]: row["text"] for row in read_rows(evaldata, name)}


def question_examples(rows: list[dict[str, Any]], passages: Mapping[str, str]) -> list[Example]:
    """Pair questions with their own passage, but for those whose answer does not stand there."""
    examples = []
    for row in rows:
        passage = passages[row["docid"]]
        place = _place(row, passage)
        if place or not row["answers"]:
            examples.append(Example(row["question"], passage, place))
    return examples


def _place(row: Mapping[str, Any], passage: str) -> tuple[int, int] | None:
    if not row["answers"]:
        return None
    answer, starts = row["answers"][0], row.get("answer_starts")
    if starts and passage.startswith(answer, starts[0]):
        return trimmed(passage, starts[0], starts[0] + len(answer))
    return locate(answer, passage, row["question"])


def own_examples(path: Path = OWN_EXAMPLES, *, held_out: bool) -> list[Example]:
    """Read the examples written for this project: those to train on, or those held out."""
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if is_held_out(row["passage_id"]) == held_out:
            answer = row["answer"]
            place = locate(answer, row["passage"], row["question"]) if answer else None
            if answer and place is None:
                raise ValueError(f"{row['passage_id']}: the passage does not hold {answer!r}")
            examples.append(Example(row["question"], row["passage"], place, row["register"]))
    return examples


def is_held_out(passage_id: str) -> bool:
    """Tell whether a passage of our own is for measuring; its digest decides, so it stays so."""
    return hashlib.sha256(passage_id.encode()).digest()[0] * 100 < _HELD_OUT_PERCENT * 256


def locate(answer: str, passage: str, question: str) -> tuple[int, int] | None:
    """Find an answer as whole words; of several, the place that shares most with the question."""
    edge = r"(?<!\w){}(?!\w)" if answer[:1].isalnum() and answer[-1:].isalnum() else "{}"
    matches = list(re.finditer(edge.format(re.escape(answer)), passage))
    if not matches:
        start = passage.find(answer)
        return trimmed(passage, start, start + len(answer)) if start >= 0 else None
    asked = _words(question)

    def shared(match: re.Match[str]) -> int:
        around = passage[max(0, match.start() - _SURROUNDINGS) : match.end() + _SURROUNDINGS]
        return len(asked & _words(around))

    best = max(matches, key=shared)
    return trimmed(passage, best.start(), best.end())


def trimmed(passage: str, start: int, end: int) -> tuple[int, int]:
    """Leave outer white space and punctuation out of a place, where anything else is left."""
    words = passage[start:end]
    kept = words.strip(_OUTER_PUNCTUATION)
    if not kept:
        return start, end
    start += words.index(kept)
    return start, start + len(kept)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
