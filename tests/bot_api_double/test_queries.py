"""Queries, commands and the bot's profile are refused as Telegram refuses them, and recorded."""

import pytest

from tests.bot_api_double.calling import BUTTONS, acquainted, call, refused, sent
from tests.bot_api_double.citizens import CITIZEN, GROUP
from tests.bot_api_double.double import BotApiDouble
from tests.bot_api_double.errors import ApiError

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ARTICLE = {
    "type": "article",
    "id": "a",
    "title": "x",
    "input_message_content": {"message_text": "satu"},
}


@pytest.fixture
def double() -> BotApiDouble:
    """Give a double that no server serves; a citizen and a group know the bot."""
    return acquainted()


async def test_a_pressed_button_is_answered_once(double: BotApiDouble) -> None:
    """With at most 200 characters; an unknown or old query is refused."""
    answer = "answerCallbackQuery"
    message = await sent(double, CITIZEN, reply_markup=BUTTONS)
    query = double.press(message, "q:1")
    assert await refused(double, answer, callback_query_id=query, text="x" * 201) == (
        "MESSAGE_TOO_LONG"
    )
    await call(double, answer, callback_query_id=query, text="Terima kasih", show_alert=True)
    taken = double.callback_answers[query]
    assert (taken.text, taken.show_alert) == ("Terima kasih", True)
    old = double.press(message, "Lihat")
    double.expire(old)
    for wrong in (query, old, "1", double.inline("x")):
        assert await refused(double, answer, callback_query_id=wrong) == TOO_OLD
    with pytest.raises(AssertionError, match="no button"):
        double.press(message, "Hapus")


async def test_an_inline_query_is_answered_once(double: BotApiDouble) -> None:
    """Results, button and how long they may be shown again."""
    query = double.inline("berapa lama?")
    parameters = {"inline_query_id": query, "results": [ARTICLE], "cache_time": 5}
    assert await refused(double, "answerInlineQuery", **parameters, next_offset="x" * 65) == (
        "NEXT_OFFSET_INVALID"
    )
    button = {"text": "Tanya", "start_parameter": "inline"}
    await call(double, "answerInlineQuery", **parameters, button=button)
    taken = double.inline_answers[query]
    assert (taken.cache_time, taken.button, taken.results[0].text) == (5, "Tanya", "satu")
    assert await refused(double, "answerInlineQuery", **parameters) == TOO_OLD


async def test_a_guest_question_is_answered_once(double: BotApiDouble) -> None:
    """The answer can be edited by what it was called."""
    query = double.guest("berapa lama?")
    parameters = {"guest_query_id": query, "result": ARTICLE}
    told = await call(double, "answerGuestQuery", **parameters)
    assert await refused(double, "answerGuestQuery", **parameters) == TOO_OLD
    await call(double, "editMessageText", **told, text="dua")
    answer = double.guest_answers[query]
    assert (answer.result.text, answer.history[0].text) == ("dua", "satu")
    assert (await refused(double, "editMessageText", **told, text="dua")).startswith(
        "message is not modified"
    )


async def test_being_asked_elsewhere_opens_no_chat() -> None:
    """Whoever never wrote to the bot cannot be written to."""
    double = BotApiDouble()
    double.inline("berapa lama?", user=CITIZEN)
    double.guest("berapa lama?", chat_id=GROUP)
    for chat in (CITIZEN, GROUP):
        assert await refused(double, "sendMessage", chat_id=chat, text="x") == "chat not found"


async def test_commands_are_kept_for_each_scope_and_language(double: BotApiDouble) -> None:
    """What a chat shows is what was set for exactly it."""
    commands = [{"command": "tanya", "description": "Bertanya"}]
    private = {"scope": {"type": "all_private_chats"}, "language_code": "id"}
    await call(double, "setMyCommands", commands=commands, **private)
    assert double.commands == {("all_private_chats", "id"): [("tanya", "Bertanya")]}
    assert await call(double, "getMyCommands", **private) == commands
    assert await call(double, "getMyCommands") == []
    await call(double, "deleteMyCommands", **private)
    assert double.commands == {}
    for wrong in ({"scope": {"type": "everywhere"}}, {"scope": "x"}, {"language_code": "indo"}):
        assert await refused(double, "setMyCommands", commands=commands, **wrong)
    unknown = {"scope": {"type": "chat", "chat_id": 5}}
    assert await refused(double, "setMyCommands", commands=[], **unknown) == "chat not found"


async def test_texts_of_the_profile_have_their_lengths(double: BotApiDouble) -> None:
    """Each for its language."""
    await call(double, "setMyDescription", description="x", language_code="en")
    assert double.profile == {("description", "en"): "x"}
    assert await refused(double, "setMyDescription", description="x" * 513)
    assert await refused(double, "setMyShortDescription", short_description="x" * 121)
    assert await refused(double, "setMyName", name="x" * 65)


async def test_menu_buttons_are_for_private_chats(double: BotApiDouble) -> None:
    """Of one chat, or of all."""
    await call(double, "setChatMenuButton", menu_button={"type": "commands"})
    await call(double, "setChatMenuButton", chat_id=CITIZEN)
    assert double.menu_buttons == {None: {"type": "commands"}, CITIZEN: {"type": "default"}}
    assert await refused(double, "setChatMenuButton", chat_id=GROUP) == "chat not found"


async def test_a_method_that_is_not_offered_is_named(double: BotApiDouble) -> None:
    """As Telegram does with a misspelt one."""
    with pytest.raises(ApiError, match="method not found") as caught:
        await call(double, "sendMesage")
    assert caught.value.code == 404
