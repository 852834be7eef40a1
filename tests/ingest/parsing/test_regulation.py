"""Indonesian regulations are known by their form."""

from datetime import date

import pytest

from ingest.parsing.regulation import (
    enacted_on,
    heading_level,
    is_regulation,
    regulation_title,
    waits_for_title,
)

HEAD = [
    "UNDANG-UNDANG REPUBLIK INDONESIA",
    "NOMOR 14 TAHUN 2008",
    "TENTANG",
    "KETERBUKAAN INFORMASI PUBLIK",
    "DENGAN RAHMAT TUHAN YANG MAHA ESA",
]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("BAB I", 1),
        ("BAB II KETENTUAN UMUM", 1),
        ("PENJELASAN", 1),
        ("Bagian Kesatu", 2),
        ("Bagian Kedua Hak Pemohon", 2),
        ("II. PASAL DEMI PASAL", 2),
        ("Paragraf 3", 3),
        ("Pasal 4", 4),
        ("Pasal 12A", 4),
        ("Pasal 1365", 4),
        ("Pasal II", 4),
        ("Pasal 4 ayat (1) berbunyi sebagai berikut:", 0),
        ("Bab ini menjelaskan", 0),
        ("pasal 4", 0),
        ("", 0),
    ],
)
def test_headings_have_the_levels_of_the_law(line: str, level: int) -> None:
    """Chapters hold parts, parts hold paragraphs, and these hold articles."""
    assert heading_level(line) == level


def test_a_bare_chapter_waits_for_its_title() -> None:
    """The title stands on the next line."""
    assert waits_for_title("BAB I")
    assert not waits_for_title("BAB I KETENTUAN UMUM")
    assert not waits_for_title("Pasal 1")


def test_the_full_name_is_the_title() -> None:
    """It is set over several lines, up to the invocation."""
    expected = (
        "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 14 TAHUN 2008 TENTANG KETERBUKAAN INFORMASI PUBLIK"
    )
    assert regulation_title(["PRESIDEN", *HEAD]) == expected
    assert regulation_title(["PERATURAN MENTERI dibahas", "kemarin"]) == ""


def test_a_text_about_a_law_is_not_one() -> None:
    """It needs its articles or its decree."""
    assert is_regulation([*HEAD, "Pasal 1", "Isi.", "Pasal 2"])
    assert is_regulation([*HEAD, "M E M U T U S K A N :"])
    assert not is_regulation([*HEAD, "Brosur ini menjelaskan undang-undang itu."])
    assert not is_regulation(["Ringkasan", "Pasal 1", "Pasal 2"])


def test_the_day_of_enactment() -> None:
    """It stands at the end, on one line or two."""
    text = "Ditetapkan di Jakarta\npada tanggal 30 April 2008\nMENTERI"
    assert enacted_on(text) == date(2008, 4, 30)
    assert enacted_on("Disahkan di Jakarta pada tanggal 1 Mei 2010") == date(2010, 5, 1)
    assert enacted_on("rapat di Jakarta pada tanggal 1 Mei 2010") is None
