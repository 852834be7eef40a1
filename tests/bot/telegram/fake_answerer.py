"""An answerer that gives one answer to everything."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from bot.answering.models import Answer, Question
from bot.answering.serving import AnswerEvent, AnswerStage
from bot.answering.understanding import without_personal_data
from tests.bot.telegram.answers import answer


class FakeAnswerer:
    """Gives one answer to every question, or fails; waits while `open` is not set."""

    def __init__(self) -> None:
        self.given = answer()
        self.error: Exception | None = None
        self.asked: list[Question] = []
        self.open = asyncio.Event()
        self.open.set()
        self._begun = asyncio.Condition()

    async def answer(self, question: Question) -> Answer:
        """Answer as the chain does: in the chosen language, the question without personal data."""
        async with self._begun:
            self.asked.append(question)
            self._begun.notify_all()
        await self.open.wait()
        if self.error is not None:
            raise self.error
        safe = without_personal_data(question)
        language = question.language or self.given.language
        hidden = safe.text != question.text
        return replace(self.given, question=safe, language=language, masked=hidden)

    async def stream(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        """Search first, then answer."""
        yield AnswerEvent(AnswerStage.SEARCHING)
        yield AnswerEvent(AnswerStage.DONE, await self.answer(question))

    async def begun(self, questions: int = 1) -> None:
        """Wait until so many answers were begun."""
        async with asyncio.timeout(10), self._begun:
            await self._begun.wait_for(lambda: len(self.asked) >= questions)
