"""Asks the golden questions of two homes, and tells which answers differ.

Answers are the bot's, which ingest knows only by the contract of its command: `suluh ask --batch`
writes one JSON answer a line.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import GoldenQuestionsError
from vectorstore.cleaning import clean_line, shorten

# Loading the models takes some ten seconds, a question some tenths; this allows for thousands.
_TIMEOUT_SECONDS = 1800
# Of a quote, enough to tell two apart on one line.
_SHOWN_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose status or citations differ; citations are shown as title and quote."""

    qid: str
    question: str
    status_before: str
    status_after: str
    citations_before: tuple[str, ...]
    citations_after: tuple[str, ...]


def ask_golden(questions: Path, settings: Mapping[str, str]) -> list[dict[str, Any]]:
    """Ask every question of the live build that these settings name, in a process of its own.

    Raises:
        GoldenQuestionsError: the questions cannot be read or asked.
    """
    command = [sys.executable, "-m", "suluh", "ask", "--batch", str(questions.resolve()), "--json"]
    environment = {**os.environ, **settings}
    try:
        # The command is this interpreter and our own module; no text of others is in it.
        child = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS
        )
        child.check_returncode()
        return [json.loads(line) for line in child.stdout.splitlines()]
    except (subprocess.SubprocessError, ValueError) as error:
        lines = str(getattr(error, "stderr", "") or error).strip().splitlines()
        raise GoldenQuestionsError(
            f"The golden questions {questions} could not be asked ({lines[-1]}); "
            "nothing was changed. Mend the file, or leave SULUH_GOLDEN empty."
        ) from error


def answer_changes(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[AnswerChange]:
    """Give the questions whose status, or whose cited quotes, are not the same any more."""
    for old, new in zip(before, after, strict=True):
        if _essence(old) != _essence(new):
            yield AnswerChange(
                str(old.get("qid") or ""),
                old["question"],
                old["status"],
                new["status"],
                _cited(old),
                _cited(new),
            )


def _essence(answer: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    cited = [(citation["article_id"], citation["quote"]) for citation in answer["citations"]]
    return answer["status"], cited


def _cited(answer: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"{citation['title']}: {shorten(clean_line(citation['quote']), _SHOWN_CHARACTERS)}"
        for citation in answer["citations"]
    )
