"""Which group messages are for the bot, and what they ask."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Message

from bot.telegram.groups import question_to_bot

BOT_ID, BOT_NAME = 7, "suluh_bot"


def _message(text: str, mention: str = "", reply_from: int | None = None) -> Message:
    content: dict[str, Any] = {
        "message_id": 5,
        "date": int(datetime(2026, 11, 25, tzinfo=UTC).timestamp()),
        "chat": {"id": -100, "type": "supergroup", "title": "Warga"},
        "text": text,
    }
    if mention:
        offset = len(text[: text.index(mention)].encode("utf-16-le")) // 2
        entity = {"type": "mention", "offset": offset, "length": len(mention)}
        content["entities"] = [entity]
    if reply_from is not None:
        sender = {"id": reply_from, "is_bot": True, "first_name": "x"}
        replied = {k: content[k] for k in ("date", "chat")} | {"message_id": 4, "from": sender}
        content["reply_to_message"] = replied
    message = Message.de_json(content, None)
    assert message is not None
    return message


@pytest.mark.parametrize(
    ("message", "question"),
    [
        (_message("/tanya berapa lama?"), "berapa lama?"),
        (_message("/Tanya@suluh_bot berapa lama?"), "berapa lama?"),
        (_message("😀 @Suluh_Bot berapa lama?", "@Suluh_Bot"), "😀 berapa lama?"),
        (_message("kalau ditolak?", reply_from=BOT_ID), "kalau ditolak?"),
        (_message("@suluh_bot", "@suluh_bot"), ""),
        (_message("/tanya"), ""),
    ],
)
def test_a_message_to_the_bot_is_a_question(message: Message, question: str) -> None:
    """By command, by name, or as a reply; the name is no part of it."""
    assert question_to_bot(message, BOT_ID, BOT_NAME) == question


@pytest.mark.parametrize(
    "message",
    [
        _message("berapa lama?"),
        _message("/tanyakan saja"),
        _message("@lain_bot berapa lama?", "@lain_bot"),
        _message("kalau ditolak?", reply_from=8),
        _message("/start", reply_from=BOT_ID),
    ],
)
def test_what_members_say_to_each_other_is_none(message: Message) -> None:
    """The bot does not join in."""
    assert question_to_bot(message, BOT_ID, BOT_NAME) is None
