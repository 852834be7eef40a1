"""The Telegram front end against the Bot API double, over real HTTP."""

import asyncio
import io
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.errors import (
    BotApiUnreachableError,
    BotError,
    MissingTokenError,
    SecondPollerError,
    TokenRefusedError,
)
from bot.logs import configure_logging
from bot.messages.catalogue import Catalogue
from bot.telegram import polling
from bot.telegram.application import build_application
from tests.bot.telegram.answers import QUOTE, citation
from tests.bot_api_double import CITIZEN, TOKEN, BotApiDouble, Fault, SentMessage
from tests.system.echo import EchoAnswerer

pytestmark = pytest.mark.system

WAIT_SECONDS = 15.0


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is logged, with the root at DEBUG."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logging([TOKEN], level=logging.DEBUG, stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


async def _no_wait(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.01))


@asynccontextmanager
async def _running(double: BotApiDouble, pause: float = 0.0) -> AsyncIterator[None]:
    application = build_application(TOKEN, EchoAnswerer(pause), Catalogue.load(), double.url)
    stop = asyncio.Event()
    task = asyncio.create_task(polling.serve(application, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _messages(double: BotApiDouble, count: int) -> list[SentMessage]:
    return await asyncio.to_thread(double.wait_for_messages, count, WAIT_SECONDS)


async def _until(double: BotApiDouble, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(double.wait_until, condition, WAIT_SECONDS)


async def test_a_question_goes_in_and_a_cited_message_comes_out(double: BotApiDouble) -> None:
    """The whole way: typing, then text, linked number, source line and verbatim quote."""
    async with _running(double, pause=0.05):
        double.say("Berapa lama?")
        (message,) = await _messages(double, 1)
    assert message.text.startswith("Tentang: Berapa lama? [1]")
    assert "[1] UU 14/2008 — Pasal 22, DPR RI, 30 April 2008" in message.text
    assert message.links() == [("[1]", citation().url), ("UU 14/2008", citation().url)]
    assert message.quotes() == [QUOTE]
    assert message.reply_to == 1
    assert '"is_disabled": true' in message.parameters["link_preview_options"]
    assert double.calls_of("sendChatAction")


async def test_commands_and_descriptions_are_set_for_both_languages(double: BotApiDouble) -> None:
    """The Indonesian ones hold for every other language too."""
    async with _running(double):
        double.say("/start")
        await _messages(double, 1)
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        codes = [call.parameters.get("language_code", "") for call in double.calls_of(method)]
        assert codes == ["", "id", "en"]
    assert '"bantuan"' in double.calls_of("setMyCommands")[0].parameters["commands"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault.bad_gateway(),
        Fault.too_many_requests(1),
        Fault.reset(),
        Fault.slow(0.3),
        Fault.refusal(400, "Bad Request: can't parse entities: Unsupported start tag"),
        Fault.refusal(500, "Internal Server Error"),
    ],
    ids=["502", "429", "reset", "slow", "refused HTML", "500"],
)
async def test_a_fault_while_sending_ends_in_exactly_one_answer(
    double: BotApiDouble, fault: Fault
) -> None:
    """Nothing lost, nothing twice."""
    async with _running(double):
        double.fail("sendMessage", fault)
        double.say("satu")
        await _messages(double, 1)
        double.say("dua")
        await _messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


@pytest.mark.parametrize(
    "fault",
    [Fault.bad_gateway(), Fault.too_many_requests(1), Fault.reset(), Fault.reset(carried_out=True)],
    ids=["502", "429", "reset", "reply lost"],
)
async def test_a_fault_while_fetching_ends_in_exactly_one_answer(
    double: BotApiDouble, fault: Fault
) -> None:
    """An update that was not received comes again; one that was is not answered twice."""
    double.fail("getUpdates", fault, times=2)
    double.say("satu")
    async with _running(double):
        await _messages(double, 1)
        double.say("dua")
        await _messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


async def test_flood_control_of_courtesies_holds_up_no_answer(double: BotApiDouble) -> None:
    """A refused typing notice or command list must not make citizens wait."""
    double.fail("setMyCommands", Fault.too_many_requests(60))
    double.fail("sendChatAction", Fault.too_many_requests(60))
    async with _running(double, pause=0.05):
        double.say("satu")
        started = time.monotonic()
        await _messages(double, 1)
    assert time.monotonic() - started < 5


async def test_a_citizen_who_blocked_the_bot_harms_nobody_else(double: BotApiDouble) -> None:
    """The next citizen is answered."""
    double.blocked_chats.add(99)
    async with _running(double):
        double.say("satu", chat_id=99)
        double.say("dua", chat_id=CITIZEN)
        (message,) = await _messages(double, 1)
    assert message.chat_id == CITIZEN


async def test_questions_of_a_chat_are_answered_in_order_and_chats_side_by_side(
    double: BotApiDouble,
) -> None:
    """Ten chats with three questions each take three pauses, not thirty."""
    async with _running(double, pause=0.2):
        for number in range(3):
            for chat in range(1, 11):
                double.say(f"q{number}", chat_id=chat)
        started = time.monotonic()
        await _messages(double, 30)
        elapsed = time.monotonic() - started
    for chat in range(1, 11):
        texts = [message.text.split()[1] for message in double.sent if message.chat_id == chat]
        assert texts == ["q0", "q1", "q2"]
    assert elapsed < 4


async def test_stopping_answers_what_was_fetched_and_confirms_it(double: BotApiDouble) -> None:
    """After a stop the next start finds nothing that was answered already."""
    async with _running(double, pause=0.3):
        double.say("satu")
        await _until(double, lambda: bool(double.calls_of("sendChatAction")))
    assert len(double.sent) == 1
    async with _running(double):
        double.say("dua")
        await _messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


@pytest.mark.parametrize("token", ["7000000002:AAunknown_unknown_unknown_unknown_un", "1:x", "abc"])
async def test_a_wrong_token_is_one_error_without_the_token(
    double: BotApiDouble, logged: io.StringIO, token: str
) -> None:
    """Whether unknown or malformed; nothing is tried twice and nothing is logged."""
    with pytest.raises(TokenRefusedError) as caught:
        await polling.serve(
            build_application(token, EchoAnswerer(), Catalogue.load(), double.url), asyncio.Event()
        )
    assert token not in str(caught.value)
    assert token not in logged.getvalue()
    assert "Traceback" not in logged.getvalue()


def test_a_missing_token_is_an_error_of_its_own() -> None:
    """Nothing is started."""
    with pytest.raises(MissingTokenError):
        build_application("", EchoAnswerer(), Catalogue.load())


async def test_a_token_revoked_while_running_stops_the_bot(double: BotApiDouble) -> None:
    """It must not sit there silently."""
    double.fail("getUpdates", Fault.refusal(401, "Unauthorized"))
    application = build_application(TOKEN, EchoAnswerer(), Catalogue.load(), double.url)
    with pytest.raises(TokenRefusedError):
        await polling.serve(application, asyncio.Event())


async def test_a_second_poller_is_named(double: BotApiDouble) -> None:
    """One conflict is borne, for a restart causes it; a lasting one ends the bot."""
    conflict = Fault.refusal(409, "Conflict: terminated by other getUpdates request")
    double.fail("getUpdates", conflict, times=polling.CONFLICTS_BEFORE_STOP)
    application = build_application(TOKEN, EchoAnswerer(), Catalogue.load(), double.url)
    with pytest.raises(SecondPollerError):
        await polling.serve(application, asyncio.Event(), _no_wait)


async def test_an_unreachable_server_is_named_after_a_few_attempts(logged: io.StringIO) -> None:
    """Nobody listens on port 1."""
    application = build_application(TOKEN, EchoAnswerer(), Catalogue.load(), "http://127.0.0.1:1/")
    with pytest.raises(BotApiUnreachableError) as caught:
        await polling.serve(application, asyncio.Event(), _no_wait)
    assert "http://127.0.0.1:1 " in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert "Traceback" not in logged.getvalue()


async def test_a_start_during_an_outage_succeeds(double: BotApiDouble) -> None:
    """The first calls may fail; a set webhook is removed."""
    double.webhook_url = "https://example.go.id/hook"
    double.fail("getMe", Fault.bad_gateway())
    double.fail("deleteWebhook", Fault.reset())
    async with _running(double):
        double.say("satu")
        await _messages(double, 1)


async def test_the_token_is_never_logged(double: BotApiDouble, logged: io.StringIO) -> None:
    """Not with the root at DEBUG, and not when every kind of call fails."""
    for method in ("getMe", "setMyCommands", "sendChatAction", "sendMessage", "getUpdates"):
        double.fail(method, Fault.bad_gateway())
        double.fail(method, Fault.reset())
    double.fail("sendMessage", Fault.too_many_requests(1))
    async with _running(double, pause=0.05):
        double.say("rahasia warga")
        await _messages(double, 1)
    text = logged.getvalue()
    assert "ready" in text
    assert TOKEN.partition(":")[2] not in text
    assert "rahasia warga" not in text


async def test_the_double_refuses_a_second_poller(double: BotApiDouble) -> None:
    """The double behaves as Telegram does: the newer caller ends the older."""
    url = f"{double.url}/bot{TOKEN}/getUpdates"
    async with httpx.AsyncClient() as client:
        first = asyncio.create_task(client.post(url, data={"timeout": "5"}))
        await _until(double, lambda: len(double.calls_of("getUpdates")) == 1)
        await asyncio.sleep(0.05)
        second = await client.post(url, data={"timeout": "0"})
        assert second.json() == {"ok": True, "result": []}
        assert (await first).status_code == 409


def test_every_error_has_one_sentence_that_says_what_to_do() -> None:
    """What happened, what was kept, what to do."""
    errors: list[BotError] = [
        MissingTokenError(),
        TokenRefusedError(),
        SecondPollerError(),
        BotApiUnreachableError("https://api.telegram.org", 4),
    ]
    for error in errors:
        assert "\n" not in str(error)
        assert str(error).endswith(".")
        assert ";" in str(error)
