"""Finds the question in a group message that is meant for the bot."""

import re
from collections.abc import Sequence

from telegram import Message, MessageEntity

ASK_COMMANDS = ("tanya", "ask")
_COMMAND = re.compile(rf"/(?:{'|'.join(ASK_COMMANDS)})(?:@\w+)?\b", re.IGNORECASE)


def question_to_bot(message: Message, bot_id: int, username: str) -> str | None:
    """Give what a group member asks the bot, without its name; None where it is not addressed.

    The bot is addressed by /tanya, by its @name, or by a reply to one of its messages.
    """
    text = message.text or ""
    command = _COMMAND.match(text)
    if command:
        return text[command.end() :].strip()
    mentions = _mentions(message, username)
    if mentions:
        return _without(text, mentions)
    replied = message.reply_to_message
    sender = replied.from_user if replied else None
    if sender is not None and sender.id == bot_id and not text.startswith("/"):
        return text.strip()
    return None


def _mentions(message: Message, username: str) -> list[str]:
    names = message.parse_entities([MessageEntity.MENTION]).values()
    return [name for name in names if name.lower() == f"@{username}".lower()]


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return " ".join(text.split())
