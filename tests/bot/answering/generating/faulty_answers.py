"""Answers citizens with a language model whose server fails, each time in another way."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from langchain_core.runnables import Runnable

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.composing import Composer
from bot.answering.extractive import ExtractiveComposer
from bot.answering.generating.chat_model import open_chat_model
from bot.answering.models import Answer, Question
from bot.answering.reading import PassageReading
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.serving import AnswerService
from bot.answering.wording import InformationOfficer, Wording
from bot.answering.workload import Workload
from bot.messages.catalogue import Catalogue
from bot.settings import BotSettings
from tests.bot.answering.generating.chat_server import FAULTS, ChatServer, Reply
from tests.bot.answering.generating.tireless import tireless_composer
from tests.factories import make_chunk, publish_chunks
from tests.fakes import WordEmbedder
from vectorstore.folder_shelf import FolderShelf
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder

CHUNKS = (
    make_chunk("PPID menjawab permohonan informasi paling lambat 10 hari kerja.", "tenggat.md"),
    make_chunk("Keberatan diajukan secara tertulis kepada atasan PPID.", "keberatan.md"),
    make_chunk("Salinan dokumen cetak dikenai biaya pengadaan.", "biaya.md"),
)
QUESTIONS = (
    "Berapa lama PPID menjawab permohonan informasi?",
    "Kepada siapa keberatan diajukan secara tertulis?",
    "Apakah salinan dokumen cetak dikenai biaya?",
)
_THREADS = 16


@dataclass
class FaultPlan:
    """Chooses a fault for each request; `met` counts them."""

    random: Random
    met: Counter[str] = field(default_factory=Counter)
    _choosing: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: dict[str, Any]) -> Reply:
        """Give the next fault: each kind as often as the others, in no order."""
        with self._choosing:
            fewest = min(self.met[kind] for kind in FAULTS)
            kind = self.random.choice([k for k in FAULTS if self.met[k] == fewest])
            self.met[kind] += 1
        return FAULTS[kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, the seconds it took, and the answer without a model."""

    seconds: float
    answer: Answer
    plain: Answer


@contextmanager
def chains(
    folder: Path, server: ChatServer, *, chat_seconds: float
) -> Iterator[tuple[Runnable[Question, Answer], Runnable[Question, Answer], Wording]]:
    """Give a chain with a model on this server, one without, and their wording.

    The breaker pauses for no time, so that every question meets a fault.
    """
    publish_chunks(folder, CHUNKS)
    embedder = WordEmbedder()
    wording = Wording(Catalogue.load(), InformationOfficer(answer_days=10, extension_days=7))
    lexicon = Lexicon.load()
    reading = PassageReading(None)
    extractive = ExtractiveComposer(Words(Analyser.load().stems, lexicon), reading)
    settings = BotSettings.model_validate(
        {
            "chat_model": "openai:double",
            "chat_base_url": server.base_url,
            "chat_seconds": chat_seconds,
            "chat_retries": 0,
        }
    )
    with ExitStack() as opened:
        live = opened.enter_context(closing(LiveBuild(FolderShelf(folder), embedder.fingerprint)))
        model = opened.enter_context(closing(open_chat_model(settings)))
        generative = tireless_composer(extractive, model, reading, settings.chat_seconds)
        search = Search(PassageFinder(live, embedder), lexicon)

        def chain(composer: Composer) -> Runnable[Question, Answer]:
            return answer_chain(search, composer, wording)

        yield chain(generative), chain(extractive), wording


async def ask_under_faults(
    folder: Path, faults: int, *, chat_seconds: float, answer_seconds: float, seed: int = 1
) -> tuple[list[Asked], Counter[str]]:
    """Ask, many at a time, until the server has failed so often; give answers and faults."""
    plan = FaultPlan(Random(seed))  # noqa: S311 - any order will do
    with (
        ChatServer(plan) as server,
        chains(folder, server, chat_seconds=chat_seconds) as (generative, extractive, wording),
    ):
        plain = [extractive.invoke(Question(text)) for text in QUESTIONS]
        service = AnswerService(
            generative,
            wording,
            workload=Workload(),
            concurrent=_THREADS,
            waiting=_THREADS,
            seconds=answer_seconds,
        )
        results: list[Asked] = []

        async def ask_on(first: int) -> None:
            number = first
            while plan.met.total() < faults:
                began = time.monotonic()
                answer = await service.answer(Question(QUESTIONS[number % len(QUESTIONS)]))
                took = time.monotonic() - began
                results.append(Asked(took, answer, plain[number % len(QUESTIONS)]))
                number += 1

        with closing(service):
            await asyncio.gather(*(ask_on(first) for first in range(_THREADS)))
        return results, plan.met
