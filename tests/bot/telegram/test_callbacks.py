"""What the buttons under an answer do, also where a client made their data up."""

from pathlib import Path

import pytest

from bot.messages.catalogue import Catalogue
from bot.telegram.services import ChatRules
from tests.bot.telegram.answers import QUOTE, answer, citation
from tests.bot.telegram.chats import ANI, BUDI, GROUP, Citizen, Town, acquainted, open_town

HELPFUL, NOT_HELPFUL, HAND_OVER = "👍 Membantu", "👎 Tidak membantu", "Tanya PPID"


def _ratings(town: Town) -> tuple[int, int]:
    return town.storage.feedback.counts(0.0)


async def test_a_helpful_answer_is_counted_and_thanked_for(town: Town, ani: Citizen) -> None:
    """The client is told at once that the press arrived."""
    await ani.write("Berapa lama?")
    assert await ani.press(HELPFUL) == [town.text("telegram.feedback_thanks")]
    assert _ratings(town) == (1, 0)
    assert len(town.api.calls_of("answerCallbackQuery")) == 1


async def test_an_answer_that_did_not_help_may_be_given_a_reason(town: Town, ani: Citizen) -> None:
    """The reason is optional, and the way to the PPID stands beside it."""
    await ani.write("Berapa lama?")
    assert await ani.press(NOT_HELPFUL) == [town.text("telegram.feedback_why")]
    assert [r.reason for r in town.storage.feedback.rejected(0.0, 9)] == [""]
    assert await ani.press("Sulit dipahami") == [town.text("telegram.feedback_thanks")]
    [rejected] = town.storage.feedback.rejected(0.0, 9)
    assert (rejected.question, rejected.reason) == ("Berapa lama?", "unclear")
    assert HAND_OVER in ani.buttons()


async def test_the_last_rating_counts(town: Town, ani: Citizen) -> None:
    """Minds change."""
    await ani.write("Berapa lama?")
    await ani.press(NOT_HELPFUL)
    await ani.press(HELPFUL)
    assert _ratings(town) == (1, 0)


async def test_lihat_kutipan_shows_the_quotes_that_were_held_back(town: Town, ani: Citizen) -> None:
    """An answer stays one message; what would make a second waits for the button."""
    long = "Kata demi kata. " * 250
    town.answerer.given = answer(citations=(citation(), citation(2, quote=long)))
    (sent,) = await ani.write("Berapa lama?")
    assert QUOTE not in sent
    quotes = await ani.press("Lihat kutipan")
    assert QUOTE in "".join(quotes)
    assert "".join(quotes).count("Kata demi kata.") == 250


async def test_tanya_ppid_opens_a_draft_of_the_question(town: Town, ani: Citizen) -> None:
    """Its text is the question."""
    await ani.write("Berapa lama PPID menjawab?")
    (draft,) = await ani.press(HAND_OVER)
    assert "Berapa lama PPID menjawab?" in draft


@pytest.mark.parametrize("data", ["u:{}", "d:{}", "r:{}:wrong", "q:{}", "p:{}"])
async def test_the_answer_of_another_chat_is_gone(town: Town, data: str) -> None:
    """Numbers can be guessed, so they open and rate nothing but one's own."""
    ani, budi = acquainted(Citizen(town)), Citizen(town, BUDI)
    await ani.write("Berapa lama?")
    await ani.press(NOT_HELPFUL)
    [number] = [logged.number for logged in town.kept(ANI)]
    for made_up in (data.format(number), data.format("zzzzzzzzzzzz")):
        assert await budi.press_data(made_up) == [town.text("telegram.gone")]
    assert [r.reason for r in town.storage.feedback.rejected(0.0, 9)] == [""]
    assert _ratings(town) == (0, 1)


async def test_what_is_no_button_of_ours_does_nothing(town: Town, ani: Citizen) -> None:
    """It is acknowledged, so that the client stops waiting, and dropped."""
    await ani.write("Berapa lama?")
    [number] = [logged.number for logged in town.kept(ANI)]
    for data in ("", "🙂", "z:1", "u:1:2:3", f"r:{number}:hacked"):
        assert await ani.press_data(data) == []
    assert _ratings(town) == (0, 0)


async def test_buttons_do_nothing_in_groups(town: Town) -> None:
    """What they do is personal, and whoever presses there need not have asked."""
    await acquainted(Citizen(town)).write("Berapa lama?")
    [number] = [logged.number for logged in town.kept(ANI)]
    member = Citizen(town, group=GROUP)
    for data in (f"u:{number}", f"q:{number}", "x:0", "l:0:en"):
        assert await member.press_data(data) == []
    assert _ratings(town) == (0, 0)
    assert len(town.kept(ANI)) == 1


async def test_a_press_from_long_ago_is_done_all_the_same(town: Town, ani: Citizen) -> None:
    """Telegram refuses the acknowledgement then."""
    await ani.write("Berapa lama?")
    town.api.broken.add("answerCallbackQuery")
    assert await ani.press(HELPFUL) == [town.text("telegram.feedback_thanks")]


async def test_ratings_are_offered_only_where_staff_read_them(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """Nobody is asked for what no list shows."""
    async with open_town(tmp_path, catalogue, rules=ChatRules(feedback=False)) as town:
        ani = acquainted(Citizen(town))
        await ani.write("Berapa lama?")
        assert HAND_OVER in ani.buttons()
        assert HELPFUL not in ani.buttons()
