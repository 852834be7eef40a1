"""What goes through an evaluation: a question with what is expected, and what came of it."""

from dataclasses import dataclass

from bot.answering.models import Answer


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what staff expect of it.

    `articles` are ids or addresses of which any one is right. All of `phrases` must stand in the
    quotes, and any one of `answers`. `answerable` is None where the row does not tell: then only
    its speed and status count. `earlier` are the questions before it in the same conversation.
    """

    qid: str
    text: str
    articles: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    answerable: bool | None = None
    language: str = ""
    register: str = ""
    kind: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row of a question set that was left out, by its line (from 1) and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a file in their order, and the rows that could not be read."""

    questions: tuple[GoldQuestion, ...]
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One passage of a search, best first in its list."""

    article_id: str
    chunk_id: str
    title: str
    section: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: the passages found for it, and its answer."""

    question: GoldQuestion
    found: tuple[Found, ...]
    answer: Answer
