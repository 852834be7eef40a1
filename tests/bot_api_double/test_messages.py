"""What is sent, edited and deleted is refused as Telegram refuses it, and recorded."""

import pytest

from tests.bot_api_double.calling import BUTTONS, acquainted, call, refused, sent
from tests.bot_api_double.citizens import CITIZEN, GROUP
from tests.bot_api_double.double import BotApiDouble
from tests.bot_api_double.errors import ApiError
from tests.fakes import Clock


@pytest.fixture
def double() -> BotApiDouble:
    """Give a double that no server serves; a citizen and a group know the bot."""
    return acquainted()


async def test_an_edit_keeps_what_the_message_was(double: BotApiDouble) -> None:
    """The recorded message is as a reader sees it now."""
    first = await sent(double, CITIZEN, "satu", reply_markup=BUTTONS)
    place = {"chat_id": CITIZEN, "message_id": first.message_id}
    told = await call(double, "editMessageText", **place, text="<b>dua</b>", parse_mode="HTML")
    assert told["text"] == "dua"
    (message,) = double.sent
    assert (message.text, message.buttons()) == ("dua", [])
    assert [earlier.text for earlier in message.history] == ["satu"]
    await call(double, "editMessageReplyMarkup", **place, reply_markup=BUTTONS)
    assert double.sent[0].buttons() == [("Lihat", "q:1")]
    assert [len(earlier.history) for earlier in double.sent[0].history] == [0, 0]


async def test_edits_that_telegram_refuses(double: BotApiDouble) -> None:
    """Nothing new, nothing there, nothing of the bot's own."""
    edit = "editMessageText"
    message = await sent(double, CITIZEN, "satu")
    place = {"chat_id": CITIZEN, "message_id": message.message_id}
    assert (await refused(double, edit, **place, text="satu")).startswith(
        "message is not modified: specified new message content and reply markup"
    )
    assert await refused(double, edit, chat_id=CITIZEN, text="x") == (
        "message identifier is not specified"
    )
    for wrong, reason in ((999, "message to edit not found"), (1, "message can't be edited")):
        assert await refused(double, edit, chat_id=CITIZEN, message_id=wrong, text="x") == reason
    assert await refused(double, edit, **place, text="") == "message text is empty"
    assert await refused(double, edit, **place, text="x", reply_markup={"force_reply": True}) == (
        "inline keyboard expected"
    )
    assert await refused(double, edit, inline_message_id="x", text="x") == "MESSAGE_ID_INVALID"
    asking = await sent(double, CITIZEN, reply_markup={"force_reply": True})
    assert await refused(double, edit, chat_id=CITIZEN, message_id=asking.message_id, text="y") == (
        "message can't be edited"
    )


async def test_a_deleted_message_is_gone_for_everybody(double: BotApiDouble) -> None:
    """It stays recorded; those of others are only deleted in private chats."""
    message = await sent(double, CITIZEN, "satu", reply_markup=BUTTONS)
    place = {"chat_id": CITIZEN, "message_id": message.message_id}
    await call(double, "deleteMessage", **place)
    assert double.sent[0].deleted
    assert await refused(double, "deleteMessage", **place) == "message to delete not found"
    assert await refused(double, "editMessageText", **place, text="x") == (
        "message to edit not found"
    )
    double.press(message, "Lihat")
    assert double.pending[-1]["callback_query"]["message"]["date"] == 0
    await call(double, "deleteMessage", chat_id=CITIZEN, message_id=1)
    assert await refused(double, "deleteMessage", chat_id=GROUP, message_id=2) == (
        "message can't be deleted"
    )


async def test_a_draft_is_for_private_chats(double: BotApiDouble) -> None:
    """Its text may be empty, its number not zero, and it may not come too often."""
    draft = "sendMessageDraft"
    await call(double, draft, chat_id=CITIZEN, draft_id=7, text="<i>x</i>", parse_mode="HTML")
    await call(double, draft, chat_id=CITIZEN, draft_id=7)
    assert [(one.draft_id, one.text) for one in double.drafts] == [(7, "x"), (7, "")]
    assert await refused(double, draft, chat_id=GROUP, draft_id=7) == "TEXTDRAFT_PEER_INVALID"
    assert await refused(double, draft, chat_id=CITIZEN, draft_id=0) == (
        "draft_id must be non-zero"
    )
    with pytest.raises(ApiError) as caught:
        await call(double, draft, chat_id=CITIZEN, draft_id=7)
    assert (caught.value.code, caught.value.parameters) == (429, {"retry_after": 1})


