"""Both catalogues say the same things, with the same placeholders."""

from datetime import date
from string import Formatter

import pytest

from bot.answering.models import AnswerStatus
from bot.messages.catalogue import LANGUAGES, Catalogue
from bot.messages.dates import format_date


def _placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def test_every_message_stands_in_both_languages_with_the_same_placeholders() -> None:
    """No citizen gets a message in the wrong language or with a gap."""
    messages = Catalogue.load().messages
    assert set(messages) == set(LANGUAGES)
    assert set(messages["id"]) == set(messages["en"])
    for key, message in messages["id"].items():
        assert _placeholders(message) == _placeholders(messages["en"][key]), key


def test_no_message_is_empty_or_left_untranslated() -> None:
    """The two languages differ in every sentence of more than two words."""
    messages = Catalogue.load().messages
    for key, message in messages["id"].items():
        assert message
        same = message == messages["en"][key]
        assert not same or key == "dates.date" or len(message.split()) < 3, key


def test_indonesian_citizens_are_addressed_with_respect() -> None:
    """The form of address is "Anda"."""
    text = " ".join(Catalogue.load().messages["id"].values())
    assert "Anda" in text
    assert not {"kamu", "kau", "lo"} & set(text.lower().split())


@pytest.mark.parametrize(
    ("language", "ours", "not_found"),
    [("id", "di sisi kami", "menemukan"), ("en", "side", "found")],
)
def test_outages_are_never_told_as_nothing_published(
    language: str, ours: str, not_found: str
) -> None:
    """An outage's message says that the fault is ours, and nothing of what was not found."""
    catalogue = Catalogue.load()
    for status in (AnswerStatus.ERROR_INDEX, AnswerStatus.ERROR_MODEL):
        message = catalogue.text(f"answer.{status.value}", language)
        assert ours in message
        assert not_found not in message


def test_an_unknown_language_gets_the_national_one() -> None:
    """Telegram users may have any language set."""
    catalogue = Catalogue.load()
    assert catalogue.text("answer.limited", "jv") == catalogue.text("answer.limited", "id")


def test_dates_are_written_out() -> None:
    """Months have names in the language of the reader."""
    catalogue = Catalogue.load()
    assert format_date(date(2021, 5, 4), "id", catalogue) == "4 Mei 2021"
    assert format_date(date(2021, 5, 4), "en", catalogue) == "4 May 2021"
