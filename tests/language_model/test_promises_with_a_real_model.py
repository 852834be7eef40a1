"""Whatever a small real model writes, and however its server ends, every promise holds.

`make test-llm` runs this; it is no part of `make test`, since the model's packages have to be
compiled. The model is a base model of 270 million parameters: what it writes is mostly garbage.
"""

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.candidates import Words
from bot.answering.chain import answer_chain
from bot.answering.extractive import ExtractiveComposer
from bot.answering.generating.chat_model import open_chat_model
from bot.answering.models import Answer, AnswerStatus, Question
from bot.answering.serving import AnswerStage
from bot.app import Bot, open_bot
from bot.settings import BotSettings
from tests.bot.answering.generating.chat_server import ChatServer, Reply
from tests.bot.answering.generating.tireless import tireless_composer
from tests.language_model.model_server import MODEL, PYTHON, ModelServer
from tests.language_model.promises import broken_promises, chunks_of, worded_sentences
from tests.system.processes import ROOT, run_suluh
from vectorstore.keyword_index import Analyser
from vectorstore.settings import StoreSettings

pytestmark = [
    pytest.mark.llm,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(PYTHON not in os.environ, reason=f"{PYTHON} names no Python with a model"),
]

# Two cores read some 300 tokens a second, and a prompt has up to 2,000.
CHAT_SECONDS = 40.0
ANSWER_SECONDS = 60.0
# Of the golden set: with two calls each these take some minutes.
EVERY = 3
# A base model does not end by itself: so many tokens of garbage, then the next question.
FREE_TOKENS = 120
# The form of a reply that the prompt asks for; a model held to it gets as far as the check.
FORM = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "maxLength": 200},
                    "citations": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "integer", "minimum": 1, "maximum": 3},
                    },
                },
                "required": ["text", "citations"],
            },
        },
        "completeness": {"enum": ["complete"]},
        "language": {"enum": ["id"]},
    },
    "required": ["sentences", "completeness", "language"],
}
# As many tokens as three sentences and their frame take.
FORM_TOKENS = 220


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with the samples indexed."""
    folder = tmp_path_factory.mktemp("model")
    shutil.copytree(ROOT / "samples", folder / "samples")
    done = run_suluh(folder / "home", "ingest", str(folder / "samples"))
    assert done.returncode == 0, done.stderr
    return folder / "home"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """Serve the model."""
    with ModelServer(tmp_path_factory.mktemp("server") / "log") as serving:
        yield serving


def settings_of(base_url: str) -> BotSettings:
    """Give the settings with a model at this address or, where it is "", none."""
    chat = {"chat_model": f"openai:{MODEL}", "chat_base_url": base_url} if base_url else {}
    return BotSettings.model_validate(
        {**chat, "chat_seconds": CHAT_SECONDS, "answer_seconds": ANSWER_SECONDS}
    )


@contextmanager
def bot_with(home: Path, base_url: str) -> Iterator[Bot]:
    """Open the bot as a command does."""
    with open_bot(settings_of(base_url), StoreSettings(home=home)) as bot:
        yield bot


@contextmanager
def tireless_bots(home: Path, base_url: str) -> Iterator[tuple[Bot, Bot]]:
    """Give a bot without a model, and one that asks its model however often it failed before."""
    with bot_with(home, "") as bot, closing(open_chat_model(settings_of(base_url))) as model:
        extractive = ExtractiveComposer(
            Words(Analyser.load().stems, bot.searching.lexicon), bot.reading
        )
        generative = tireless_composer(extractive, model, bot.reading, CHAT_SECONDS)
        plain, worded = (
            replace(bot, chain=answer_chain(bot.searching, composer, bot.wording))
            for composer in (extractive, generative)
        )
        yield plain, worded


def sample_questions() -> list[str]:
    """Give questions of the samples' golden set."""
    lines = (ROOT / "evaluation" / "samples.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines[::EVERY]]


async def asked_of(bot: Bot, texts: list[str]) -> list[Answer]:
    """Ask one after another; none may take longer than its deadline and a second."""
    answers = []
    with closing(bot.service()) as service:
        for text in texts:
            began = time.monotonic()
            answers.append(await service.answer(Question(text)))
            assert time.monotonic() - began < ANSWER_SECONDS + 1
    return answers


def check_against(plain: list[Answer], answers: list[Answer], bot: Bot) -> Counter[str]:
    """Hold answers to the promises, and to the answers without a model; count what came of them."""
    chunk_of = chunks_of(bot.live)
    for without, answer in zip(plain, answers, strict=True):
        assert broken_promises(answer, chunk_of) == [], answer.text
        assert answer.status is without.status
        if not answer.worded:
            assert answer.text == without.text
    return Counter(answer.model.outcome for answer in answers if answer.model is not None)


async def test_whatever_the_model_writes_freely_the_promises_hold(
    home: Path, server: ModelServer
) -> None:
    """A base model hardly ever gives the form asked for: then the quotes stand."""
    texts = sample_questions()

    def write(asked: dict[str, Any]) -> Reply:
        return Reply(server.write(asked, max_tokens=FREE_TOKENS))

    with ChatServer(write) as relay, tireless_bots(home, relay.base_url) as (without, bot):
        plain = await asked_of(without, texts)
        outcomes = check_against(plain, await asked_of(bot, texts), bot)
        replies = len(relay.requests)
    print(f"written freely: {dict(outcomes)}, {replies} replies")  # noqa: T201 - the figures
    assert replies >= outcomes.total() > 0


async def test_sentences_of_the_model_are_shown_only_where_the_sources_say_them(
    home: Path, server: ModelServer
) -> None:
    """Held to the form by a grammar, its sentences all come before the check."""
    texts = sample_questions()

    def write(asked: dict[str, Any]) -> Reply:
        form = {"type": "json_object", "schema": FORM}
        return Reply(server.write(asked, response_format=form, max_tokens=FORM_TOKENS))

    with ChatServer(write) as relay, tireless_bots(home, relay.base_url) as (without, bot):
        plain = await asked_of(without, texts)
        answers = await asked_of(bot, texts)
        outcomes = check_against(plain, answers, bot)
    shown = sum(len(worded_sentences(answer)) for answer in answers)
    print(f"held to the form: {dict(outcomes)}, {shown} sentences shown")  # noqa: T201 - as above
    assert set(outcomes) & {"worded", "unsupported"}


async def test_stages_come_before_the_one_checked_answer(home: Path, server: ModelServer) -> None:
    """What is streamed is the names of stages; text comes once, checked."""
    with bot_with(home, server.base_url) as bot, closing(bot.service()) as service:
        question = Question("Berapa lama PPID harus menjawab permohonan informasi?")
        events = [event async for event in service.stream(question)]
        assert events[-1].stage is AnswerStage.DONE
        assert [event.answer for event in events[:-1]] == [None] * (len(events) - 1)
        answer = events[-1].answer
        assert answer is not None
        assert broken_promises(answer, chunks_of(bot.live)) == []


async def test_a_server_that_dies_leaves_the_quotes(home: Path, tmp_path: Path) -> None:
    """Killed between two questions; from then on nothing answers at its address."""
    texts = sample_questions()[:8]
    with bot_with(home, "") as bot:
        plain = await asked_of(bot, texts)
    with ModelServer(tmp_path / "log") as dying, bot_with(home, dying.base_url) as bot:
        first = await asked_of(bot, texts[:1])
        dying.kill()
        rest = await asked_of(bot, texts[1:])
        check_against(plain, [*first, *rest], bot)
    assert [one.text for one in rest] == [one.text for one in plain[1:]]
    assert AnswerStatus.ERROR_MODEL not in {one.status for one in rest}
