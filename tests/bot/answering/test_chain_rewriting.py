"""What a model makes of a follow-up is searched for, and nothing else sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from langchain_core.runnables import Runnable

from bot.answering.chain import answer_chain
from bot.answering.composing import Draft, DraftSentence
from bot.answering.deadlines import within
from bot.answering.models import Answer, AnswerStatus, ModelUse, Question
from bot.answering.rewriting import Rewritten
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.understanding import Understanding
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from tests.factories import make_passage
from vectorstore.models import Passage
from vectorstore.retriever import PassageFinder, Retrieval

_PASSAGE = make_passage("Keberatan diajukan secara tertulis kepada atasan PPID.")
_EARLIER = "Bagaimana cara mengajukan permohonan informasi?"
_QUESTION = Question("kalau ditolak?", earlier=(_EARLIER,))
_COMPLETED = "cara mengajukan permohonan informasi: kalau ditolak?"
_REWRITTEN = "Apa yang dilakukan kalau permohonan informasi ditolak?"
_SPENT = ModelUse("rewrote", 1, 400, 50, 0.25, 0.5)


class _Finder(PassageFinder):
    """Finds one passage; keeps what was searched for and what was asked."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def find(
        self,
        question: str,
        language: str = "id",
        k: int = 10,
        added: str = "",
        cited: Sequence[str] = (),
        asked: str = "",
    ) -> Retrieval:
        self.found.append((question, added, asked))
        return Retrieval("b1", (_PASSAGE,))


@dataclass
class _Quotes:
    """Quotes the passage; keeps what it was asked. `model` is what a model is said to have done."""

    model: ModelUse | None = None
    asked: list[Understanding] = field(default_factory=list)

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        self.asked.append(question)
        passage: Passage = found.passages[0]
        sentence = DraftSentence(passage, 0, len(passage.chunk.text))
        return Draft(AnswerStatus.ANSWERED, (sentence,), 0.8, model=self.model)


@dataclass
class _Told:
    """Rewrites to what it was told; keeps the seconds that it was given."""

    rewritten: Rewritten
    seconds: list[float] = field(default_factory=list)

    def rewrite(self, asked: Understanding, seconds: float) -> Rewritten:
        self.seconds.append(seconds)
        return self.rewritten


def _chain(
    finder: PassageFinder, composer: _Quotes, rewriter: _Told | None
) -> Runnable[Question, Answer]:
    wording = Wording(Catalogue.load(), InformationOfficer(answer_days=10, extension_days=7))
    search = Search(finder, Lexicon.load())
    return answer_chain(search, composer, wording, rewriter=rewriter)


def test_a_rewriting_is_for_the_search_alone() -> None:
    """Passages are compared with, and answers composed for, what the rules completed."""
    finder, composer = _Finder(), _Quotes()
    rewriter = _Told(Rewritten(_REWRITTEN, _SPENT))
    answer = _chain(finder, composer, rewriter).invoke(_QUESTION, within(9))
    [(searched, added, asked)] = finder.found
    assert (searched, asked) == (_REWRITTEN, _COMPLETED)
    assert added.endswith("kalau ditolak?")
    assert composer.asked[0].completed == _COMPLETED
    assert (answer.question.text, answer.searched) == ("kalau ditolak?", _REWRITTEN)
    assert answer.model == _SPENT
    assert not answer.worded
    assert 8 < rewriter.seconds[0] <= 9


@pytest.mark.parametrize("rewriter", [None, _Told(Rewritten("", ModelUse("rests")))])
def test_without_a_rewriting_the_rules_completion_is_searched_for(rewriter: _Told | None) -> None:
    """Where the setting is off, or the model gave nothing."""
    finder = _Finder()
    answer = _chain(finder, _Quotes(), rewriter).invoke(_QUESTION)
    assert [(searched, asked) for searched, _, asked in finder.found] == [(_COMPLETED, _COMPLETED)]
    assert answer.searched == ""
    assert (answer.model is None) is (rewriter is None)


def test_both_calls_count_and_the_outcome_of_composing_is_told() -> None:
    """What a rewriting costs is a cost of the answer."""
    worded = ModelUse("worded", 2, 900, 100, 0.5, 1.5, ("number",))
    rewriter = _Told(Rewritten(_REWRITTEN, _SPENT))
    answer = _chain(_Finder(), _Quotes(worded), rewriter).invoke(_QUESTION)
    assert answer.model == ModelUse("worded", 3, 1300, 150, 0.75, 2.0, ("number",))


async def test_it_is_a_step_of_the_chain_that_listeners_hear_of() -> None:
    """Between understanding and searching."""
    chain = _chain(_Finder(), _Quotes(), _Told(Rewritten(_REWRITTEN, _SPENT)))
    events = [event async for event in chain.astream_events(_QUESTION, version="v2")]
    began = [event["name"] for event in events if event["event"] == "on_chain_start"]
    steps = [name for name in began if name in ("understand", "rewrite", "retrieve")]
    assert steps == ["understand", "rewrite", "retrieve"]
