"""What citizens learn of their data, and that deleting deletes."""

import json
from html import unescape
from pathlib import Path

import pytest

from bot.messages.catalogue import Catalogue
from bot.storage.erasing import export
from bot.telegram.privacy import NOTICE_VERSION
from bot.telegram.services import ChatRules
from tests.bot.telegram.chats import ANI, BUDI, Citizen, Town, acquainted, open_town

SECRET_WORDS = "pertanyaan yang saya sesali"


def _files_with(words: str, folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if words.encode() in file.read_bytes()]


def _kept(town: Town, chat: int) -> dict[str, object]:
    return export(town.storage.database, town.services.hashed(chat))


async def test_privasi_says_what_is_kept_and_since_when(town: Town, ani: Citizen) -> None:
    """The version is that of the notice."""
    (sent,) = await ani.write("/privasi")
    expected = town.text(
        "privacy.text",
        days=30,
        model=town.text("privacy.model_local"),
        contact=town.text("privacy.contact_none"),
        version=NOTICE_VERSION,
    )
    assert "".join(unescape(sent).split()) == "".join(expected.split())


async def test_data_saya_sends_all_that_is_kept_as_a_file(town: Town) -> None:
    """The chat's own questions, ratings and settings, and of no other chat."""
    ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
    await ani.write(SECRET_WORDS)
    await ani.press("👎 Tidak membantu")
    await budi.write("Berapa lama?")
    assert await ani.write("/data_saya") == []
    [document] = town.api.calls_of("sendDocument")
    assert document["chat_id"] == ANI
    assert document["caption"] == town.text("privacy.my_data")
    kept = json.loads(town.api.files[0])
    assert [(one["question"], one["helpful"]) for one in kept["questions"]] == [
        (SECRET_WORDS, False)
    ]
    assert kept["person"]["privacy_notice"] == NOTICE_VERSION
    assert kept["unanswered_messages"] == []


async def test_who_has_left_nothing_is_told_so(town: Town) -> None:
    """No file of empty lists."""
    assert await Citizen(town).write("/data_saya") == [town.text("privacy.my_data_none")]


async def test_a_file_that_cannot_be_sent_is_an_apology(town: Town, ani: Citizen) -> None:
    """Silence would look like a refusal."""
    town.api.broken.add("sendDocument")
    assert await ani.write("/data_saya") == [town.text("answer.error_index")]


async def test_hapus_data_asks_first_and_then_leaves_nothing(
    town: Town, ani: Citizen, tmp_path: Path
) -> None:
    """Not in the tables and not as a byte of a file; the command alone deletes nothing."""
    await ani.write(SECRET_WORDS)
    await ani.press("👍 Membantu")
    await ani.write("/ppid")
    assert await ani.write("/hapus_data") == [town.text("privacy.delete_ask")]
    assert _files_with(SECRET_WORDS, tmp_path)
    assert len(town.kept(ANI)) == 1
    assert await ani.press("Ya, hapus data saya") == [town.text("privacy.deleted")]
    assert not any(_kept(town, ANI).values())
    assert town.storage.feedback.counts(0.0) == (0, 0)
    assert _files_with(SECRET_WORDS, tmp_path) == []


async def test_deleting_leaves_other_chats_alone(town: Town) -> None:
    """And whoever comes back is told again what is kept."""
    ani, budi = acquainted(Citizen(town)), acquainted(Citizen(town, BUDI))
    await ani.write("Berapa lama?")
    await budi.write("Berapa lama?")
    await ani.press_data("x:0")
    assert len(town.kept(BUDI)) == 1
    notice, _ = await ani.write("Berapa lama?")
    assert notice == town.text("privacy.notice", days=30)


async def test_privasi_names_the_language_model_that_questions_are_sent_to(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """Whoever asks must know that others read it."""
    rules = ChatRules(language_model="openai:gpt-5-mini")
    async with open_town(tmp_path, catalogue, rules=rules) as town:
        (sent,) = await acquainted(Citizen(town)).write("/privasi")
    assert "openai:gpt-5-mini" in sent
    assert town.text("privacy.model_local") not in sent


@pytest.mark.parametrize(
    "text", ["Berapa lama?", "/tanya Berapa lama?", "/ppid Anggaran 2025", "/ppid", "/baru"]
)
async def test_nothing_is_kept_before_the_notice_is_read(town: Town, text: str) -> None:
    """Whatever a person writes first; where the notice cannot be sent, all waits in the inbox."""
    ani = Citizen(town)
    town.api.broken.add("sendMessage")
    await ani.write(text)
    kept = _kept(town, ANI)
    assert [key for key, value in kept.items() if value] == ["unanswered_messages"]
    town.api.broken.clear()
    await town.intake.resume()
    await town.settle()
    notice, *replies = (str(sent["text"]) for sent in town.sent(ANI)[-2:])
    assert notice == town.text("privacy.notice", days=30)
    assert len(replies) == 1
    assert _kept(town, ANI)["unanswered_messages"] == []
    await ani.write("/ppid Anggaran 2026")
    assert [sent["text"] for sent in town.sent(ANI)].count(notice) == 1


async def test_a_language_is_not_kept_before_the_notice_is_read(town: Town) -> None:
    """A button from long ago may be the first that is heard of a person."""
    ani = Citizen(town)
    town.api.broken.add("sendMessage")
    await ani.press_data("l:0:en")
    assert not _kept(town, ANI)["person"]
    town.api.broken.clear()
    notice, chosen = await ani.press_data("l:0:en")
    assert notice == town.text("privacy.notice", days=30)
    assert chosen == town.text("telegram.language_chosen", "en")


async def test_a_greeting_that_was_not_read_is_no_notice(town: Town) -> None:
    """It comes again, and nothing is kept until then."""
    town.api.broken.add("sendMessage")
    await Citizen(town).write("/start")
    assert not _kept(town, ANI)["person"]
