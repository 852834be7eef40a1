"""The composer that lets a language model say in plain words what the quotes say.

The quotes come first and always stand: whatever the model does, an answer is there in time.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from langchain_core.runnables import RunnableConfig, RunnableLambda

from bot.answering.composing import Composer, Draft, DraftSentence
from bot.answering.deadlines import seconds_left
from bot.answering.generating.calls import Calls, MeteredModel, Rests, log_use
from bot.answering.generating.generated import Generated, parse_generated
from bot.answering.generating.judging import Judged, SupportCheck, judge, lacks_quantity
from bot.answering.generating.prompting import prompt_for
from bot.answering.models import WORDED
from bot.answering.reading import PassageReading
from bot.answering.understanding import Understanding
from bot.errors import ModelError, ModelGarbledError
from bot.faults import where
from vectorstore.instruction_like import find_instruction
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

_log = logging.getLogger(__name__)

# The name under which LangChain's callbacks hear of it.
STEP = "generate"
_MOST_PASSAGES = 6
_CALLS = 2
# After the last call the answer has yet to be put together.
_SECONDS_AFTER = 0.5
# As sure as of an answer that is shown without reserve.
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class _Task:
    asked: Understanding
    draft: Draft
    passages: tuple[Passage, ...]


class GenerativeComposer:
    """Composes with quotes, then has a model word them."""

    def __init__(
        self,
        extractive: Composer,
        model: MeteredModel,
        check: SupportCheck,
        reading: PassageReading,
        *,
        seconds: float,
    ) -> None:
        self._extractive = extractive
        self._model = model
        self._check = check
        self._reading = reading
        self._seconds = seconds
        self._step = RunnableLambda(self._generate, name=STEP)

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Choose quotes, and word them where they answer and the model's words hold.

        Raises:
            VectorStoreError: the reader's encoder cannot be loaded.
        """
        draft = self._extractive.compose(question, found)
        if draft.status.group != "answered" or not draft.sentences:
            return draft
        task = _Task(question, draft, _shown(draft, found))
        if not task.passages or _speaks_to_models(question):
            return draft
        try:
            worded = self._step.invoke(task)
        except Exception as error:  # noqa: BLE001 - whatever fails, the quotes stand
            # Neither its text nor its traceback is logged: both may quote the question.
            _log.error("Wording an answer failed: %s", where(error))
            return draft
        if worded.model is not None:
            log_use(worded.model)
        return worded

    def _generate(self, task: _Task, config: RunnableConfig) -> Draft:
        calls = Calls(self._model)
        left = min(self._seconds, seconds_left(config) - _SECONDS_AFTER)
        worded, outcome, dropped = self._worded(task, calls, self._model.clock() + left)
        use = calls.use(outcome, dropped)
        if not worded:
            return replace(task.draft, model=use)
        return replace(task.draft, sentences=_marked(worded, task.draft), model=use)

    def _worded(
        self, task: _Task, calls: Calls, deadline: float
    ) -> tuple[tuple[DraftSentence, ...], str, tuple[str, ...]]:
        """Ask, and once more where the answer does not hold; give the better one, if any."""
        best: tuple[DraftSentence, ...] = ()
        reasons: tuple[str, ...] = ()
        outcome = "unsupported"
        for _ in range(_CALLS):
            try:
                prompt = prompt_for(task.asked, task.passages, reasons)
                generated = calls.ask(prompt, deadline, parse_generated)
            except ModelGarbledError as error:
                outcome, reasons = type(error).__name__, ("form",)
                continue
            except ModelError as error:
                outcome = type(error).__name__
                break
            except Rests:
                outcome = outcome if calls.made else "rests"
                break
            if not generated.sentences or generated.completeness == "none":
                outcome = "declined"
                break
            judged = self._judged(generated, task)
            outcome, reasons = "unsupported", judged.reasons
            if judged.usable and len(judged.sentences) > len(best):
                best = judged.sentences
            if judged.whole:
                break
        return best, WORDED if best else outcome, _codes(reasons)

    def _judged(self, generated: Generated, task: _Task) -> Judged:
        judged = judge(generated, task.passages, task.asked, self._check)
        if not judged.usable:
            return judged
        if lacks_quantity(task.asked, judged.sentences, task.draft.sentences):
            return Judged((), (*judged.reasons, "quantity"), usable=False)
        if not self._answers(judged.sentences[0], task):
            return Judged((), (*judged.reasons, "relevance"), usable=False)
        return judged

    def _answers(self, sentence: DraftSentence, task: _Task) -> bool:
        """Tell whether a sentence is from where the quotes are, or else convinces the reader."""
        passage = sentence.passage
        if any(passage.chunk.chunk_id == s.passage.chunk.chunk_id for s in task.draft.sentences):
            return True
        [read] = self._reading.read(task.asked, [passage])
        return read.reading is not None and read.reading.chance >= _SURE


def _speaks_to_models(question: Understanding) -> bool:
    texts = dict.fromkeys((question.text, question.completed))
    return any(find_instruction(text) for text in texts)


def _shown(draft: Draft, found: Retrieval) -> tuple[Passage, ...]:
    """Give the passages that the quotes are from, then the best of the others.

    What reads like an instruction to a model is left to the quotes.
    """
    passages = {s.passage.chunk.chunk_id: s.passage for s in draft.sentences}
    for passage in found.passages:
        passages.setdefault(passage.chunk.chunk_id, passage)
    safe = (p for p in passages.values() if find_instruction(p.chunk.embedded_text) is None)
    return tuple(islice(safe, _MOST_PASSAGES))


def _marked(worded: Sequence[DraftSentence], draft: Draft) -> tuple[DraftSentence, ...]:
    """Mark the answering words that the quotes were chosen for, where they are quoted again."""
    marks = [
        (s.passage.chunk.chunk_id, s.highlight) for s in draft.sentences if s.highlight is not None
    ]
    return tuple(
        replace(
            one,
            highlight=next(
                (
                    (start, end)
                    for chunk_id, (start, end) in marks
                    if chunk_id == one.passage.chunk.chunk_id
                    and one.start <= start
                    and end <= one.end
                ),
                None,
            ),
        )
        for one in worded
    )


def _codes(reasons: Sequence[str]) -> tuple[str, ...]:
    """Keep what kind of reasons they are: what stands behind the colon may be a citizen's word."""
    return tuple(reason.partition(":")[0] for reason in reasons)
