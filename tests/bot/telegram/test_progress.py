"""What is seen while an answer takes long."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest, TelegramError

from bot.telegram.progress import shown_progress
from bot.telegram.services import Place
from tests.bot.telegram.chats import ANI, GROUP, Citizen, Town

TEXTS = ("Sedang dicari…", "Sedang ramai…")
PRIVATE, MEMBERS = Place(ANI), Place(GROUP, thread_id=7, is_private=False)
UPDATE = 55


@dataclass
class FakeSender:
    """Takes every call, or fails each."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    error: TelegramError | None = None
    seen: asyncio.Event = field(default_factory=asyncio.Event)

    def _take(self, *call: Any) -> Any:
        self.calls.append(call)
        self.seen.set()
        if self.error is not None:
            raise self.error
        return SimpleNamespace(message_id=9)

    async def send_message_draft(
        self, chat_id: int, draft_id: int, text: str, *, parse_mode: Any = "usual"
    ) -> Any:
        """Show a draft."""
        return self._take("draft", chat_id, draft_id, text, parse_mode)

    async def send_message(
        self,
        chat_id: int | str,
        text: str,
        *,
        parse_mode: Any = "usual",
        message_thread_id: int | None = None,
    ) -> Any:
        """Send a message."""
        return self._take("send", chat_id, message_thread_id, text, parse_mode)

    async def edit_message_text(
        self, text: str, *, chat_id: int, message_id: int, parse_mode: Any = "usual"
    ) -> Any:
        """Change a message."""
        return self._take("edit", chat_id, message_id, text, parse_mode)

    async def delete_message(self, chat_id: int | str, message_id: int) -> Any:
        """Take a message back."""
        return self._take("delete", chat_id, message_id)

    async def next_call(self) -> None:
        """Wait for the next call."""
        self.seen.clear()
        await asyncio.wait_for(self.seen.wait(), 10)


@pytest.mark.parametrize("place", [PRIVATE, MEMBERS])
async def test_a_quick_answer_shows_nothing(place: Place) -> None:
    """A notice would only flicker."""
    sender = FakeSender()
    async with shown_progress(sender, place, UPDATE, TEXTS):
        await asyncio.sleep(0)
    assert sender.calls == []


async def test_in_private_a_draft_is_shown_as_plain_text() -> None:
    """Whatever it holds; the answer replaces it, so nothing is deleted."""
    sender = FakeSender()
    async with shown_progress(sender, PRIVATE, UPDATE, TEXTS, 0.001, 0.001) as progress:
        await sender.next_call()
        progress.show("1 < 2 & <b>")
        while sender.calls[-1][3] != "1 < 2 & <b>":
            await sender.next_call()
        progress.show("")
    assert sender.calls[0] == ("draft", ANI, UPDATE, TEXTS[0], None)
    assert sender.calls[-1] == ("draft", ANI, UPDATE, "1 < 2 & <b>", None)


async def test_who_waits_long_is_told_that_it_is_busy() -> None:
    """After a second quiet time, without a word from the answerer; the same is not shown twice."""
    sender = FakeSender()
    async with shown_progress(sender, PRIVATE, UPDATE, TEXTS, 0.02, 0.002):
        while sender.calls[-1:] != [("draft", ANI, UPDATE, TEXTS[1], None)]:
            await sender.next_call()
    assert [call[3] for call in sender.calls] == list(TEXTS)


async def test_a_draft_is_never_numbered_zero() -> None:
    """Telegram refuses that."""
    sender = FakeSender()
    async with shown_progress(sender, PRIVATE, 0, TEXTS, 0.001):
        await sender.next_call()
    assert sender.calls[0][2] == 1


async def test_texts_that_come_faster_are_left_out() -> None:
    """Telegram takes about one a second of a chat: of many, the last one is shown."""
    sender = FakeSender()
    async with shown_progress(sender, PRIVATE, UPDATE, TEXTS, 0.001, 0.05) as progress:
        await sender.next_call()
        for number in range(20):
            progress.show(f"Bagian {number}")
            await asyncio.sleep(0)
        await sender.next_call()
    assert [call[3] for call in sender.calls] == [TEXTS[0], "Bagian 19"]


async def test_elsewhere_a_message_is_edited_and_deleted_at_the_end() -> None:
    """In its thread; there are no drafts in groups."""
    sender = FakeSender()
    async with shown_progress(sender, MEMBERS, UPDATE, TEXTS, 0.001, 0.001) as progress:
        await sender.next_call()
        progress.show("Bagian 1")
        while sender.calls[-1][0] != "edit":
            await sender.next_call()
    assert sender.calls[0] == ("send", GROUP, 7, TEXTS[0], None)
    assert sender.calls[-2:] == [("edit", GROUP, 9, "Bagian 1", None), ("delete", GROUP, 9)]


async def test_an_answer_that_was_called_off_leaves_no_message_behind() -> None:
    """However the block ends."""
    sender = FakeSender()

    async def work() -> None:
        async with shown_progress(sender, MEMBERS, UPDATE, TEXTS, 0.001):
            await asyncio.Event().wait()

    working = asyncio.create_task(work())
    await sender.next_call()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert sender.calls[-1] == ("delete", GROUP, 9)


@pytest.mark.parametrize("place", [PRIVATE, MEMBERS])
async def test_progress_that_cannot_be_shown_harms_nothing(place: Place) -> None:
    """It is a courtesy."""
    sender = FakeSender(error=BadRequest("x"))
    async with shown_progress(sender, place, UPDATE, TEXTS, 0.001, 0.001):
        await sender.next_call()


async def test_a_slow_answer_in_a_private_chat_has_one_draft_and_one_message(
    town: Town, ani: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft has the number of the update, and no message stays but the answer."""
    soon = partial(shown_progress, quiet_seconds=0.001)
    monkeypatch.setattr("bot.telegram.questions.shown_progress", soon)
    town.answerer.open.clear()
    asked = await ani.begin("Berapa lama?")
    [draft] = await town.api.called("sendMessageDraft")
    stage = town.text("telegram.stage_searching")
    assert (draft["draft_id"], draft["text"]) == (asked.update_id, stage)
    town.answerer.open.set()
    await town.settle()
    assert len(town.sent(ANI)) == 1
