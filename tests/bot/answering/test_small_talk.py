"""Only messages that are nothing but small talk are taken for it."""

import pytest

from bot.answering.small_talk import SmallTalk
from bot.messages.catalogue import Catalogue

_TALK = SmallTalk.load()


@pytest.mark.parametrize(
    ("text", "label", "language"),
    [
        ("Halooo kak!", "greeting", "id"),
        ("min", "greeting", ""),
        ("good morning sir", "greeting", "en"),
        ("Oke, terima kasih banyak ya pak 🙏", "thanks", "id"),
        ("terima kasih atas bantuannya", "thanks", "id"),
        ("sudah cukup", "farewell", "id"),
        ("Kamu ini bot?", "about", "id"),
        ("What can you do?", "about", "en"),
        ("Selamat siang pak, saya mau bertanya", "help", "id"),
        ("bot bodoh!!!", "abuse", "id"),
        ("you’re useless", "complaint", "en"),
        ("jawabannya gak nyambung", "complaint", "id"),
        ("sangat membantu", "praise", "id"),
        ("ok", "affirmation", ""),
        ("baik kak", "affirmation", "id"),
    ],
)
def test_small_talk_is_recognised(text: str, label: str, language: str) -> None:
    """Formal and colloquial, in both languages, with courtesies and drawn-out letters."""
    talk = _TALK.recognise(text)
    assert talk is not None
    assert (talk.label, talk.language) == (label, language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Selamat siang pak, berapa biaya KTP?",
        "Terima kasih, tapi bagaimana kalau ditolak?",
        "KK",
        "sampah",
        "semua",
        "boleh?",
        "benar?",
        "lalu?",
        "apa itu PPID",
        "bantuan sosial",
        "jawaban PPID salah, bagaimana?",
        "siapa yang membuat undang-undang",
        "kata bodoh di dokumen itu melanggar aturan?",
    ],
)
def test_questions_are_never_small_talk(text: str) -> None:
    """A word beside the known phrases, or a question about what was said, is looked up."""
    assert _TALK.recognise(text) is None


def test_every_label_has_its_answer() -> None:
    """No label of the table is without a message."""
    messages = Catalogue.load().messages["id"]
    labels = {talk.label for talk in _TALK.phrases.values()} - {"address", "courtesy"}
    assert {f"smalltalk.{label}" for label in labels} <= set(messages)
