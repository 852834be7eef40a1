"""Which language an article is in."""

import pytest

from ingest.parsing.language import correct_language, guess_language, normalise_language

INDONESIAN = (
    "Permohonan yang diajukan kepada PPID harus dijawab dalam 10 hari dan tidak dipungut biaya."
)
ENGLISH = "The request is answered by the officer in ten days and it is free of charge for all."


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("id-ID", "id"),
        ("in", "id"),
        ("en_US", "en"),
        ("EN", "en"),
        ("jv", "jv"),
        ("", ""),
        ("?", ""),
    ],
)
def test_reduces_tags_to_codes(declared: str, code: str) -> None:
    """Language tags of all sorts become ISO 639-1 codes."""
    assert normalise_language(declared) == code


def test_guesses_by_function_words() -> None:
    """Small words tell the language; without any, it is Indonesian."""
    assert guess_language(INDONESIAN) == "id"
    assert guess_language(ENGLISH) == "en"
    assert guess_language("PPID 2021") == "id"


def test_corrects_a_template_that_is_plainly_wrong() -> None:
    """A site whose template says English still has Indonesian articles; other languages stay."""
    assert correct_language("en", INDONESIAN) == "id"
    assert correct_language("id", ENGLISH) == "en"
    assert correct_language("en", "PPID") == "en"
    assert correct_language("jv", INDONESIAN) == "jv"
