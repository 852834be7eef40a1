"""The language model: any chat model of LangChain, asked once, with a deadline that holds."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

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

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk
    from langchain_core.messages.ai import UsageMetadata

# Five sentences with their frame are about 400 tokens; models that think first need more.
MOST_OUTPUT_TOKENS = 2_000
# Whoever writes more than this is not going to end.
MOST_OUTPUT_CHARACTERS = 12_000
# Where the server does not count: cautious, for Indonesian has about four characters a token.
_CHARACTERS_A_TOKEN = 3
# After this long a connection that was given up is left to itself.
_CLOSING_SECONDS = 0.5
# A server of one's own needs no key, but the clients want one.
_NO_KEY = "none"
# The extras of this project that bring LangChain's package for a provider (pyproject.toml).
_EXTRAS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google_genai": "google",
    "ollama": "ollama",
}
# https://www.rfc-editor.org/rfc/rfc9110#section-15.5: wrong key, no right, no such model.
_REFUSED = (401, 403, 404)
_TOO_MANY_REQUESTS = 429
_SERVER_FAILS = 500


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told: our rules, and in the user's turn all that others wrote."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote, the tokens it read and wrote, and the seconds it took."""

    text: str
    input_tokens: int
    output_tokens: int
    seconds: float


class ChatModel(Protocol):
    """What answers need of a language model."""

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Ask once and wait for at most `seconds`.

        Raises:
            ModelError: the reply did not come, or cannot be used.
        """


class LangChainChatModel:
    """A chat model of LangChain; safe to ask from several threads.

    All calls run on one event loop in a thread of its own: only there can one that takes too long
    be ended, whatever its server still sends. One is enough for a process: integrations share
    their connections among the models of a server, and a connection belongs to one loop.
    """

    def __init__(self, model: "BaseChatModel") -> None:
        self._model = model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="chat-model", daemon=True
        )
        self._thread.start()

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Ask once and wait for at most `seconds`.

        Raises:
            ModelError: the reply did not come, or cannot be used.
        """
        call = asyncio.run_coroutine_threadsafe(self._complete(prompt, seconds), self._loop)
        try:
            completed = call.result(seconds + _CLOSING_SECONDS)
        except TimeoutError:
            call.cancel()
            raise ModelTimeoutError from None
        if isinstance(completed, ModelError):
            raise completed
        return completed

    def close(self) -> None:
        """End the calls at work and the thread."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(_cancel_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _complete(self, prompt: Prompt, seconds: float) -> Completion | ModelError:
        began = time.monotonic()
        messages = [("system", prompt.system), ("human", prompt.user)]
        stream = cast("AsyncGenerator[AIMessageChunk]", self._model.astream(messages))
        try:
            # Closing the stream is what ends the connection where reading stops early.
            async with asyncio.timeout(seconds), aclosing(stream):
                text, told = await _read(stream, began + seconds)
        except Exception as error:  # noqa: BLE001 - each integration fails in its own ways
            # Its text may quote the prompt, so it goes no further, not even as a cause.
            return _mapped(error)
        if not text.strip():
            return ModelGarbledError("empty")
        asked = len(prompt.system) + len(prompt.user)
        return Completion(
            text,
            told["input_tokens"] if told else tokens_of(asked),
            told["output_tokens"] if told else tokens_of(len(text)),
            time.monotonic() - began,
        )


def open_chat_model(settings: BotSettings) -> LangChainChatModel:
    """Give the model in the settings, without asking it anything.

    Raises:
        ChatModelSettingError: its name, its integration, its key or its prices are missing.
    """
    name = settings.chat_model
    provider, _, model = name.partition(":")
    if not provider or not model:
        mend = "Set SULUH_CHAT_MODEL to provider:model, such as openai:gpt-5-mini"
        raise ChatModelSettingError(name, "its name lacks the provider", mend)
    if settings.chat_cost_a_day and not (settings.chat_input_price or settings.chat_output_price):
        mend = "Set SULUH_CHAT_INPUT_PRICE and SULUH_CHAT_OUTPUT_PRICE"
        raise ChatModelSettingError(name, "its cost is limited but its prices are unknown", mend)
    # It imports much, and most bots run without a language model.
    from langchain.chat_models import init_chat_model

    try:
        return LangChainChatModel(init_chat_model(name, **_options(settings)))
    except ImportError as error:
        extra = _EXTRAS.get(provider)
        mend = f"Run pip install 'suluh[{extra}]'" if extra else "Install that package"
        reason = f"LangChain's package for {provider} is not installed"
        raise ChatModelSettingError(name, reason, mend) from error
    except Exception as error:  # noqa: BLE001 - each integration refuses in its own way
        # Its text may show the key.
        reason = f"LangChain refused it ({type(error).__name__})"
        mend = "Check SULUH_CHAT_MODEL, SULUH_CHAT_KEY and SULUH_CHAT_BASE_URL"
        raise ChatModelSettingError(name, reason, mend) from None


def tokens_of(characters: int) -> int:
    """Tell how many tokens a text has at most, where nobody counted them."""
    return -(-characters // _CHARACTERS_A_TOKEN)


def _options(settings: BotSettings) -> dict[str, Any]:
    """Give what every integration knows; one that does not know an option ignores it."""
    options: dict[str, Any] = {
        "temperature": 0,
        "timeout": settings.chat_seconds,
        "max_retries": settings.chat_retries,
        "max_tokens": MOST_OUTPUT_TOKENS,
    }
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if key := settings.chat_key.get_secret_value():
        options["api_key"] = key
    elif settings.chat_base_url:
        options["api_key"] = _NO_KEY
    return options


async def _read(
    chunks: "AsyncIterator[AIMessageChunk]", deadline: float
) -> "tuple[str, UsageMetadata | None]":
    """Read a stream to its end, or to where it is clear that it has none."""
    from langchain_core.messages.ai import add_usage

    parts: list[str] = []
    usage: UsageMetadata | None = None
    length = 0
    async for chunk in chunks:
        if chunk.usage_metadata:
            usage = add_usage(usage, chunk.usage_metadata)
        text = str(chunk.text)
        parts.append(text)
        # Pieces without text could go on for ever as well.
        length += max(1, len(text))
        if length > MOST_OUTPUT_CHARACTERS:
            raise ModelGarbledError("endless")
        # Where pieces lie ready nothing else waits, and `wait_for` (up to Python 3.11) may swallow
        # the end of the time: without these two no deadline would hold.
        await asyncio.sleep(0)
        if time.monotonic() > deadline:
            raise ModelTimeoutError
    return "".join(parts), usage


def _mapped(error: Exception) -> ModelError:
    """Say in our words what an integration raised; what LangChain has no name for by its status."""
    from langchain_core import exceptions as langchain_errors

    named: tuple[tuple[type[Exception], type[ModelError]], ...] = (
        (langchain_errors.ModelTimeoutError, ModelTimeoutError),
        (langchain_errors.ModelConnectionError, ModelUnavailableError),
        (langchain_errors.ModelAPIError, ModelUnavailableError),
        (langchain_errors.ModelRateLimitError, ModelBusyError),
        (langchain_errors.ModelAuthenticationError, ModelRefusedError),
        (langchain_errors.ModelPermissionDeniedError, ModelRefusedError),
        (langchain_errors.ModelNotFoundError, ModelRefusedError),
        (langchain_errors.ModelInvalidRequestError, ModelRejectedError),
        (langchain_errors.ContextOverflowError, ModelRejectedError),
        (TimeoutError, ModelTimeoutError),
        (OSError, ModelUnavailableError),
    )
    if isinstance(error, ModelError):
        return error
    for foreign, ours in named:
        if isinstance(error, foreign):
            return ours()
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _of_status(status)
    # A client that stumbles over what it was sent, or did not get as far as that.
    stumbled = isinstance(error, ValueError | TypeError | LookupError | AttributeError)
    return (ModelGarbledError if stumbled else ModelUnavailableError)(type(error).__name__)


def _of_status(status: int) -> ModelError:
    if status == _TOO_MANY_REQUESTS:
        return ModelBusyError()
    if status in _REFUSED:
        return ModelRefusedError(str(status))
    return (ModelRejectedError if status < _SERVER_FAILS else ModelUnavailableError)(str(status))


async def _cancel_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
