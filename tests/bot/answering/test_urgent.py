"""People in danger are recognised; questions about dangers are not taken for them."""

import pytest

from bot.answering.urgent import Dangers, asks_beside
from bot.messages.catalogue import LANGUAGES, Catalogue

_DANGERS = Dangers.load()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("tolong rumah saya kebakaran", "fire"),
        ("tolong rumah saya kebakaran, nomor damkar berapa", "fire"),
        ("KEBAKARAN!!!", "fire"),
        ("my house is on fire", "fire"),
        ("ada maling di rumah saya", "crime"),
        ("saya ditodong pisau", "crime"),
        ("someone is breaking into my house", "crime"),
        ("aku pengen mati aja", "suicide"),
        ("gue udah gak kuat hidup", "suicide"),
        ("I don’t want to live", "suicide"),
        ("teman saya mau bunuh diri", "suicide"),
        ("suami saya sering memukul saya, harus lapor ke mana?", "violence"),
        ("anak saya dilecehkan gurunya", "violence"),
        ("my husband beats me", "violence"),
        ("ada kecelakaan di depan rumah, tolong kirim ambulans", "accident"),
        ("ibu saya tidak sadar", "medical"),
        ("he's not breathing", "medical"),
        ("kami terjebak banjir", "disaster"),
        ("nyawa saya terancam", "danger"),
    ],
)
def test_danger_is_named(text: str, danger: str) -> None:
    """Whoever is in danger, or asks for help, in both languages."""
    assert _DANGERS.recognise(text) == danger


@pytest.mark.parametrize(
    "text",
    [
        "prosedur laporan kebakaran hutan 2023",
        "kalau rumah kebakaran hubungi siapa",
        "data kecelakaan lalu lintas 2023",
        "rumah saya kebakaran tahun lalu, bagaimana mengurus akta yang terbakar?",
        "ayah saya meninggal karena kecelakaan, bagaimana mengurus akta kematian",
        "angka bunuh diri di Indonesia",
        "apa hukuman bagi orang yang membantu bunuh diri?",
        "saya mau tahu tentang bunuh diri",
        "apa itu kekerasan dalam rumah tangga",
        "syarat ambulans gratis",
        "bantuan korban banjir",
        "tolong jelaskan prosedur evakuasi gempa",
        "what is the penalty for arson",
        "motor saya hilang dicuri, lapor ke mana",
        "orang tidak sadar hukum",
        "KTP saya terbakar",
    ],
)
def test_asking_about_dangers_is_no_danger(text: str) -> None:
    """Laws, figures, services and what is over get the usual answer."""
    assert _DANGERS.recognise(text) == ""


def test_every_danger_has_its_numbers() -> None:
    """Each message names a number to call, in both languages."""
    catalogue = Catalogue.load()
    for danger in {name for name, _ in _DANGERS.patterns}:
        for language in LANGUAGES:
            assert "11" in catalogue.text(f"urgent.{danger}", language)


def test_what_is_asked_beside_a_danger_may_be_answered() -> None:
    """Never where somebody wants to die."""
    assert asks_beside("rumah saya kebakaran, lapor ke mana?", "fire")
    assert not asks_beside("tolong rumah saya kebakaran", "fire")
    assert not asks_beside("saya mau bunuh diri, bagaimana caranya?", "suicide")
