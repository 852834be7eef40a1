"""The letter asks for the information, and leaves to the PPID's form who asks."""

from datetime import date

import pytest

from bot.hand_over.deadlines import deadlines
from bot.hand_over.draft import LONGEST_PURPOSE, LONGEST_WHAT, Receiving, RequestDraft
from bot.hand_over.explanation import Explainer
from bot.hand_over.holiday_calendar import WorkingDays
from bot.hand_over.letter import LetterForm
from bot.hand_over.offices import LONGEST_FACT, LONGEST_NAME, Office
from bot.hand_over.rules import Rules
from bot.messages.catalogue import LANGUAGES, Catalogue

OFFICE = Office(name="PPID Contoh", email="ppid@contoh.go.id", address="Jalan Contoh 1")


def _explained(office: Office, language: str, year: int | None = None) -> str:
    rules = Rules.load()
    dates = deadlines(date(2026, 11, 25), rules, WorkingDays())
    explainer = Explainer(rules, Catalogue.load(), language)
    sections = explainer.explain(office, dates, year)
    return "\n".join(f"{section.heading}\n{section.text}" for section in sections)


@pytest.mark.parametrize("receive", Receiving)
def test_the_letter_says_what_is_asked_what_for_and_how_to_receive_it(receive: Receiving) -> None:
    """In this order, to the office, by the law; {braces} of a citizen stay."""
    draft = RequestDraft("Anggaran {2025}", "en", purpose="Penelitian", receive=receive)
    form = LetterForm.load()
    letter = form.write(draft, OFFICE, "14/2008")
    parts = (
        "Yth. PPID Contoh\nJalan Contoh 1\n",
        "UU 14/2008",
        "Anggaran {2025}",
        "Penelitian",
        form.receive[receive],
    )
    places = [letter.index(part) for part in parts]
    assert places == sorted(places)


def test_who_asks_is_left_to_the_form() -> None:
    """Name, address and contact are brackets to fill in after copying; NIK is never mentioned."""
    letter = LetterForm.load().write(RequestDraft("x", "id"), Office(name=""), "14/2008")
    assert "Yth. PPID [nama badan publik]" in letter
    assert "[tujuan Anda]" in letter
    [identity] = [line for line in letter.splitlines() if "identitas" in line]
    assert "hanya pada formulir resmi PPID, jangan di percakapan ini" in identity
    assert not {"NIK", "KTP", "nik", "ktp"} & set(letter.split())


def test_the_longest_letter_fits_in_one_message() -> None:
    """With 4,096 UTF-16 units, all of them beyond the basic plane in what is written."""
    office = Office(name="N" * LONGEST_NAME, address="A" * LONGEST_FACT)
    draft = RequestDraft("😀" * LONGEST_WHAT, "id", purpose="😀" * LONGEST_PURPOSE)
    letter = LetterForm.load().write(draft, office, "14/2008")
    assert len(letter.encode("utf-16-le")) // 2 <= 4_096


def test_the_explanation_gives_dates_and_articles() -> None:
    """Sent on 25 November 2026: ten working days are 9 December."""
    text = _explained(OFFICE, "id")
    for fact in (
        "belum permohonan resmi",
        "25 November 2026",
        "9 Desember 2026",
        "10 hari kerja (Pasal 22 ayat (7))",
        "18 Desember 2026",
        "Pasal 22 ayat (8)",
        "30 hari kerja (Pasal 36 ayat (1))",
        "30 hari kerja (Pasal 36 ayat (2))",
        "14 hari kerja",
        "Pasal 37 ayat (2)",
        "ppid@contoh.go.id",
    ):
        assert fact in text
    assert "bergeser" not in text
    assert "Hari libur tahun 2029" in _explained(OFFICE, "id", 2029)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_office_without_channels_is_still_a_way(language: str) -> None:
    """Citizens are told where to look, in their language."""
    text = _explained(Office(name=""), language)
    assert Catalogue.load().text("hand_over.channel_none", language) in text
    assert Catalogue.load().text("answer.ppid_name", language) in text
