"""Any chat model of LangChain is asked over real HTTP; each way it fails has its own name."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.answering.generating.chat_model import LangChainChatModel, Prompt, open_chat_model
from bot.doctor import check_chat_model
from bot.errors import (
    ChatModelSettingError,
    ModelBusyError,
    ModelError,
    ModelGarbledError,
    ModelRefusedError,
    ModelRejectedError,
    ModelTimeoutError,
    ModelUnavailableError,
)
from bot.settings import BotSettings
from tests.bot.answering.generating.chat_server import FAULTS, ChatServer, Reply
from vectorstore.health import Health

pytestmark = pytest.mark.integration

_PROMPT = Prompt("Aturan kami.", "Rahasia warga?")
_KEY = "sk-rahasia-sekali-12345"


def settings_for(server: ChatServer, **more: object) -> BotSettings:
    """Give settings that ask this server."""
    values = {
        "chat_model": "openai:double",
        "chat_base_url": server.base_url,
        "chat_key": _KEY,
        "chat_retries": 0,
    }
    return BotSettings.model_validate(values | more)


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    """Give a server."""
    with ChatServer(lambda _: Reply("halo")) as running:
        yield running


@pytest.fixture(scope="module")
def model(server: ChatServer) -> Iterator[LangChainChatModel]:
    """Give a model that asks it."""
    with closing(open_chat_model(settings_for(server))) as opened:
        yield opened


def test_what_the_model_writes_comes_back_with_what_it_took(
    server: ChatServer, model: LangChainChatModel
) -> None:
    """Rules and the words of others go in turns of their own."""
    server.reply = lambda _: Reply("Sepuluh hari kerja, kata sumber ini.")
    completion = model.complete(_PROMPT, 5)
    assert completion.text == "Sepuluh hari kerja, kata sumber ini."
    assert (completion.input_tokens, completion.output_tokens) == (700, 50)
    assert 0 < completion.seconds < 5
    asked = server.requests[-1]
    assert asked["messages"] == [
        {"role": "system", "content": "Aturan kami."},
        {"role": "user", "content": "Rahasia warga?"},
    ]
    assert asked["authorization"] == f"Bearer {_KEY}"
    assert "tools" not in asked


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (FAULTS["down"], ModelUnavailableError),
        (FAULTS["failing"], ModelUnavailableError),
        (Reply(status=503), ModelUnavailableError),
        (FAULTS["busy"], ModelBusyError),
        (FAULTS["refusing"], ModelRefusedError),
        (Reply(status=403), ModelRefusedError),
        (Reply(status=404), ModelRefusedError),
        (Reply(status=400), ModelRejectedError),
        (Reply(status=422), ModelRejectedError),
        (FAULTS["slow"], ModelTimeoutError),
        (FAULTS["dripping"], ModelTimeoutError),
        (FAULTS["empty"], ModelGarbledError),
        (FAULTS["HTML"], ModelGarbledError),
        (FAULTS["endless"], (ModelGarbledError, ModelTimeoutError)),
    ],
)
def test_each_fault_has_a_name_and_an_end(
    server: ChatServer,
    model: LangChainChatModel,
    fault: Reply,
    error: type[ModelError] | tuple[type[ModelError], ...],
) -> None:
    """In time; and neither key nor question stands in it or in what it came from."""
    server.reply = lambda _: fault
    began = time.monotonic()
    with pytest.raises(error) as caught:
        model.complete(_PROMPT, 0.5)
    assert time.monotonic() - began < 1.5
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert "ahasia" not in str(caught.value)
    server.reply = lambda _: Reply("lagi")
    assert model.complete(_PROMPT, 5).text == "lagi"


def test_a_server_that_is_not_there_is_unavailable() -> None:
    """Nothing listens on this port any more."""
    with ChatServer(lambda _: Reply()) as gone:
        settings = settings_for(gone)
    with closing(open_chat_model(settings)) as model, pytest.raises(ModelUnavailableError):
        model.complete(_PROMPT, 5)


def test_an_outage_is_tried_again_as_often_as_set() -> None:
    """Within the time of the call."""
    replies = iter([Reply(status=500), Reply("sudah")])
    with (
        ChatServer(lambda _: next(replies)) as failing,
        closing(open_chat_model(settings_for(failing, chat_retries=1))) as model,
    ):
        assert model.complete(_PROMPT, 10).text == "sudah"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"chat_model": "gpt-5"}, "provider:model"),
        ({"chat_model": "nobody:x"}, "LangChain refused it"),
        ({"chat_model": "anthropic:x"}, "pip install 'suluh[anthropic]'"),
        ({"chat_model": "groq:x"}, "package for groq is not installed"),
        ({"chat_cost_a_day": 5}, "prices are unknown"),
    ],
)
def test_settings_that_cannot_work_are_told_at_the_start(
    server: ChatServer, values: dict[str, object], said: str
) -> None:
    """In a sentence with what to do, and without the key; the doctor says it as well."""
    settings = settings_for(server, **values)
    with pytest.raises(ChatModelSettingError) as caught:
        open_chat_model(settings)
    assert said in str(caught.value)
    assert _KEY not in str(caught.value)
    assert check_chat_model(settings).health is Health.FAULT


def test_the_doctor_asks_the_model_nothing(server: ChatServer) -> None:
    """A call costs money; that nothing limits them is pointed out."""
    before = len(server.requests)
    assert check_chat_model(settings_for(server)).health is Health.WARNING
    limited = check_chat_model(settings_for(server, chat_tokens_a_day=1000))
    assert limited.health is Health.GOOD
    assert len(server.requests) == before


def test_more_threads_answer_where_they_wait_for_a_model(server: ChatServer) -> None:
    """Unless staff said how many."""
    assert BotSettings.model_validate({}).answer_threads == 2
    assert settings_for(server).answer_threads == 16
    assert settings_for(server, concurrent_answers=3).answer_threads == 3
