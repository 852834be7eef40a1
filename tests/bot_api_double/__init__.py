"""A strict Bot API server on 127.0.0.1: it refuses what Telegram refuses and records every call."""

from tests.bot_api_double.citizens import CITIZEN, GROUP
from tests.bot_api_double.double import TOKEN, BotApiDouble
from tests.bot_api_double.entities import Entity, EntityError, parse_html
from tests.bot_api_double.errors import ApiError
from tests.bot_api_double.faults import EVERY_KIND, Fault
from tests.bot_api_double.flood import FloodLimits, Rate
from tests.bot_api_double.keyboards import KeyboardButton, Markup, check_keyboard
from tests.bot_api_double.records import (
    Call,
    CallbackAnswer,
    Draft,
    GuestAnswer,
    InlineAnswer,
    InlineResult,
    Push,
    SentMessage,
    Upload,
)
from tests.bot_api_double.rules import checked_text
from tests.bot_api_double.updates import BOT_USERNAME

__all__ = [
    "BOT_USERNAME",
    "CITIZEN",
    "EVERY_KIND",
    "GROUP",
    "TOKEN",
    "ApiError",
    "BotApiDouble",
    "Call",
    "CallbackAnswer",
    "Draft",
    "Entity",
    "EntityError",
    "Fault",
    "FloodLimits",
    "GuestAnswer",
    "InlineAnswer",
    "InlineResult",
    "KeyboardButton",
    "Markup",
    "Push",
    "Rate",
    "SentMessage",
    "Upload",
    "check_keyboard",
    "checked_text",
    "parse_html",
]
