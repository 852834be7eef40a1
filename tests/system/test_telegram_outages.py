"""The Telegram front end where the Bot API, the token or the network fails it."""

import asyncio
import io
import logging
import time
from collections.abc import Iterator
from pathlib import Path

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
from bot.storage.store import Storage
from bot.telegram import polling
from tests.bot_api_double import CITIZEN, TOKEN, BotApiDouble, Fault
from tests.system.echo_bot import (
    ADMIN,
    front_end,
    messages,
    no_wait,
    opened_storage,
    running,
    serve,
    until,
)

pytestmark = pytest.mark.system


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """An empty storage."""
    with opened_storage(tmp_path) as opened:
        yield opened


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
    double: BotApiDouble, storage: Storage, fault: Fault
) -> None:
    """Nothing lost, nothing twice."""
    async with running(double, storage):
        double.fail("sendMessage", fault)
        double.say("satu")
        await messages(double, 1)
        double.say("dua")
        await messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


@pytest.mark.parametrize(
    "fault",
    [Fault.bad_gateway(), Fault.too_many_requests(1), Fault.reset(), Fault.reset(carried_out=True)],
    ids=["502", "429", "reset", "reply lost"],
)
async def test_a_fault_while_fetching_ends_in_exactly_one_answer(
    double: BotApiDouble, storage: Storage, fault: Fault
) -> None:
    """An update that was not received comes again; one that was is not answered twice."""
    double.fail("getUpdates", fault, times=2)
    double.say("satu")
    async with running(double, storage):
        await messages(double, 1)
        double.say("dua")
        await messages(double, 2)
    assert [message.text.split()[1] for message in double.sent] == ["satu", "dua"]


async def test_flood_control_of_courtesies_holds_up_no_answer(
    double: BotApiDouble, storage: Storage
) -> None:
    """A refused typing notice or command list must not make citizens wait."""
    double.fail("setMyCommands", Fault.too_many_requests(60))
    double.fail("sendChatAction", Fault.too_many_requests(60))
    async with running(double, storage, pause=0.05):
        double.say("satu")
        started = time.monotonic()
        await messages(double, 1)
    assert time.monotonic() - started < 5


async def test_a_citizen_who_blocked_the_bot_harms_nobody_else(
    double: BotApiDouble, storage: Storage
) -> None:
    """The next citizen is answered."""
    double.blocked_chats.add(99)
    async with running(double, storage):
        double.say("satu", chat_id=99)
        double.say("dua", chat_id=CITIZEN)
        (message,) = await messages(double, 1)
    assert message.chat_id == CITIZEN


@pytest.mark.parametrize("token", ["7000000002:AAunknown_unknown_unknown_unknown_un", "1:x", "abc"])
async def test_a_wrong_token_is_one_error_without_the_token(
    double: BotApiDouble, storage: Storage, logged: io.StringIO, token: str
) -> None:
    """Whether unknown or malformed; nothing is tried twice and nothing is logged."""
    with pytest.raises(TokenRefusedError) as caught:
        await serve(front_end(storage, double.url, token=token))
    assert token not in str(caught.value)
    assert token not in logged.getvalue()
    assert "Traceback" not in logged.getvalue()


def test_a_missing_token_is_an_error_of_its_own(storage: Storage) -> None:
    """Nothing is started."""
    with pytest.raises(MissingTokenError):
        front_end(storage, "", token="")


async def test_a_token_revoked_while_running_stops_the_bot(
    double: BotApiDouble, storage: Storage
) -> None:
    """It must not sit there silently."""
    double.fail("getUpdates", Fault.refusal(401, "Unauthorized"))
    with pytest.raises(TokenRefusedError):
        await serve(front_end(storage, double.url))


async def test_a_second_poller_is_named(double: BotApiDouble, storage: Storage) -> None:
    """One conflict is borne, for a restart causes it; a lasting one ends the bot, as staff read."""
    double.known_chats.add(ADMIN)
    conflict = Fault.refusal(409, "Conflict: terminated by other getUpdates request")
    double.fail("getUpdates", conflict, times=polling.CONFLICTS_BEFORE_STOP)
    with pytest.raises(SecondPollerError):
        await serve(front_end(storage, double.url), sleep=no_wait)
    [alert] = double.sent
    assert alert.chat_id == ADMIN
    assert "SecondPollerError" in alert.text


async def test_an_unreachable_server_is_named_after_a_few_attempts(
    storage: Storage, logged: io.StringIO
) -> None:
    """Nobody listens on port 1."""
    with pytest.raises(BotApiUnreachableError) as caught:
        await serve(front_end(storage, "http://127.0.0.1:1/"), sleep=no_wait)
    assert "http://127.0.0.1:1 " in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert "Traceback" not in logged.getvalue()


async def test_a_start_during_an_outage_succeeds(double: BotApiDouble, storage: Storage) -> None:
    """The first calls may fail; a set webhook is removed."""
    double.webhook_url = "https://example.go.id/hook"
    double.fail("getMe", Fault.bad_gateway())
    double.fail("deleteWebhook", Fault.reset())
    async with running(double, storage):
        double.say("satu")
        await messages(double, 1)


async def test_the_token_is_never_logged(
    double: BotApiDouble, storage: Storage, logged: io.StringIO
) -> None:
    """Not with the root at DEBUG, and not when every kind of call fails."""
    for method in ("getMe", "setMyCommands", "sendChatAction", "sendMessage", "getUpdates"):
        double.fail(method, Fault.bad_gateway())
        double.fail(method, Fault.reset())
    double.fail("sendMessage", Fault.too_many_requests(1))
    async with running(double, storage, pause=0.05):
        double.say("rahasia warga")
        await messages(double, 1)
    text = logged.getvalue()
    assert "ready" in text
    assert TOKEN.partition(":")[2] not in text
    assert "rahasia warga" not in text


async def test_the_double_refuses_a_second_poller(double: BotApiDouble) -> None:
    """The double behaves as Telegram does: the newer caller ends the older."""
    url = f"{double.url}/bot{TOKEN}/getUpdates"
    async with httpx.AsyncClient() as client:
        first = asyncio.create_task(client.post(url, data={"timeout": "5"}))
        await until(double, lambda: len(double.calls_of("getUpdates")) == 1)
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
