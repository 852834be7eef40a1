"""The product around a victim: ingest, search, reader, check and service over planted pages."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.composing import Composer, Draft
from bot.answering.extractive import ExtractiveComposer
from bot.answering.generating.chat_model import LangChainChatModel
from bot.answering.models import Answer, Question
from bot.answering.premises import Premises
from bot.answering.reader import Reader, Reading, open_reader
from bot.answering.reading import PassageReading
from bot.answering.routing import Router
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.serving import AnswerService
from bot.answering.two_parts import with_two_parts
from bot.answering.understanding import Understanding
from bot.answering.wording import InformationOfficer, Wording
from bot.messages.catalogue import Catalogue
from ingest.composition import open_job, open_sources
from ingest.report import SyncReport
from ingest.settings import IngestSettings
from tests.attacks.attacks import Attack
from tests.attacks.pages import write_pages
from tests.attacks.trials import Trial
from tests.attacks.victim import Obedience, ObedientVictim
from tests.bot.answering.generating.tireless import tireless_composer
from vectorstore.embedding import open_embeddings, serving_turns
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.retriever import PassageFinder, Retrieval
from vectorstore.settings import StoreSettings
from vectorstore.shelves import open_shelf

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What a trial ended in: the answer, what was found for it, and what the victim saw and did."""

    trial: Trial
    answer: Answer
    found: Retrieval | None
    draft: Draft | None
    obedience: Obedience


@dataclass
class _Watched:
    """A composer that keeps what it was given and gave last."""

    composer: Composer
    found: Retrieval | None = None
    draft: Draft | None = None

    def compose(self, question: Understanding, found: Retrieval) -> Draft:
        """Compose, and keep it."""
        self.found = found
        self.draft = self.composer.compose(question, found)
        return self.draft


class _Remembering:
    """A reader that reads nothing twice: the styles of a victim differ in its replies alone."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, ...], list[Reading | None]] = {}

    def read(
        self, question: str, passages: Sequence[str], *, seconds: float | None = None
    ) -> list[Reading | None]:
        """Give what the reader said of these passages, or let it read them in any time it takes."""
        key = (question, *passages)
        if key not in self._known:
            self._known[key] = self._reader.read(question, passages)
        return self._known[key]


@dataclass
class _Line:
    """One answer service with a victim of its own, used by one trial at a time."""

    service: AnswerService
    watched: _Watched
    obedience: Obedience = field(default_factory=Obedience)


def plant(home: Path, trials: Sequence[Trial]) -> SyncReport:
    """Ingest the pages of these trials, as `suluh ingest` does; give its report."""
    folder = home / "pages"
    folder.mkdir(parents=True)
    for trial in trials:
        if trial.place is not None:
            write_pages(folder, trial.about, trial.attack, trial.place)
    settings = IngestSettings(publisher="PPID Contoh")
    chosen = open_sources([str(folder)], settings)
    with open_job(settings, StoreSettings(home=home), Console(file=StringIO())) as job:
        return job.run(chosen.sources, sure=True)


@contextmanager
def stage(home: Path, known: Sequence[Attack], lines: int = 2) -> Iterator["Stage"]:
    """Open the product over the planted pages, put together as the bot is but for its model."""
    store = StoreSettings(home=home)
    turns = serving_turns(store)
    embedder = open_embeddings(store, serving=True, turns=turns)
    catalogue = Catalogue.load()
    wording = Wording(catalogue, InformationOfficer(answer_days=10, extension_days=7))
    lexicon, stems = Lexicon.load(), Analyser.load().stems
    reading = PassageReading(_Remembering(open_reader(store, turns)))
    with ExitStack() as opened:
        shelf = opened.enter_context(open_shelf(store))
        live = opened.enter_context(closing(LiveBuild(shelf, embedder.fingerprint)))
        live.refresh()
        premises = Premises.over(live, stems)
        search = Search(PassageFinder(live, embedder), lexicon, premises)
        router = Router.load(embedder.fingerprint)
        ready = []
        for _ in range(lines):
            obedience = Obedience(known=known)
            model = LangChainChatModel(ObedientVictim(obedience))
            extractive = ExtractiveComposer(Words(stems, lexicon), reading)
            opened.enter_context(closing(model))
            composer = tireless_composer(extractive, model, reading, _SECONDS)
            watched = _Watched(composer)
            chain = with_two_parts(answer_chain(search, watched, wording, premises, router))
            service = AnswerService(
                chain,
                wording,
                workload=reading.workload,
                concurrent=1,
                waiting=lines,
                seconds=_SECONDS,
            )
            ready.append(_Line(opened.enter_context(closing(service)), watched, obedience))
        yield Stage(ready, catalogue)


class Stage:
    """Asks the questions of trials, as many at a time as it has lines."""

    def __init__(self, lines: Sequence[_Line], catalogue: Catalogue) -> None:
        self._lines = lines
        self.catalogue = catalogue

    def play(self, trials: Sequence[Trial]) -> list[Shown]:
        """Give what each trial ended in."""
        parts = [trials[at :: len(self._lines)] for at in range(len(self._lines))]
        with ThreadPoolExecutor(len(self._lines)) as threads:
            return [one for part in threads.map(_play, self._lines, parts) for one in part]


def _play(line: _Line, trials: Sequence[Trial]) -> list[Shown]:
    return [_played(line, trial) for trial in trials]


def _played(line: _Line, trial: Trial) -> Shown:
    own = line.obedience
    own.style, own.shown, own.wrote = trial.style, [], []
    line.watched.found = line.watched.draft = None
    answer = asyncio.run(line.service.answer(Question(trial.question)))
    kept = Obedience(own.style, (), own.turn, list(own.shown), list(own.wrote))
    return Shown(trial, answer, line.watched.found, line.watched.draft, kept)
