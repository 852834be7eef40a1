"""The library's own bot talks to the double over real HTTP."""

import io
from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from tests.bot_api_double.citizens import CITIZEN
from tests.bot_api_double.double import TOKEN, BotApiDouble
from tests.bot_api_double.faults import Fault

pytestmark = pytest.mark.system

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Lihat", callback_data="q:1")]])


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApiDouble]:
    """Give a running double that a citizen wrote to."""
    # Waiting times as timedelta, as the product has them; otherwise each is warned of.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with BotApiDouble() as double:
        double.say("halo")
        yield double


@pytest.fixture
async def bot(double: BotApiDouble) -> AsyncIterator[Bot]:
    """Give a bot that is connected."""
    async with Bot(TOKEN, f"{double.url}/bot") as bot:
        yield bot


async def test_a_message_from_first_to_last(double: BotApiDouble, bot: Bot) -> None:
    """Sent, edited, reacted to, pressed and deleted."""
    reply = ReplyParameters(1)
    sent = await bot.send_message(
        CITIZEN, "<b>satu</b>", "HTML", reply_markup=KEYBOARD, reply_parameters=reply
    )
    assert (sent.text, sent.entities[0].type, sent.reply_markup) == ("satu", "bold", KEYBOARD)
    edited = await bot.edit_message_text("dua", CITIZEN, sent.message_id, reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert edited.text == "dua"
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(CITIZEN, sent.message_id, reply_markup=KEYBOARD)
    assert await bot.set_message_reaction(CITIZEN, 1, "👀")
    query_id = double.press(double.sent[0], "Lihat")
    (update,) = [one for one in await bot.get_updates() if one.callback_query]
    assert update.callback_query is not None
    assert await update.callback_query.answer("Baik")
    assert double.callback_answers[query_id].text == "Baik"
    assert await bot.delete_message(CITIZEN, sent.message_id)
    assert double.sent[0].deleted
    (latency,) = double.latencies()
    assert 0 < latency < 5


async def test_a_file_is_uploaded(double: BotApiDouble, bot: Bot) -> None:
    """Byte for byte, with its name and caption."""
    content = bytes(range(256)) + b"\r\n--x\r\n\r\n"
    file = InputFile(io.BytesIO(content), "data-saya é.json")
    message = await bot.send_document(CITIZEN, file, caption="Ini data Anda", reply_markup=KEYBOARD)
    assert message.document is not None
    recorded = double.sent[0].document
    assert recorded is not None
    assert (recorded.name, recorded.content) == ("data-saya é.json", content)
    assert (double.sent[0].text, double.sent[0].buttons()) == ("Ini data Anda", [("Lihat", "q:1")])
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", CITIZEN, message.message_id)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(CITIZEN, InputFile(io.BytesIO(b""), "x.txt"))


async def test_what_a_bot_says_of_itself_and_asks_about_chats(
    double: BotApiDouble, bot: Bot
) -> None:
    """As the library sends and reads it."""
    assert bot.bot.supports_inline_queries
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([("tanya", "Bertanya")], scope, "id")
    assert double.commands["all_private_chats", "id"] == [("tanya", "Bertanya")]
    assert (await bot.get_my_commands(scope, "id"))[0].command == "tanya"
    assert await bot.set_chat_menu_button(CITIZEN)
    assert (await bot.get_chat(CITIZEN)).first_name == "Warga"
    assert (await bot.get_chat_member(CITIZEN, CITIZEN)).status == "member"
    assert await bot.send_message_draft(CITIZEN, 7, "Mencari…")
    assert await bot.send_chat_action(CITIZEN, "typing")
    await bot.send_message(CITIZEN, "Apa?", reply_markup=ForceReply(input_field_placeholder="…"))
    assert double.sent[0].asks == "…"
    assert (await bot.get_webhook_info()).url == ""


async def test_queries_are_answered(double: BotApiDouble, bot: Bot) -> None:
    """Inline and guest."""
    article = InlineQueryResultArticle("1", "x", InputTextMessageContent("<i>y</i>", "HTML"))
    inline = double.inline("berapa lama?")
    assert await bot.answer_inline_query(inline, [article], cache_time=9)
    assert double.inline_answers[inline].results[0].text == "y"
    guest = double.guest("berapa lama?")
    answered = await bot.answer_guest_query(guest, article)
    assert double.guest_answers[guest].inline_message_id == answered.inline_message_id
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(inline, [article])


async def test_each_call_tells_what_became_of_it(double: BotApiDouble, bot: Bot) -> None:
    """A reply that was lost after the message was sent is told from a message that was not."""
    faults = [
        Fault.too_many_requests(),
        Fault.bad_gateway(),
        Fault.reset(),
        Fault.reset(carried_out=True),
        Fault.empty_body(),
        Fault.broken_json(carried_out=True),
    ]
    for fault in faults:
        double.fail("sendMessage", fault)
        with pytest.raises(TelegramError):
            await bot.send_message(CITIZEN, fault.name)
    await bot.send_message(CITIZEN, "usual")
    calls = double.faulted()
    assert [call.fault for call in calls] == faults
    assert [call.status for call in calls] == [429, 502, 0, 0, 200, 200]
    assert [call.parameters["text"] for call in calls if call.reply_lost] == [
        "reset after",
        "broken JSON",
    ]
    assert [message.text for message in double.sent] == ["reset after", "broken JSON", "usual"]


async def test_random_faults_over_http(double: BotApiDouble, bot: Bot) -> None:
    """What the caller believes sent was sent."""
    double.fail_randomly(
        1, 0.5, [Fault.bad_gateway(), Fault.reset(carried_out=True)], {"sendMessage"}
    )
    believed = 0
    for number in range(40):
        try:
            await bot.send_message(CITIZEN, str(number))
            believed += 1
        except NetworkError:
            pass
    lost = sum(call.reply_lost for call in double.faulted())
    assert len(double.sent) == believed + lost
    double.stop_failing()
    await bot.send_message(CITIZEN, "x")


async def test_a_citizen_who_blocks_the_bot(double: BotApiDouble, bot: Bot) -> None:
    """In the library's own errors."""
    double.set_membership("kicked", CITIZEN)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(CITIZEN, "x")
    (update,) = await bot.get_updates(allowed_updates=["my_chat_member"])
    assert update.my_chat_member is not None
