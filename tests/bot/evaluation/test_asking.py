"""Questions are asked as citizens ask them."""

from langchain_core.runnables import Runnable, RunnableLambda

from bot.answering.models import Answer, AnswerStatus, Question
from bot.evaluation.asking import ask_all
from tests.bot.evaluation.outcomes import gold
from tests.factories import make_passage
from vectorstore.retriever import Retrieval


class _Bot:
    """Refuses everything, and notes what it was asked."""

    def __init__(self) -> None:
        self.searches: list[tuple[str, int, tuple[str, ...]]] = []

    @property
    def chain(self) -> Runnable[Question, Answer]:
        """Give the chain."""
        return RunnableLambda(self._answer)

    def search(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Retrieval:
        """Find one passage."""
        self.searches.append((question, k, earlier))
        return Retrieval("b1", (make_passage("Isi."),))

    def _answer(self, question: Question) -> Answer:
        return Answer(question, AnswerStatus.UNANSWERABLE_NOTHING_FOUND, "id", "Maaf.")


def test_a_follow_up_is_asked_and_searched_with_what_was_asked_before() -> None:
    """Its language is guessed, whatever the set says; ten passages are found."""
    bot = _Bot()
    question = gold("q1", earlier=("Apa itu PPID?",), language="en")
    (outcome,) = ask_all(bot, [question])
    assert outcome.answer.question == Question(
        question.text, language=None, qid="q1", earlier=("Apa itu PPID?",)
    )
    assert bot.searches == [(question.text, 10, ("Apa itu PPID?",))]
    assert [(one.article_id, one.text) for one in outcome.found] == [("a.md", "Isi.")]
