"""Asks the questions of a set: the one place where an evaluation meets the bot."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from langchain_core.runnables import Runnable

from bot.answering.models import Answer, Question
from bot.evaluation.models import Found, GoldQuestion, Outcome
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

# As many as an answer is chosen from.
PASSAGES_FOUND = 10


class Asked(Protocol):
    """What can be evaluated: a chain that answers, and the search that it uses."""

    @property
    def chain(self) -> Runnable[Question, Answer]:
        """The path from a question to its answer."""
        ...

    def search(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Retrieval:
        """Find k passages as an answer does."""
        ...


def ask_all(bot: Asked, questions: Iterable[GoldQuestion]) -> Iterator[Outcome]:
    """Ask one question after another; an error of the index becomes an `error_*` answer.

    Raises:
        VectorStoreError: the search fails.
    """
    for question in questions:
        asked = _as_asked(question)
        answer = bot.chain.invoke(asked)
        found = bot.search(asked.text, PASSAGES_FOUND, asked.earlier)
        yield Outcome(question, tuple(_found(one) for one in found.passages), answer)


def _as_asked(question: GoldQuestion) -> Question:
    """Ask as citizens do: the language is guessed."""
    return Question(question.text, qid=question.qid, earlier=question.earlier)


def _found(passage: Passage) -> Found:
    chunk = passage.chunk
    info = chunk.article
    return Found(info.article_id, chunk.chunk_id, info.title, chunk.section, chunk.url, chunk.text)
