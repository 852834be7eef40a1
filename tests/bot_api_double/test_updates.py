"""Updates are such as Telegram sends: the library reads each of them whole."""

import pytest
from telegram import Bot, MessageEntity, Update

from tests.bot_api_double.calling import sent
from tests.bot_api_double.citizens import CITIZEN, GROUP
from tests.bot_api_double.double import TOKEN, BotApiDouble
from tests.bot_api_double.updates import BOT_USERNAME, MEDIA


@pytest.fixture
def double() -> BotApiDouble:
    """Give a double that no server serves."""
    return BotApiDouble()


def _last(double: BotApiDouble) -> Update:
    update = Update.de_json(double.pending[-1], Bot(TOKEN))
    assert not update.api_kwargs, "a field that the library does not know"
    return update


def test_commands_and_mentions_are_marked(double: BotApiDouble) -> None:
    """Counted in UTF-16 units, wherever they stand."""
    double.say(f"😀 @{BOT_USERNAME} berapa lama? /tanya@{BOT_USERNAME} a@b.id 1/2", GROUP)
    message = _last(double).message
    assert message is not None
    assert message.parse_entities() == {
        message.entities[0]: f"@{BOT_USERNAME}",
        message.entities[1]: f"/tanya@{BOT_USERNAME}",
    }
    assert [entity.type for entity in message.entities] == [
        MessageEntity.MENTION,
        MessageEntity.BOT_COMMAND,
    ]


async def test_a_reply_to_the_bot_holds_what_it_replies_to(double: BotApiDouble) -> None:
    """In the topic that it was written in."""
    double.say("/tanya satu", GROUP, user=7, thread_id=5)
    message = await sent(double, GROUP, "jawaban", message_thread_id=5)
    double.say("kalau ditolak?", GROUP, user=8, reply_to=message, thread_id=5)
    written = _last(double).message
    assert written is not None
    assert written.reply_to_message is not None
    assert written.reply_to_message.from_user is not None
    assert written.from_user is not None
    assert written.reply_to_message.from_user.username == BOT_USERNAME
    assert written.reply_to_message.text == "jawaban"
    assert (written.from_user.id, written.message_thread_id, written.is_topic_message) == (
        8,
        5,
        True,
    )
    assert written.chat.is_forum


def test_an_edited_message_keeps_its_number(double: BotApiDouble) -> None:
    """Only what people wrote is edited by them."""
    double.say("satu", language_code="en")
    double.edit("dua")
    update = _last(double)
    edited = update.edited_message
    assert edited is not None
    assert edited.edit_date is not None
    assert edited.from_user is not None
    assert (edited.message_id, edited.text, edited.from_user.language_code) == (1, "dua", "en")
    with pytest.raises(AssertionError, match="no citizen"):
        double.edit("tiga", message_id=99)


async def test_a_pressed_button_comes_with_its_message(double: BotApiDouble) -> None:
    """By whoever pressed it."""
    double.say("halo")
    keyboard = {"inline_keyboard": [[{"text": "Lihat", "callback_data": "q:1"}]]}
    message = await sent(double, CITIZEN, "jawaban", reply_markup=keyboard)
    query_id = double.press(message, "Lihat", user=9)
    query = _last(double).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "q:1", 9)
    assert query.message.message_id == message.message_id


def test_questions_from_elsewhere(double: BotApiDouble) -> None:
    """Inline queries are cut at 256 characters; a guest message names its query."""
    query_id = double.inline("x" * 300)
    inline = _last(double).inline_query
    assert inline is not None
    assert (inline.id, len(inline.query)) == (query_id, 256)
    query_id = double.guest("berapa lama?", user=9)
    guest = _last(double).guest_message
    assert guest is not None
    assert (guest.guest_query_id, guest.text) == (query_id, f"@{BOT_USERNAME} berapa lama?")


def test_the_bot_is_told_what_it_is_in_a_chat(double: BotApiDouble) -> None:
    """Added to a group, blocked by a citizen and let in again."""
    for status, chat, before in (
        ("member", GROUP, "left"),
        ("kicked", CITIZEN, "member"),
        ("member", CITIZEN, "kicked"),
    ):
        double.set_membership(status, chat)
        change = _last(double).my_chat_member
        assert change is not None
        assert (change.old_chat_member.status, change.new_chat_member.status) == (before, status)


@pytest.mark.parametrize("kind", MEDIA)
def test_content_that_is_no_text(double: BotApiDouble, kind: str) -> None:
    """Each kind can be read."""
    double.send_media(kind, "keterangan")
    message = _last(double).message
    assert message is not None
    assert not message.api_kwargs
    assert getattr(message, kind)