async def test_a_message_goes_where_the_bot_may_write(double: BotApiDouble) -> None:
    """Chats, topics and messages replied to must be there."""
    send = "sendMessage"
    assert await refused(double, send, text="x") == "chat_id is empty"
    for unknown in (5, "@warga"):
        assert await refused(double, send, chat_id=unknown, text="x") == "chat not found"
    place = {"chat_id": GROUP, "text": "x"}
    assert await refused(double, send, **place, message_thread_id=9) == "message thread not found"
    reply = {"message_id": 999}
    assert await refused(double, send, **place, reply_parameters=reply) == (
        "message to be replied not found"
    )
    reply["allow_sending_without_reply"] = True
    assert (await sent(double, GROUP, reply_parameters=reply)).reply_to is None
    double.say("/tanya", GROUP, thread_id=9)
    topic = double.pending[-1]["message"]["message_id"]
    assert (await sent(double, GROUP, message_thread_id=9)).thread_id == 9
    assert (await sent(double, GROUP, reply_parameters={"message_id": topic})).thread_id == 9
    for status, reason in (("left", "bot is not a member"), ("kicked", "bot was kicked")):
        double.set_membership(status)
        assert (await refused(double, send, **place)).startswith(reason)
    double.set_membership("member")
    await call(double, send, **place)
    double.set_membership("kicked", CITIZEN)
    assert await refused(double, send, chat_id=CITIZEN, text="x") == "bot was blocked by the user"


async def test_a_group_without_topics_refuses_the_thread_of_replies(double: BotApiDouble) -> None:
    """It is told in updates all the same."""
    message = await sent(double, GROUP)
    double.say("dan lalu?", GROUP, reply_to=message)
    told = double.pending[-1]["message"]
    thread = {"message_thread_id": told["message_thread_id"]}
    assert told["reply_to_message"]["from"]["is_bot"]
    assert await refused(double, "sendMessage", chat_id=GROUP, text="x", **thread) == (
        "message thread not found"
    )


async def test_a_typing_notice_names_what_is_done(double: BotApiDouble) -> None:
    """In the General topic too, which takes no messages by its number."""
    place = {"chat_id": GROUP, "message_thread_id": 1}
    await call(double, "sendChatAction", **place, action="typing")
    assert await refused(double, "sendChatAction", **place, action="thinking") == (
        "wrong parameter action in request"
    )
    assert await refused(double, "sendMessage", **place, text="x") == "message thread not found"


async def test_reactions_are_one_of_telegrams_own(double: BotApiDouble) -> None:
    """One at a time; an empty list takes it back."""
    place = {"chat_id": CITIZEN, "message_id": 1}
    eyes = {"type": "emoji", "emoji": "👀"}
    react = "setMessageReaction"
    await call(double, react, **place, reaction=[eyes])
    assert double.reactions == {(CITIZEN, 1): ("👀",)}
    await call(double, react, **place)
    assert double.reactions == {(CITIZEN, 1): ()}
    assert await refused(double, react, **place, reaction=[eyes, eyes]) == "REACTIONS_TOO_MANY"
    wrong = {"type": "emoji", "emoji": "📄"}
    assert await refused(double, react, **place, reaction=[wrong]) == "REACTION_INVALID"
    assert await refused(double, react, chat_id=CITIZEN, message_id=9) == (
        "message to react not found"
    )


async def test_a_file_must_be_there(double: BotApiDouble) -> None:
    """Whoever names one that was never uploaded is refused."""
    send = "sendDocument"
    assert await refused(double, send, chat_id=CITIZEN) == "there is no document in the request"
    assert await refused(double, send, chat_id=CITIZEN, document="BQAC") == (
        "wrong file identifier/HTTP URL specified"
    )
    assert await refused(double, send, chat_id=CITIZEN, caption="x" * 1025) == (
        "message caption is too long"
    )


async def test_sending_too_fast_is_refused_once_flood_control_is_on(double: BotApiDouble) -> None:
    """It is off by default."""
    for _ in range(40):
        await sent(double, CITIZEN)
    clock = Clock()
    double.limit_flood(clock=clock)
    for _ in range(3):
        await sent(double, CITIZEN)
    with pytest.raises(ApiError) as caught:
        await sent(double, CITIZEN)
    assert (caught.value.code, caught.value.parameters) == (429, {"retry_after": 1})
    await sent(double, GROUP)
    clock.seconds += 1
    await sent(double, CITIZEN)
