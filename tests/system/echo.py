"""An answerer that repeats the question, for tests of the messenger alone."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.serving import AnswerEvent, AnswerStage
from bot.answering.topics import Topic
from bot.messages.catalogue import Catalogue
from bot.telegram.front_end import Answering, LiveStatus
from tests.bot.telegram.answers import answer

TOPIC = Topic("Biaya permohonan", "Berapa biaya permohonan?")


# Nothing answers this; what comes closest is of the publisher.
UNANSWERED = "Berapa pegawai UPT Contoh?"
CLOSEST = "UPT Contoh"


class EchoAnswerer:
    """Answers with the question itself and one citation, after a pause."""

    def __init__(self, pause: float = 0.0) -> None:
        self._pause = pause

    async def answer(self, question: Question) -> Answer:
        """Answer."""
        await asyncio.sleep(self._pause)
        if question.text == UNANSWERED:
            status = AnswerStatus.UNANSWERABLE_NOT_IN_SOURCES
            return Answer(question, status, "id", "Maaf.", publishers=(CLOSEST,))
        return replace(answer(text=f"Tentang: {question.text} [1]"), question=question)

    async def stream(self, question: Question) -> AsyncGenerator[AnswerEvent, None]:
        """Tell no stage."""
        yield AnswerEvent(AnswerStage.DONE, await self.answer(question))


def echo_answering(pause: float = 0.0) -> Answering:
    """Give the front end an echo for what it needs of answering."""
    return Answering(
        EchoAnswerer(pause),
        Catalogue.load(),
        str.split,
        look=lambda: LiveStatus("b1", 1.0),
        build_opens=_opens,
        topics=lambda: (TOPIC,),
    )


async def _opens() -> str:
    return ""
