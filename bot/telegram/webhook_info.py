"""What the Bot API tells about a bot's webhook, in words that hold no path and no token."""

import re
from typing import Any
from urllib.parse import urlsplit

from telegram.error import TelegramError
from telegram.ext import ExtBot

OTHER_FAULT = "another fault"

_STATUS = re.compile(r"wrong response from the webhook: (\d{3})\b", re.IGNORECASE)
# What is in the Bot API's descriptions, and what it means for whoever looks after the bot.
_FAULTS = (
    ("certificate", "the certificate was not accepted"),
    ("ssl", "no TLS connection came about"),
    ("resolve", "the host name was not found"),
    ("https url must be provided", "the address must begin with https://"),
    ("only on ports", "the port must be 443, 80, 88 or 8443"),
    ("ip address", "the host name leads to a reserved network address"),
    ("refused", "the connection was refused"),
    ("reset", "the connection was broken off"),
    ("time", "there was no reply in time"),
)


def fault_class(description: str) -> str:
    """Name the kind of fault that an error message about the webhook tells of."""
    if status := _STATUS.search(description):
        return f"the reply was status {status[1]}"
    said = description.lower()
    return next((meaning for words, meaning in _FAULTS if words in said), OTHER_FAULT)


def host_of(url: str) -> str:
    """Give the host of an address, all of it that may be told; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


async def webhook_host(bot: ExtBot[Any]) -> str:
    """Ask which host the bot's messages are delivered to; empty where none is, or none is told."""
    try:
        return host_of((await bot.get_webhook_info()).url)
    except TelegramError:
        return ""
