"""A strict Bot API server on 127.0.0.1: it refuses what Telegram refuses and records every call."""

from tests.bot_api_double.double import CITIZEN, TOKEN, BotApiDouble
from tests.bot_api_double.entities import Entity, EntityError, parse_html
from tests.bot_api_double.faults import Fault
from tests.bot_api_double.records import Call, SentMessage
from tests.bot_api_double.rules import ApiError, checked_text

__all__ = [
    "CITIZEN",
    "TOKEN",
    "ApiError",
    "BotApiDouble",
    "Call",
    "Entity",
    "EntityError",
    "Fault",
    "SentMessage",
    "checked_text",
    "parse_html",
]
