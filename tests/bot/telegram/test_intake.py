"""Nothing is lost and nothing is answered twice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.messages.catalogue import Catalogue
from bot.storage.errors import StorageFullError
from bot.storage.inbox import Incoming
from tests.bot.telegram.chats import ANI, NOW, Citizen, Town, acquainted, open_town

SECRET_WORDS = "pertanyaan rahasia"


def _updates(town: Town, *updates: dict[str, Any]) -> list[Update]:
    return [Update.de_json(update, town.application.bot) for update in updates]


async def test_an_update_that_comes_again_is_answered_once(town: Town, ani: Citizen) -> None:
    """In the same delivery, while it is answered, and afterwards."""
    update = {"update_id": 5, "message": ani.message({"text": "Berapa lama?"})}
    assert await town.intake.accept(_updates(town, update, update)) == 1
    assert await town.intake.accept(_updates(town, update)) == 0
    await town.settle()
    assert await town.intake.accept(_updates(town, update)) == 0
    await town.settle()
    assert len(town.sent(ANI)) == 1


async def test_what_was_pending_is_answered_after_the_next_start(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """In its order and as it was asked, commands and buttons too; what was finished is not."""
    async with open_town(tmp_path, catalogue) as before:
        ani = acquainted(Citizen(before))
        await ani.write("Nol?")
        message = ani.message({"text": "x"})
        pressed = {"id": "1", "from": ani.person(), "chat_instance": "1", "data": "l:0:en"}
        left = [
            {"update_id": 51, "message": ani.message({"text": "Satu?"})},
            {"update_id": 52, "callback_query": {**pressed, "message": message}},
            {"update_id": 53, "message": ani.message({"text": "/bantuan"})},
        ]
        incoming = [
            Incoming(update.update_id, "", NOW, update.to_json())
            for update in _updates(before, *left)
        ]
        before.storage.inbox.store(incoming)
    async with open_town(tmp_path, catalogue) as after:
        assert await after.intake.resume() == 3
        await after.settle()
        answered, chosen, helped = [str(sent["text"]) for sent in after.sent(ANI)]
        assert [asked.text for asked in after.answerer.asked] == ["Satu?"]
        assert "10 hari kerja" in answered
        assert chosen == after.text("telegram.language_chosen", "en")
        assert helped.startswith(after.text("telegram.help", "en")[:20])
        assert await after.intake.resume() == 0


async def test_what_cannot_be_stored_is_not_queued(
    town: Town, ani: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever fetched it is told, so that it comes again."""

    def fail(updates: Sequence[Incoming]) -> list[Incoming]:
        raise StorageFullError(Path("x"), "disk is full")

    monkeypatch.setattr(town.storage.inbox, "store", fail)
    with pytest.raises(StorageFullError):
        await ani.begin("Berapa lama?")
    await town.settle()
    assert town.sent(ANI) == []


async def test_what_waits_on_disk_can_be_read_by_nobody(
    town: Town, ani: Citizen, tmp_path: Path
) -> None:
    """It holds a name and unmasked text; the chat is known by its hash, for its deletion."""
    town.answerer.open.clear()
    await ani.begin(SECRET_WORDS)
    [pending] = town.pending()
    assert pending.chat == town.services.hashed(ANI)
    assert SECRET_WORDS in pending.content
    assert _files_with([SECRET_WORDS, "Warga", f'"id": {ANI}'], tmp_path) == []


def _files_with(words: Sequence[str], folder: Path) -> list[str]:
    return [
        file.name
        for file in folder.iterdir()
        if any(word.encode() in file.read_bytes() for word in words)
    ]


async def test_a_stored_update_that_cannot_be_read_stops_no_other(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """An older release may have stored what this one does not understand."""
    async with open_town(tmp_path, catalogue) as town:
        ani = acquainted(Citizen(town))
        question = {"update_id": 62, "message": ani.message({"text": "Satu?"})}
        [sound] = _updates(town, question)
        town.storage.inbox.store(
            [
                Incoming(61, "", NOW, '{"update_id": 61, "message": 7}'),
                Incoming(62, "", NOW, sound.to_json()),
            ]
        )
        await town.intake.resume()
        await town.settle()
        assert [asked.text for asked in town.answerer.asked] == ["Satu?"]
        assert town.storage.inbox.depth() == 0
