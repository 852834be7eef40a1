"""The webhook over real HTTP: only the Bot API gets in, and only what is stored is confirmed."""

import asyncio
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.errors import (
    BotError,
    ListenError,
    TokenRefusedError,
    WebhookRefusedError,
    WebhookSettingError,
    WebhookTakenOverError,
)
from bot.telegram.http_server import LOCAL_HOST, Address
from bot.telegram.running import Receiving
from bot.telegram.update_door import LARGEST_BODY, SECRET_HEADER
from bot.telegram.webhook import Webhook, run_webhook, serve
from bot.telegram.webhook_info import OTHER_FAULT, host_of
from tests.bot.telegram.scripted_api import (
    NO_WEBHOOK,
    ListIntake,
    RefusedError,
    ScriptedApi,
    application_with,
    no_wait,
    update_json,
)

pytestmark = pytest.mark.system

PUBLIC = "https://suluh.example.go.id"


def _address() -> Address:
    with socket.create_server((LOCAL_HOST, 0)) as free:
        return Address(LOCAL_HOST, free.getsockname()[1])


@dataclass(frozen=True, slots=True)
class _Run:
    """A bot that is being served, and a client of its address."""

    webhook: Webhook
    intake: ListIntake
    handled: list[int]
    receiving: Receiving
    client: httpx.AsyncClient
    stop: asyncio.Event

    async def post(self, **changes: Any) -> httpx.Response:
        """Send as the Bot API does, apart from the changes."""
        headers = {SECRET_HEADER: self.webhook.secret} | changes.pop("headers", {})
        content = changes or {"json": update_json(1)}
        return await self.client.post(self.webhook.path, headers=headers, **content)


@asynccontextmanager
async def _running(api: ScriptedApi) -> AsyncIterator[_Run]:
    application, handled = application_with(api)
    webhook = Webhook.at(PUBLIC, _address())
    intake, receiving, stop = ListIntake(application), Receiving(), asyncio.Event()
    task = asyncio.create_task(
        serve(application, stop, intake=intake, webhook=webhook, receiving=receiving)
    )
    await api.called("setWebhook")
    async with httpx.AsyncClient(base_url=f"http://{webhook.address}") as client:
        yield _Run(webhook, intake, handled, receiving, client, stop)
        stop.set()
        await task


async def test_the_webhook_is_set_so_that_nothing_waiting_is_dropped() -> None:
    """With the secret, the limit of connections and the kinds of updates that are handled."""
    api = ScriptedApi()
    async with _running(api) as run:
        assert await run.receiving.fault() == ""
    (told,) = api.calls_of("setWebhook")
    assert told["url"] == PUBLIC + run.webhook.path
    assert told["secret_token"] == run.webhook.secret
    assert told["max_connections"] == 40
    assert "callback_query" in told["allowed_updates"]
    assert not told.get("drop_pending_updates")
    assert not api.calls_of("deleteWebhook")
    assert await run.receiving.fault() == "stopping"


async def test_only_the_bot_api_gets_in_and_only_with_an_update() -> None:
    """Each refusal has its status, and nothing of it is stored."""
    json_type = {"content-type": "application/json"}
    async with _running(ScriptedApi()) as run:
        missing = await run.client.post(run.webhook.path, json=update_json(1))
        statuses = [
            missing.status_code,
            (await run.post(headers={SECRET_HEADER: "wrong"}, json=update_json(1))).status_code,
            (await run.post(headers={SECRET_HEADER: "é".encode()}, json={})).status_code,
            (await run.post(data={"update_id": "1"})).status_code,
            (await run.post(content=b" " * (LARGEST_BODY + 1), headers=json_type)).status_code,
            (await run.post(content=b"{", headers=json_type)).status_code,
            (await run.post(json=[1])).status_code,
            (await run.post(json={"message": {}})).status_code,
            (await run.client.get(run.webhook.path)).status_code,
            (await run.client.post("/telegram/other", json=update_json(1))).status_code,
        ]
        assert statuses == [403, 403, 403, 415, 413, 400, 400, 400, 405, 404]
        assert run.intake.stored == []


async def test_an_update_is_confirmed_when_it_is_stored_and_then_handled_once() -> None:
    """Not before; and what is sent twice is confirmed twice but handled once."""
    async with _running(ScriptedApi()) as run:
        run.intake.open.clear()
        posting = asyncio.create_task(run.post())
        await run.intake.wait_until_asked()
        await asyncio.sleep(0.02)
        assert not posting.done()
        run.intake.open.set()
        assert (await posting).status_code == 200
        assert (await run.post()).status_code == 200
    assert run.handled == [1]


async def test_what_cannot_be_stored_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    """The status says so, and the log does not quote the fault."""
    async with _running(ScriptedApi()) as run:
        run.intake.fault = OSError("Berapa lama?")
        assert (await run.post()).status_code == 503
        run.intake.fault = None
        assert (await run.post()).status_code == 200
    assert run.handled == [1]
    assert "OSError" in caplog.text
    assert "Berapa" not in caplog.text


async def test_a_stop_confirms_and_answers_what_is_under_way() -> None:
    """The request that had come in gets its reply, and its update is handled."""
    async with _running(ScriptedApi()) as run:
        run.intake.open.clear()
        posting = asyncio.create_task(run.post())
        await run.intake.wait_until_asked()
        run.stop.set()
        await asyncio.sleep(0.05)
        run.intake.open.set()
        assert (await posting).status_code == 200
    assert run.handled == [1]


