"""Faults that a call of the Bot API can meet."""

import asyncio
import json
from dataclasses import dataclass
from typing import Self

HTML_GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
BROKEN_JSON = b'{"ok": true, "result": {"message_id": 7, "da'


@dataclass(frozen=True, slots=True)
class Fault:
    """What one call meets: a wait, then a refusal, a broken connection, or the usual reply.

    `carried_out` means that the call takes effect although its reply is lost.
    """

    status: int = 0
    body: bytes = b""
    seconds: float = 0.0
    resets: bool = False
    carried_out: bool = False
    name: str = "fault"

    @classmethod
    def too_many_requests(cls, retry_after: int = 1) -> Self:
        """Flood control: 429 with the seconds to wait."""
        reply = {
            "ok": False,
            "error_code": 429,
            "description": f"Too Many Requests: retry after {retry_after}",
            "parameters": {"retry_after": retry_after},
        }
        return cls(status=429, body=json.dumps(reply).encode(), name="429")

    @classmethod
    def refusal(cls, status: int, description: str) -> Self:
        """A refusal in the Bot API's own form."""
        reply = {"ok": False, "error_code": status, "description": description}
        return cls(status=status, body=json.dumps(reply).encode(), name=str(status))

    @classmethod
    def bad_gateway(cls) -> Self:
        """A proxy's HTML page instead of JSON."""
        return cls(status=502, body=HTML_GATEWAY_PAGE, name="502")

    @classmethod
    def reset(cls, *, carried_out: bool = False) -> Self:
        """The connection breaks before a reply, after the call took effect if `carried_out`."""
        name = "reset after" if carried_out else "reset before"
        return cls(resets=True, carried_out=carried_out, name=name)

    @classmethod
    def slow(cls, seconds: float) -> Self:
        """The usual reply, late."""
        return cls(seconds=seconds, name="slow")

    @classmethod
    def empty_body(cls, *, carried_out: bool = False) -> Self:
        """Status 200 without a body."""
        return cls(status=200, carried_out=carried_out, name="empty body")

    @classmethod
    def broken_json(cls, *, carried_out: bool = False) -> Self:
        """Status 200 with a body that ends in the middle."""
        return cls(status=200, body=BROKEN_JSON, carried_out=carried_out, name="broken JSON")

    @property
    def replaces_reply(self) -> bool:
        """Whether the caller does not get the usual reply."""
        return bool(self.status) or self.resets

    async def wait(self) -> None:
        """Let the scripted time pass."""
        if self.seconds:
            await asyncio.sleep(self.seconds)


# A reply that is lost or damaged after the call took effect is among them once.
EVERY_KIND = (
    Fault.too_many_requests(1),
    Fault.bad_gateway(),
    Fault.reset(),
    Fault.reset(carried_out=True),
    Fault.slow(0.2),
    Fault.empty_body(),
    Fault.broken_json(),
)
