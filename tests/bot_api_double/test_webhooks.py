"""Which webhooks are refused, and how updates get to one."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.bot_api_double.calling import call
from tests.bot_api_double.double import BotApiDouble
from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.webhook_push import SECRET_HEADER
from tests.bot_api_double.webhooks import allowed_kinds, checked_webhook, is_wanted

SECRET = "rahasia_webhook-1"


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"url": "http://x.id"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://x.id:8080"}, "bad webhook: Webhook can be set up only on ports"),
        ({"url": "https://127.0.0.1/"}, "bad webhook: IP address 127.0.0.1 is reserved"),
        ({"url": "x.id"}, "invalid webhook URL specified"),
        ({"url": "https://x.id:port"}, "invalid webhook URL specified"),
        ({"url": "https://x.id", "secret_token": "a b"}, "secret token contains unallowed"),
        ({"url": "https://x.id", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
def test_a_wrong_webhook_is_refused(parameters: dict[str, str], description: str) -> None:
    """A server of one's own only asks for an address."""
    with pytest.raises(ApiError) as caught:
        checked_webhook(parameters, local=False)
    assert caught.value.description.startswith(f"Bad Request: {description}")


def test_a_webhook_is_read() -> None:
    """Connections are kept within 1 to 100; a local server takes any address."""
    webhook = checked_webhook({"url": "https://x.id/y", "max_connections": "500"}, local=False)
    assert (webhook.host, webhook.max_connections) == ("x.id", 100)
    assert checked_webhook({"url": "http://127.0.0.1:8080"}, local=True).max_connections == 40


def test_which_kinds_of_updates_come() -> None:
    """Left out, the setting before stays; empty, the usual ones come."""
    assert allowed_kinds(None, ("message",)) == ("message",)
    assert allowed_kinds("[]", ("message",)) == ()
    assert is_wanted("message", ())
    assert not is_wanted("chat_member", ())
    assert not is_wanted("message", ("inline_query",))
    for wrong in ("{}", "message", "[1]"):
        with pytest.raises(ApiError):
            allowed_kinds(wrong, ())


class _Door:
    """Replies to updates with the statuses given, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.wait = 0.0
        self.inside = 0
        self.most_inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one update."""
        request = Request(scope, receive)
        update = await request.json()
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        await asyncio.sleep(self.wait)
        self.inside -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.append((request.headers.get(SECRET_HEADER, ""), update))
        await Response(status_code=status)(scope, receive, send)

    def texts(self) -> list[str]:
        """The text of every update that was taken."""
        return [update["message"]["text"] for _, update in self.taken]


@asynccontextmanager
async def _pushed_to(double: BotApiDouble, door: _Door) -> AsyncIterator[str]:
    config = uvicorn.Config(door, port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    await call(double, "setWebhook", url=f"http://127.0.0.1:{port}/", secret_token=SECRET)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        await call(double, "deleteWebhook")
        await asyncio.gather(*double.tasks)
        server.should_exit = True
        await running


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


@pytest.mark.system
async def test_updates_are_delivered_until_they_are_taken() -> None:
    """In the order of their chat, with the secret; another chat does not wait."""
    double, door = BotApiDouble(), _Door(503, 503)
    async with _pushed_to(double, door):
        for text in ("satu", "dua", "tiga"):
            double.say(text)
        double.say("lain", chat_id=5)
        await _until(lambda: not double.pending)
        info = await call(double, "getWebhookInfo")
    assert [text for text in door.texts() if text != "lain"] == ["satu", "dua", "tiga"]
    assert {secret for secret, _ in door.taken} == {SECRET}
    assert sorted(push.status for push in double.pushes) == [200, 200, 200, 200, 503, 503]
    assert info["last_error_message"].startswith("Wrong response from the webhook: 503")
    assert info["pending_update_count"] == 0


@pytest.mark.system
async def test_chats_are_delivered_side_by_side_within_the_limit() -> None:
    """The next update of a chat waits for the one before."""
    double, door = BotApiDouble(), _Door()
    door.wait = 0.05
    async with _pushed_to(double, door) as url:
        await call(double, "setWebhook", url=url, max_connections=2, drop_pending_updates=True)
        for chat in (1, 2, 3, 4):
            double.say("x", chat_id=chat)
        await _until(lambda: not double.pending)
    assert door.most_inside == 2


@pytest.mark.system
async def test_nobody_listening_is_told() -> None:
    """Nothing is sent to other machines; updates wait, and polling gets them."""
    double = BotApiDouble()
    double.say("satu")
    for url in ("http://127.0.0.1:1/", "https://example.go.id/"):
        await call(double, "setWebhook", url=url)
        await _until(lambda: bool(double.webhook_faults))
        info = await call(double, "getWebhookInfo")
        assert (info["last_error_message"], info["pending_update_count"]) == (
            "Connection refused",
            1,
        )
    with pytest.raises(ApiError, match="while webhook is active"):
        await call(double, "getUpdates")
    await call(double, "deleteWebhook")
    await asyncio.gather(*double.tasks)
    (update,) = await call(double, "getUpdates")
    assert update["message"]["text"] == "satu"


async def test_setting_a_webhook_ends_a_poll() -> None:
    """And dropping updates leaves none."""
    double = BotApiDouble()
    poll = asyncio.create_task(call(double, "getUpdates", timeout=5))
    await _until(lambda: double.poll_generation == 1)
    await call(double, "setWebhook", url="https://example.go.id/")
    with pytest.raises(ApiError, match="terminated by setWebhook request"):
        await poll
    double.say("satu")
    await call(double, "deleteWebhook", drop_pending_updates=True)
    await asyncio.gather(*double.tasks)
    assert await call(double, "getUpdates") == []