async def _serve(api: ScriptedApi, webhook: Webhook | None = None) -> None:
    application, _ = application_with(api)
    await serve(
        application,
        asyncio.Event(),
        no_wait,
        intake=ListIntake(application),
        webhook=webhook or Webhook.at(PUBLIC, _address()),
        receiving=Receiving(),
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [("https://other.example.org/secret-path", "other.example.org"), ("", "removed the webhook")],
)
async def test_a_program_that_takes_the_messages_over_is_named(url: str, said: str) -> None:
    """Whether it set its own webhook or fetches the messages; its path is not told."""
    info = {**NO_WEBHOOK, "url": url}
    with pytest.raises(WebhookTakenOverError, match=said) as caught:
        await _serve(ScriptedApi(getWebhookInfo=lambda parameters: info))
    assert "secret-path" not in str(caught.value)


async def test_a_failed_delivery_is_logged_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    """Once, in words of our own: the Bot API's may hold the address."""
    looks: list[str] = []

    def info(parameters: dict[str, Any]) -> Any:
        looks.append(api.calls_of("setWebhook")[0]["url"])
        return {
            "url": looks[0] if len(looks) < 4 else "",
            "has_custom_certificate": False,
            "pending_update_count": 3,
            "last_error_date": int(time.time()) + 60,
            "last_error_message": f"Wrong response from the webhook: 502 Bad Gateway {looks[0]}",
        }

    api = ScriptedApi(getWebhookInfo=info)
    with pytest.raises(WebhookTakenOverError):
        await _serve(api)
    faults = [record for record in caplog.records if "could not deliver" in record.message]
    assert [vars(record)["waiting"] for record in faults] == [3]
    assert "the reply was status 502" in faults[0].message
    assert looks[0] not in caplog.text


async def test_an_outage_of_the_look_is_borne_and_a_revoked_token_is_not() -> None:
    """The bot goes on answering while the Bot API is away."""
    faults = [
        RefusedError(502, "Bad Gateway"),
        RefusedError(429, "Too Many"),
        RefusedError(401, "Unauthorized"),
    ]

    def info(parameters: dict[str, Any]) -> Any:
        raise faults.pop(0)

    with pytest.raises(TokenRefusedError):
        await _serve(ScriptedApi(getWebhookInfo=info))
    assert not faults


async def test_an_address_the_bot_api_refuses_is_explained() -> None:
    """Without trying it again."""

    def refuse(parameters: dict[str, Any]) -> Any:
        raise RefusedError(400, "Bad Request: bad webhook: Failed to resolve host: Name not known")

    api = ScriptedApi(setWebhook=refuse)
    with pytest.raises(WebhookRefusedError, match="the host name was not found"):
        await _serve(api)
    assert len(api.calls_of("setWebhook")) == 1


async def test_a_taken_port_is_one_error() -> None:
    """It names the address, and the Bot API is not told of a webhook that nobody serves."""
    api = ScriptedApi()
    with socket.create_server((LOCAL_HOST, 0)) as taken:
        address = Address(LOCAL_HOST, taken.getsockname()[1])
        with pytest.raises(ListenError, match=str(address)):
            await _serve(api, Webhook.at(PUBLIC, address))
    assert not api.calls_of("setWebhook")


def test_sigterm_ends_the_bot_orderly() -> None:
    """The web server leaves the signal to the bot, which answers what was taken in and returns."""

    def set_webhook(parameters: dict[str, Any]) -> bool:
        address = f"http://{webhook.address}{webhook.path}"
        threading.Thread(target=_post_and_end, args=(address, webhook.secret)).start()
        return True

    application, handled = application_with(ScriptedApi(setWebhook=set_webhook))
    webhook, intake = Webhook.at(PUBLIC, _address()), ListIntake(application)
    before = signal.getsignal(signal.SIGTERM)
    run_webhook(application, intake, webhook, Receiving())
    assert handled == [1]
    assert signal.getsignal(signal.SIGTERM) == before


def _post_and_end(address: str, secret: str) -> None:
    httpx.post(address, headers={SECRET_HEADER: secret}, json=update_json(1))
    os.kill(os.getpid(), signal.SIGTERM)


def test_the_path_is_as_secret_as_the_secret() -> None:
    """New at each start, or the same for the same configured secret; neither is shown."""
    address = Address(LOCAL_HOST, 8080)
    first, second = Webhook.at(PUBLIC, address), Webhook.at(PUBLIC, address)
    assert first.path != second.path
    configured = "a" * 16
    one, same = (Webhook.at(f"{PUBLIC}/", address, configured) for _ in range(2))
    assert one.target == same.target == PUBLIC + one.path
    assert configured not in one.target
    assert configured not in repr(one)


@pytest.mark.parametrize(
    ("url", "secret"),
    [("", ""), ("suluh.example.go.id", ""), ("https:///x", ""), ("https://a.id/?q", ""),
     ("https://[", ""), (PUBLIC, "short"), (PUBLIC, "with spaces and more"), (PUBLIC, "a" * 257)],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused(url: str, secret: str) -> None:
    """Before anything is started, and without quoting the secret."""
    with pytest.raises(WebhookSettingError) as caught:
        Webhook.at(url, Address(LOCAL_HOST, 8080), secret)
    assert not secret or secret not in str(caught.value)


def test_every_error_has_one_sentence_that_says_what_to_do() -> None:
    """What happened, what was kept, what to do."""
    errors: list[BotError] = [
        WebhookSettingError("SULUH_WEBHOOK_URL", "an address"),
        WebhookRefusedError(OTHER_FAULT),
        WebhookTakenOverError(host_of(PUBLIC)),
        WebhookTakenOverError(""),
        ListenError("127.0.0.1:80", "Permission denied"),
    ]
    for error in errors:
        assert "\n" not in str(error)
        assert str(error).endswith(".")
        assert ";" in str(error)


@pytest.fixture(autouse=True)
def log_everything(caplog: pytest.LogCaptureFixture) -> None:
    """Capture from INFO on."""
    caplog.set_level(logging.INFO)
