"""What a webhook is, and which Telegram refuses.

Rules: https://core.telegram.org/bots/api#setwebhook. A Bot API server of one's own started with
`--local` allows any address and port (https://core.telegram.org/bots/api#using-a-local-bot-api-server).
"""

import ipaddress
import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.bot_api_double.errors import bad_request

PORTS = frozenset({443, 80, 88, 8443})
MAX_SECRET = 256
DEFAULT_CONNECTIONS = 40
MAX_CONNECTIONS = 100
# Kinds that come only when asked for (https://core.telegram.org/bots/api#getupdates).
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go; an empty address means that they are fetched."""

    url: str
    secret: str = ""
    max_connections: int = DEFAULT_CONNECTIONS

    @property
    def host(self) -> str:
        """The host of the address."""
        return urlsplit(self.url).hostname or ""


NO_WEBHOOK = Webhook("")


def checked_webhook(parameters: dict[str, str], *, local: bool) -> Webhook:
    """Read the parameters of setWebhook; `local` is what a server of one's own allows.

    Raises:
        ApiError: Telegram would refuse them.
    """
    url = parameters.get("url", "")
    secret = parameters.get("secret_token", "")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not url:
        return NO_WEBHOOK
    _check_address(url, local=local)
    connections = int(parameters.get("max_connections", str(DEFAULT_CONNECTIONS)))
    return Webhook(url, secret, min(max(connections, 1), MAX_CONNECTIONS))


def allowed_kinds(text: str | None, before: tuple[str, ...]) -> tuple[str, ...]:
    """Read `allowed_updates`; left out, the setting before stays.

    Raises:
        ApiError: it is no list of strings.
    """
    if text is None:
        return before
    try:
        kinds = json.loads(text)
    except ValueError as error:
        raise bad_request("can't parse allowed updates JSON object") from error
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed updates: array of String expected")
    return tuple(kinds)


def is_wanted(kind: str, allowed: tuple[str, ...]) -> bool:
    """Tell whether updates of a kind come; an empty setting means all usual ones."""
    return kind in allowed if allowed else kind not in ONLY_ON_REQUEST


def _check_address(url: str, *, local: bool) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise bad_request("invalid webhook URL specified") from error
    host = parts.hostname or ""
    if not host or parts.scheme not in {"http", "https"}:
        raise bad_request("invalid webhook URL specified")
    if local:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if _is_reserved(host):
        raise bad_request(f"bad webhook: IP address {host} is reserved")


def _is_reserved(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"
