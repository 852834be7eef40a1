"""The log of questions and answers: for conversations, /sumber and staff."""

import json
from dataclasses import dataclass

from bot.answering.models import MOST_EARLIER, Answer, AnswerStatus, Citation
from bot.storage.citations import citations_text, read_citations
from bot.storage.database import Database, Row
from bot.storage.steps import StepLog

_SELECT = (
    "SELECT number, COALESCE(chat, ''), asked, question, status, language, text, citations,"
    " confidence, build, seconds, publishers, searched FROM questions"
)
_NO_CITATIONS = "[]"


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A masked question and its answer; `asked` in unix seconds, `seconds` until the answer.

    `chat` is a hashed id, "" where the question belongs to nobody. `publishers` are those of the
    closest passages, closest first, also where none of them answers. `searched` is what a language
    model made of a follow-up for the search, "" where none did.
    """

    number: int
    chat: str
    asked: float
    question: str
    status: AnswerStatus
    language: str
    text: str
    citations: tuple[Citation, ...]
    confidence: float
    build: str
    seconds: float
    publishers: tuple[str, ...]
    searched: str = ""


class QuestionLog:
    """Questions by number; what belongs to nobody (chat "") is only counted."""

    def __init__(self, database: Database, steps: StepLog) -> None:
        self._database = database
        self._steps = steps

    def add(self, chat: str, asked: float, answer: Answer, seconds: float) -> int:
        """Keep an answer whose question is masked already, and give its number."""
        values = (
            chat,
            asked,
            answer.question.text,
            answer.status.value,
            answer.language,
            answer.text,
            citations_text(answer.citations),
            answer.confidence,
            answer.build,
            seconds,
            json.dumps(answer.publishers, ensure_ascii=False),
            answer.searched,
        )
        [(number,)] = self._database.rows(
            "INSERT INTO questions (chat, asked, question, status, language, text, citations,"
            " confidence, build, seconds, publishers, searched)"
            " VALUES (NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " RETURNING number",
            values,
        )
        self._steps.add(number, answer)
        return int(number)

    def get(self, number: int, chat: str) -> LoggedQuestion | None:
        """Give an answer, if it is the chat's own."""
        row = self._database.row(_SELECT + " WHERE number = ? AND chat = ?", (number, chat))
        return _logged(row) if row else None

    def last(self, chat: str, *, cited: bool = False) -> LoggedQuestion | None:
        """Give the chat's last answer, or its last one that has citations."""
        excluded = _NO_CITATIONS if cited else ""
        row = self._database.row(
            _SELECT + " WHERE chat = ? AND citations <> ? ORDER BY number DESC LIMIT 1",
            (chat, excluded),
        )
        return _logged(row) if row else None

    def conversation(self, chat: str, since: float) -> list[LoggedQuestion]:
        """Give the last few questions, oldest first, since then and since the chat began anew."""
        begun = self._database.row("SELECT started_after FROM people WHERE chat = ?", (chat,))
        rows = self._database.rows(
            _SELECT + " WHERE chat = ? AND asked >= ? AND number > ? ORDER BY number DESC LIMIT ?",
            (chat, since, begun[0] if begun else 0, MOST_EARLIER),
        )
        return [_logged(row) for row in reversed(rows)]

    def counts(self, since: float) -> dict[tuple[AnswerStatus, str], int]:
        """Count the questions asked since then by status and language."""
        rows = self._database.rows(
            "SELECT status, language, COUNT(*) FROM questions WHERE asked >= ?"
            " GROUP BY status, language",
            (since,),
        )
        return {(AnswerStatus(status), language): number for status, language, number in rows}

    def unanswered(self, since: float, most: int) -> list[LoggedQuestion]:
        """Give questions that nothing published answers, newest first."""
        # The prefix of a status names its group.
        rows = self._database.rows(
            _SELECT + " WHERE asked >= ? AND status GLOB 'unanswerable_*'"
            " ORDER BY asked DESC, number DESC LIMIT ?",
            (since, most),
        )
        return [_logged(row) for row in rows]


def _logged(row: Row) -> LoggedQuestion:
    number, chat, asked, question, status, language, text, citations, *rest = row
    confidence, build, seconds, publishers, searched = rest
    return LoggedQuestion(
        number,
        chat,
        asked,
        question,
        AnswerStatus(status),
        language,
        text,
        read_citations(citations),
        confidence,
        build,
        seconds,
        tuple(json.loads(publishers)),
        searched,
    )
