"""An answerer that repeats the question, for tests of the messenger alone."""

import asyncio

from bot.answering.models import Answer, Question
from tests.bot.telegram.answers import answer


class EchoAnswerer:
    """Answers with the question itself and one citation, after a pause."""

    def __init__(self, pause: float = 0.0) -> None:
        self._pause = pause

    async def answer(self, question: Question) -> Answer:
        """Answer."""
        await asyncio.sleep(self._pause)
        return answer(text=f"Tentang: {question.text} [1]")
