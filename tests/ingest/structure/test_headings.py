"""Headings of a regulation are told from lines that mention a pasal."""

import pytest

from ingest.structure.headings import Level, find_headings, read_pasal


def _found(text: str) -> list[str]:
    return [heading.text for heading in find_headings(text)]


def test_chapters_take_their_titles_along() -> None:
    """BAB, Bagian and Paragraf are named with the lines below them."""
    text = (
        "BAB IV\nHAK DAN\nKEWAJIBAN\nBagian Kedua Belas\nKewajiban Pembaca\nParagraf 2\nDenda\n"
        "Pasal 4\nDenda dibayar."
    )
    headings = find_headings(text)
    assert [(heading.level, heading.text) for heading in headings] == [
        (Level.BAB, "BAB IV HAK DAN KEWAJIBAN"),
        (Level.BAGIAN, "Bagian Kedua Belas Kewajiban Pembaca"),
        (Level.PARAGRAF, "Paragraf 2 Denda"),
        (Level.PASAL, "Pasal 4"),
    ]
    assert text[headings[0].end :].startswith("\nBagian Kedua Belas")


@pytest.mark.parametrize(
    "text",
    [
        "Denda sebagaimana dimaksud dalam\nPasal 5\nayat (1) dibayar.",
        "Denda menurut Pasal 4,\nPasal 5\nDan seterusnya.",
        "Denda menurut\n\nPasal 5\ndibayar.",
        "Ketentuan dalam Pasal 4 dan\nPasal 5\n(2) tidak berlaku.",
        "Lihat Pasal 5.\nPasal 5 mengatur denda.",
        "BAB ini mengatur denda.\nBagian dari buku.",
    ],
)
def test_a_reference_is_no_heading(text: str) -> None:
    """Not even where the width of a page puts it on a line of its own."""
    assert _found(text) == []


def test_a_heading_is_found_where_the_stop_before_it_was_lost() -> None:
    """The next number in turn is believed, another is not."""
    assert _found("Pasal 4\nBuku dipinjam\nPasal 5\nBuku kembali") == ["Pasal 4", "Pasal 5"]
    assert _found("Pasal 4\nBuku dipinjam\nPasal 9\nBuku kembali") == ["Pasal 4"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Pasal l", "Pasal 1"),
        ("PASAL 1O", "Pasal 10"),
        ("Pasal 12A", "Pasal 12A"),
        ("Pasal II", "Pasal II"),
        ("Pasal 3 ayat (1)", ""),
        ("Pasal karet", ""),
    ],
)
def test_pasal_are_named_as_they_are_cited(line: str, name: str) -> None:
    """Scans' letters become digits; Roman numbers stay."""
    assert read_pasal(line) == name


def test_headers_of_pages_do_not_hide_a_heading() -> None:
    """What stands between two pages is looked past."""
    text = "Pasal 2\nBuku dipinjam.\nPRESIDEN\nREPUBLIK INDONESIA\n- 7 -\nPasal 3\nBuku kembali."
    assert _found(text) == ["Pasal 2", "Pasal 3"]
