"""Has a language model write a follow-up out, for the search alone."""

import logging

from bot.answering.generating.calls import Calls, MeteredModel, Rests, log_use
from bot.answering.generating.rewriting_check import RewritingCheck
from bot.answering.generating.rewriting_prompt import parse_rewriting, rewriting_prompt, said
from bot.answering.models import ModelUse
from bot.answering.rewriting import Rewritten
from bot.answering.understanding import Understanding
from bot.errors import ModelError
from bot.faults import where
from vectorstore.instruction_like import find_instruction

_log = logging.getLogger(__name__)

# One line is written in a second or two; what takes longer is not worth waiting for, since the
# rules have completed the question already.
REWRITING_SECONDS = 3.0
# Searching, reading and quoting take less, also where others are answered at the same time.
_SECONDS_AFTER = 2.0
REWROTE, UNFIT = "rewrote", "unfit"


class ModelRewriter:
    """Asks the model once for each follow-up."""

    def __init__(
        self,
        model: MeteredModel,
        check: RewritingCheck,
        *,
        seconds: float = REWRITING_SECONDS,
    ) -> None:
        self._model = model
        self._check = check
        self._seconds = seconds

    def rewrite(self, asked: Understanding, seconds: float) -> Rewritten:
        """Rewrite a question that leans on earlier ones, if nothing in them speaks to a model.

        What fails or does not hold leaves the text empty. Nothing is raised.
        """
        if asked.completed == asked.text:
            return Rewritten()
        calls = Calls(self._model)
        try:
            if find_instruction("\n".join(said(asked))):
                return Rewritten()
            left = min(self._seconds, seconds - _SECONDS_AFTER)
            text, use = self._asked(asked, calls, self._model.clock() + left)
        except Exception as error:  # noqa: BLE001 - whatever fails, the rules' completion stands
            # Neither its text nor its traceback is logged: both may quote the question.
            _log.error("Rewriting a follow-up failed: %s", where(error))
            return Rewritten("", calls.use(type(error).__name__))
        log_use(use)
        return Rewritten(text, use)

    def _asked(self, asked: Understanding, calls: Calls, deadline: float) -> tuple[str, ModelUse]:
        try:
            reply = calls.ask(rewriting_prompt(asked), deadline, parse_rewriting)
        except ModelError as error:
            return "", calls.use(type(error).__name__)
        except Rests:
            return "", calls.use("rests")
        text, reason = self._check.verified(reply, asked)
        if reason:
            return "", calls.use(UNFIT, (f"rewriting_{reason}",))
        return text, calls.use(REWROTE)
