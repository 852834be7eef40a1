"""What is remembered of a chat: its person, its draft; and what staff did."""

from bot.storage.drafts import Drafts
from bot.storage.people import People
from bot.storage.staff import AuditLine, Pause, StaffAction
from bot.storage.store import Storage
from tests.bot.storage.making import ANI, BUDI


def test_a_person_is_remembered_from_the_first_thing_on(storage: Storage) -> None:
    """Each fact can come first, none erases another, and being seen never goes back."""
    people: People = storage.people
    assert (people.language(ANI), people.notice(ANI), people.last_seen(ANI)) == (None,) * 3
    people.choose_language(ANI, "en", 1.0)
    people.shown_notice(ANI, "2026-11", 3.0)
    people.see(ANI, 2.0)
    people.start_anew(ANI, 2.5)
    assert (people.language(ANI), people.notice(ANI)) == ("en", "2026-11")
    assert people.last_seen(ANI) == 3.0
    people.choose_language(ANI, None, 4.0)
    assert people.language(ANI) is None
    assert people.last_seen(BUDI) is None


def test_a_draft_is_sealed_and_waits_for_a_while(storage: Storage) -> None:
    """The last one counts; one that cannot be unsealed is as good as none."""
    drafts: Drafts = storage.drafts
    drafts.save(ANI, "pertama", 1.0)
    drafts.save(ANI, "kedua", 2.0)
    assert drafts.load(ANI, 2.0) == "kedua"
    assert drafts.load(ANI, 2.1) is None
    assert drafts.load(BUDI, 0.0) is None
    storage.database.change("UPDATE drafts SET text = x'00'")
    assert drafts.load(ANI, 0.0) is None
    drafts.drop(ANI)
    assert storage.database.rows("SELECT * FROM drafts") == []


def test_a_pause_holds_until_the_bot_is_resumed(storage: Storage) -> None:
    """Each leaves a line that says who did it."""
    staff = storage.staff
    assert staff.paused() is None
    staff.pause("Sedang dipelihara.", "admin", 1.0)
    staff.pause("Sampai besok.", "admin", 2.0)
    assert staff.paused() == Pause("Sampai besok.", 2.0)
    staff.resume("admin", 3.0)
    assert staff.paused() is None
    assert staff.audit(2.0) == [
        AuditLine(2.0, "admin", StaffAction.PAUSE, "Sampai besok."),
        AuditLine(3.0, "admin", StaffAction.RESUME, ""),
    ]


def test_drafts_are_erased_once_they_are_old(storage: Storage) -> None:
    """Others stay."""
    storage.drafts.save("satu", "lama", 10.0)
    storage.drafts.save("dua", "baru", 20.0)
    storage.drafts.drop_older(20.0)
    assert storage.drafts.load("satu", 0.0) is None
    assert storage.drafts.load("dua", 0.0) == "baru"
