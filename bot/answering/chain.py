"""The path of a question as a LangChain Runnable: a row of steps from question to answer.

Every step takes a `Turn` and gives a new one. A step whose work is already settled (a greeting, a
question that is too long, nothing found) hands the turn on untouched.
"""

import logging
import time
from dataclasses import dataclass, replace

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from bot.answering.cited_article import with_cited_article
from bot.answering.citing import Cited, cite, verified
from bot.answering.composing import Composer, Draft
from bot.answering.contradictions import name_different_numbers
from bot.answering.deadlines import seconds_left
from bot.answering.models import Answer, AnswerStatus, ModelUse, Question, Timings, used
from bot.answering.premises import Premises
from bot.answering.rewriting import Rewriter
from bot.answering.routing import Route, Router
from bot.answering.searching import Search
from bot.answering.understanding import MOST_CHARACTERS, Understanding, understand
from bot.answering.wording import Wording
from vectorstore.errors import EmbeddingModelError, VectorStoreError
from vectorstore.retriever import Retrieval

_log = logging.getLogger(__name__)
_PASSAGES_FOUND = 10
# These tell whose information is asked for; later ones hardly do.
_CLOSEST = 3
_TIMED = ("understand", "retrieve", "compose")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question on its way to its answer, with what the steps so far have found."""

    question: Question
    language: str = "id"
    understanding: Understanding | None = None
    found: Retrieval | None = None
    route: Route | None = None
    draft: Draft | None = None
    model: ModelUse | None = None
    cited: Cited | None = None
    status: AnswerStatus | None = None
    text: str = ""
    masked: bool = False
    urgent: str = ""
    began: float = 0.0
    seconds: tuple[tuple[str, float], ...] = ()


def answer_chain(
    search: Search,
    composer: Composer,
    wording: Wording,
    premises: Premises | None = None,
    router: Router | None = None,
    rewriter: Rewriter | None = None,
) -> Runnable[Question, Answer]:
    """Put the steps together; every question ends in exactly one named status.

    An outage of the index or the model becomes an `error_*` answer, and is logged without the
    question's text.
    """
    steps = _Steps(search, composer, wording, premises, router, rewriter)
    return (
        RunnableLambda(_begin)
        | RunnableLambda(steps.understand)
        | RunnableLambda(steps.rewrite)
        | RunnableLambda(steps.retrieve)
        | RunnableLambda(steps.route)
        | RunnableLambda(steps.doubt)
        | RunnableLambda(steps.compose)
        | RunnableLambda(steps.cite)
        | RunnableLambda(steps.check)
        | RunnableLambda(steps.warn)
        | RunnableLambda(_finish)
    )


def _begin(question: Question) -> Turn:
    return Turn(question, began=time.perf_counter())


def _finish(turn: Turn) -> Answer:
    seconds = dict(turn.seconds)
    milliseconds = {step: round(seconds.get(step, 0.0) * 1000, 1) for step in _TIMED}
    return Answer(
        question=turn.question,
        status=turn.status or AnswerStatus.ERROR_MODEL,
        language=turn.language,
        text=turn.text,
        citations=turn.cited.citations if turn.cited else (),
        confidence=round(turn.draft.confidence, 3) if turn.draft else 0.0,
        build=turn.found.build_id if turn.found else "",
        timings=Timings(**milliseconds, total=round((time.perf_counter() - turn.began) * 1000, 1)),
        masked=turn.masked,
        urgent=turn.urgent,
        model=turn.model,
        publishers=_publishers(turn.found) if turn.found else (),
        searched=turn.understanding.searched if turn.understanding else "",
    )


def _publishers(found: Retrieval) -> tuple[str, ...]:
    closest = found.passages[:_CLOSEST]
    names = (passage.chunk.article.publisher for passage in closest)
    return tuple(dict.fromkeys(name for name in names if name))


class _Steps:
    def __init__(
        self,
        search: Search,
        composer: Composer,
        wording: Wording,
        premises: Premises | None,
        router: Router | None,
        rewriter: Rewriter | None,
    ) -> None:
        self._search = search
        self._composer = composer
        self._wording = wording
        self._premises = premises
        self._router = router
        self._rewriter = rewriter

    def understand(self, turn: Turn) -> Turn:
        began = time.perf_counter()
        result = understand(turn.question, self._search.lexicon)
        # From here on nothing knows the personal data that the question may have held.
        turn = replace(
            turn,
            question=result.question,
            masked=result.question.text != turn.question.text,
            urgent=result.urgent,
            language=result.language,
            seconds=_timed(turn, "understand", began),
        )
        if isinstance(result, Understanding):
            return replace(turn, understanding=result)
        text = self._wording.message(result.message, result.language, limit=MOST_CHARACTERS)
        return replace(turn, status=result.status, text=text)

    def rewrite(self, turn: Turn, config: RunnableConfig) -> Turn:
        """Have a follow-up written out for the search; that is part of the time of searching."""
        asked = turn.understanding
        if self._rewriter is None or asked is None:
            return turn
        began = time.perf_counter()
        rewritten = self._rewriter.rewrite(asked, seconds_left(config))
        return replace(
            turn,
            understanding=replace(asked, searched=rewritten.text),
            model=rewritten.model,
            seconds=_timed(turn, "retrieve", began),
        )

    def retrieve(self, turn: Turn) -> Turn:
        asked = turn.understanding
        if asked is None:
            return turn
        began = time.perf_counter()
        try:
            found = self._search.find(asked, _PASSAGES_FOUND)
        except VectorStoreError as error:
            return self._failed(turn, error)
        return replace(turn, found=found, seconds=_timed(turn, "retrieve", began))

    def route(self, turn: Turn) -> Turn:
        """Note what the message asks for instead of public information; settle what is clear."""
        if self._router is None or turn.found is None or turn.found.asked is None:
            return turn
        route = self._router.route(turn.found.asked)
        turn = replace(turn, route=route)
        try:
            settled = route is not None and route.certain and not self._cites_law(turn)
        except VectorStoreError as error:
            return self._failed(turn, error)
        return self._routed(turn, route) if route and settled else turn

    def _cites_law(self, turn: Turn) -> bool:
        # Who asks what a law says of a crime asks for public information.
        if self._premises is None or turn.understanding is None:
            return False
        return bool(self._premises.cited(turn.understanding.completed).citations)

    def doubt(self, turn: Turn) -> Turn:
        asked = turn.understanding
        if self._premises is None or asked is None or turn.found is None or turn.status is not None:
            return turn
        began = time.perf_counter()
        try:
            false = self._premises.judge(asked.completed, turn.language, turn.found.passages)
        except VectorStoreError as error:
            return self._failed(turn, error)
        turn = replace(turn, seconds=_timed(turn, "retrieve", began))
        if false is None:
            return turn
        text = self._wording.false_premise(false, turn.language)
        status = AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
        return replace(turn, status=status, text=text)

    def compose(self, turn: Turn) -> Turn:
        if turn.understanding is None or turn.found is None or turn.status is not None:
            return turn
        began = time.perf_counter()
        try:
            draft = self._composer.compose(turn.understanding, turn.found)
            draft = self._with_cited_article(draft, turn.understanding, turn.found)
        except VectorStoreError as error:
            return self._failed(turn, error)
        seconds = _timed(turn, "compose", began)
        return replace(turn, draft=draft, model=used(draft.model, turn.model), seconds=seconds)

    def _with_cited_article(self, draft: Draft, asked: Understanding, found: Retrieval) -> Draft:
        if self._premises is None:
            return draft
        question = asked.completed
        cited = self._premises.cited(question)
        return with_cited_article(draft, question, cited, found.passages)

    def cite(self, turn: Turn) -> Turn:
        if turn.draft is None:
            return turn
        return replace(turn, cited=cite(turn.draft.sentences))

    def check(self, turn: Turn) -> Turn:
        if turn.draft is None or turn.cited is None:
            return turn
        cited = verified(turn.cited, turn.draft.sentences)
        status = turn.draft.status
        if status.group == "answered" and not cited.sentences:
            status = AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
        if status.group == "answered":
            text = self._wording.answer(
                status, cited, turn.language, differing=_differing(turn, cited)
            )
        else:
            text = self._wording.unanswered(status, turn.language)
        turn = replace(turn, cited=cited, status=status, text=text)
        doubtful = turn.route if status is not AnswerStatus.ANSWERED else None
        return self._routed(turn, doubtful) if doubtful else turn

    def warn(self, turn: Turn) -> Turn:
        """Put emergency numbers first; only a sure answer may follow them."""
        if not turn.urgent:
            return turn
        numbers = self._wording.message(f"urgent.{turn.urgent}", turn.language)
        if turn.status is AnswerStatus.ANSWERED:
            return replace(turn, text=f"{numbers}\n\n{turn.text}")
        # An outage stays one in the figures; all else is settled by the numbers.
        outage = turn.status is not None and turn.status.group == "error"
        status = turn.status if outage else AnswerStatus.SMALLTALK
        return replace(turn, status=status, text=numbers, draft=None, cited=None)

    def _routed(self, turn: Turn, route: Route) -> Turn:
        text = self._wording.message_with_way(route.message, turn.language)
        urgent = turn.urgent or route.urgent
        return replace(turn, status=route.status, text=text, urgent=urgent, draft=None, cited=None)

    def _failed(self, turn: Turn, error: VectorStoreError) -> Turn:
        _log.error("No answer could be given: %s", error)
        model = isinstance(error, EmbeddingModelError)
        status = AnswerStatus.ERROR_MODEL if model else AnswerStatus.ERROR_INDEX
        text = self._wording.message(f"answer.{status.value}", turn.language)
        return replace(turn, understanding=None, found=None, status=status, text=text)


def _differing(turn: Turn, cited: Cited) -> bool:
    asked = turn.understanding
    return asked is not None and asked.quantity and name_different_numbers(cited.citations)


def _timed(turn: Turn, step: str, began: float) -> tuple[tuple[str, float], ...]:
    earlier = dict(turn.seconds).get(step, 0.0)
    return (*turn.seconds, (step, earlier + time.perf_counter() - began))
