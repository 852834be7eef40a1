"""Makes what is stored, with defaults that do not matter to a test."""

from datetime import date

from bot.answering.models import Answer, AnswerStatus, Citation, Question
from bot.storage.inbox import Incoming

ANI = "a" * 32
BUDI = "b" * 32


def make_citation(title: str = "Judul") -> Citation:
    """Make a citation with every field filled."""
    return Citation(
        1,
        "kutipan “utuh”",
        (0, 7),
        "a.md",
        "a.md#0",
        title,
        "Pasal 3",
        "https://ppid.example.go.id/a",
        date(2023, 2, 6),
        "PPID Contoh",
        lead="Syarat:",
        superseded="dicabut UU 17/2023",
    )


def make_answer(
    question: str = "Berapa lama?",
    status: AnswerStatus = AnswerStatus.ANSWERED,
    citations: tuple[Citation, ...] = (),
    language: str = "id",
) -> Answer:
    """Make an answer."""
    asked = Question(question)
    return Answer(asked, status, language, "10 hari kerja [1].", citations, 0.75, "b1")


def make_incoming(update_id: int, received: float = 0.0, chat: str = ANI) -> Incoming:
    """Make an update."""
    return Incoming(update_id, chat, received, f'{{"update_id": {update_id}}}')
