"""Reads the questions of `--batch`: JSON Lines, plain or packed, one question a line."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

from bot.answering.models import Question
from bot.errors import BatchError


def read_batch(path: Path) -> Iterator[Question]:
    """Give the questions of a file in order, each as soon as its line is read.

    Raises:
        BatchError: the file cannot be read, or a line of it holds no question.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007 - told in the error
                if line.strip():
                    yield _question(line)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        reason = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else str(error)
        raise BatchError(path, number, reason) from error


def encodable(text: str) -> str:
    """Replace halves of characters, which JSON and terminals can hold but nothing can print."""
    return text.encode("utf-8", "replace").decode()


def _question(line: str) -> Question:
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise ValueError('it is not JSON with a "question"')
    earlier = row.get("earlier", [])
    if not isinstance(earlier, list) or not all(isinstance(text, str) for text in earlier):
        raise ValueError('its "earlier" is not a list of questions')
    qid = None if row.get("qid") is None else str(row["qid"])
    return Question(
        encodable(row["question"]), qid=qid, earlier=tuple(encodable(text) for text in earlier)
    )
