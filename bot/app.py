"""The composition root of the bot: settings in, a ready answerer out."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from langchain_core.runnables import Runnable

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.composing import Composer
from bot.answering.deadlines import within
from bot.answering.extractive import ExtractiveComposer
from bot.answering.generating.breaker import CircuitBreaker
from bot.answering.generating.budget import DailyBudget, Limits
from bot.answering.generating.calls import MeteredModel
from bot.answering.generating.chat_model import open_chat_model
from bot.answering.generating.composer import GenerativeComposer
from bot.answering.generating.rewriter import REWRITING_SECONDS, ModelRewriter
from bot.answering.generating.rewriting_check import RewritingCheck
from bot.answering.generating.support import supported
from bot.answering.law_citations import CitationParser
from bot.answering.models import Answer, Question
from bot.answering.premises import Premises
from bot.answering.reader import open_reader
from bot.answering.reading import PASSAGES_READ, PassageReading
from bot.answering.reranking import CrossEncoderReranker
from bot.answering.rewriting import Rewriter
from bot.answering.routing import Router
from bot.answering.search_words import Lexicon
from bot.answering.searching import Search
from bot.answering.serving import AnswerService
from bot.answering.two_parts import with_two_parts
from bot.answering.understanding import Understanding, understand
from bot.answering.wording import InformationOfficer, Wording
from bot.hand_over.rules import Rules
from bot.messages.catalogue import Catalogue
from bot.settings import BotSettings
from vectorstore.embedding import Embedder, open_embeddings, serving_turns
from vectorstore.keyword_index import Analyser
from vectorstore.live import LiveBuild
from vectorstore.memory import limit_arenas
from vectorstore.retriever import PassageFinder, Retrieval
from vectorstore.settings import BUNDLED, StoreSettings
from vectorstore.shelves import open_shelf
from vectorstore.turns import ModelTurns

_log = logging.getLogger(__name__)

_BUDGET_FILE = "chat-budget.json"


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that the commands and the messengers use."""

    chain: Runnable[Question, Answer]
    searching: Search
    reading: PassageReading
    embedder: Embedder
    wording: Wording
    catalogue: Catalogue
    live: LiveBuild
    settings: BotSettings
    turns: ModelTurns

    def search(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Retrieval:
        """Find passages the way an answer does."""
        asked = understand(Question(question, earlier=earlier), self.searching.lexicon)
        if not isinstance(asked, Understanding):
            return Retrieval("", ())
        found = self.searching.find(asked, max(k, PASSAGES_READ))
        read = self.reading.read(asked, found.passages)
        return Retrieval(found.build_id, tuple(one.passage for one in read[:k]))

    def warm_up(self) -> None:
        """Load the models and answer once before the first citizen asks.

        A language model, which costs money, is not asked: there is no time left for it. The tables
        that its replies are checked with are read.

        Raises:
            EmbeddingModelError: the model cannot be loaded.
        """
        self.embedder.query_vectors(["informasi publik"])
        self.chain.invoke(Question("informasi publik"), within(0))
        if self.settings.chat_model:
            supported("Informasi publik.", ["Informasi publik."])

    def service(self) -> AnswerService:
        """Give the answerer for many citizens at once."""
        return AnswerService(
            self.chain,
            self.wording,
            workload=self.reading.workload,
            concurrent=self.settings.answer_threads,
            waiting=self.settings.waiting_answers,
            seconds=self.settings.answer_seconds,
            give_way=self.turns.give_way,
        )


@contextmanager
def open_bot(settings: BotSettings, store: StoreSettings) -> Iterator[Bot]:
    """Put the bot together over the live build, and close the build at the end.

    Raises:
        VectorStoreError: nothing is published, or the live build or the model cannot be used.
        ChatModelSettingError: a language model is set that cannot be used.
    """
    if store.embedding_model != BUNDLED:
        _log.warning("Confidence is calibrated for the bundled model, not for the one configured.")
    limit_arenas()
    turns = serving_turns(store)
    embedder = open_embeddings(store, serving=True, turns=turns)
    catalogue = Catalogue.load()
    wording = Wording(catalogue, _officer(settings))
    lexicon = Lexicon.load()
    stems = Analyser.load().stems
    reading = PassageReading(open_reader(store, turns) if settings.reader else None)
    composer: Composer = ExtractiveComposer(Words(stems, lexicon), reading)
    with ExitStack() as opened:
        rewriter: Rewriter | None = None
        if settings.chat_model:
            chat_model = opened.enter_context(closing(open_chat_model(settings)))
            breaker = CircuitBreaker(time.monotonic)
            model = MeteredModel(chat_model, breaker, _budget(settings, store))
            if settings.chat_rewrites:
                check = RewritingCheck(CitationParser.load(), lexicon, stems)
                most = min(REWRITING_SECONDS, settings.chat_seconds)
                rewriter = ModelRewriter(model, check, seconds=most)
            composer = GenerativeComposer(
                composer,
                model,
                supported,
                reading,
                seconds=settings.chat_seconds,
            )
        shelf = opened.enter_context(open_shelf(store))
        live = opened.enter_context(closing(LiveBuild(shelf, embedder.fingerprint)))
        live.refresh()
        live.watch()
        premises = Premises.over(live, stems)
        reranker = CrossEncoderReranker.load(settings.reranker) if settings.reranker else None
        search = Search(PassageFinder(live, embedder), lexicon, premises, reranker)
        router = Router.load(embedder.fingerprint)
        chain = answer_chain(search, composer, wording, premises, router, rewriter)
        yield Bot(
            with_two_parts(chain),
            search,
            reading,
            embedder,
            wording,
            catalogue,
            live,
            settings,
            turns,
        )


def _officer(settings: BotSettings) -> InformationOfficer:
    rules = Rules.load()
    return InformationOfficer(
        settings.ppid_name,
        settings.ppid_contact,
        answer_days=rules.answer.days,
        extension_days=rules.extension.days,
    )


def _budget(settings: BotSettings, store: StoreSettings) -> DailyBudget:
    limits = Limits(
        settings.chat_tokens_a_day,
        settings.chat_cost_a_day,
        settings.chat_input_price,
        settings.chat_output_price,
    )
    return DailyBudget(limits, time.time, store.home / _BUDGET_FILE)
