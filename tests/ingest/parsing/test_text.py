"""Plain text articles."""

import pytest

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.text import parse_text


def test_the_first_line_is_the_title() -> None:
    """A short line over the text is its title and no part of it."""
    article = parse_text("\nJam layanan\n\nSenin sampai Jumat.\n", "jam.txt")
    assert article.info.title == "Jam layanan"
    assert [block.text for block in article.blocks] == ["Senin sampai Jumat."]


@pytest.mark.parametrize("source", ["Layanan buka Senin.\nTutup Minggu.", "Layanan buka Senin"])
def test_a_first_line_that_says_something_stays_text(source: str) -> None:
    """A sentence, or the only line, is title and text."""
    article = parse_text(source, "jam.txt")
    assert article.info.title == source.partition("\n")[0]
    assert article.blocks[0].text == source


def test_a_long_first_line_is_a_paragraph() -> None:
    """Then the file's name makes the title."""
    article = parse_text("kata " * 60, "a.txt", stem="jam_layanan-2021")
    assert article.info.title == "Jam layanan 2021"


def test_text_of_invisible_characters_is_no_text() -> None:
    """A file that looks empty is reported as such."""
    with pytest.raises(SkippedInputError) as refusal:
        parse_text("\u200b \n\ufeff", "a.txt", stem="a")
    assert refusal.value.code is SkipReason.NO_TEXT
