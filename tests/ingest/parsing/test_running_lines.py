"""Running heads, feet and page numbers go; text stays."""

from ingest.parsing.document_text import Line, Page
from ingest.parsing.running_lines import drop_running_lines


def _cleaned(*pages: list[str]) -> list[list[str]]:
    given = [Page(at, tuple(map(Line, lines))) for at, lines in enumerate(pages, start=1)]
    return [[line.text for line in page.lines] for page in drop_running_lines(given)]


def _page(number: int) -> list[str]:
    text = [f"Isi {name} {number * 7}" for name in ("satu", "dua", "tiga", "empat", "lima", "enam")]
    return ["Standar Layanan PPID", *text, f"Halaman {number} dari 3"]


def test_what_stands_on_most_pages_is_dropped() -> None:
    """Neither the head nor the counted foot is part of the text."""
    pages = _cleaned(*map(_page, (1, 2, 3)))
    assert [len(page) for page in pages] == [6, 6, 6]
    assert pages[1][0] == "Isi satu 14"


def test_a_foot_that_counts_the_pages_is_dropped_from_two_pages() -> None:
    """Its number follows the page's own, which no text does."""
    first, second = _cleaned(["Teks a", "Teks b", "Rilis PPID - 1"], ["Teks c", "Rilis PPID - 2"])
    assert (first, second) == (["Teks a", "Teks b"], ["Teks c"])


def test_page_numbers_are_dropped_at_the_edges_only() -> None:
    """A number in the middle of a page is a number."""
    lines = ["- 2 -", "Jumlah", "Biaya", "17", "Rupiah", "Lunas", "3"]
    assert _cleaned(lines) == [["Jumlah", "Biaya", "17", "Rupiah", "Lunas"]]


def test_headings_of_a_law_are_kept_however_often_they_start_a_page() -> None:
    """Every page beginning with "Pasal N" is what laws look like."""
    pages = [[f"Pasal {at}", f"Isi pasal {at * 3} ini."] for at in (1, 2, 3, 4)]
    assert _cleaned(*pages) == pages


def test_a_catchword_is_dropped_where_the_next_page_repeats_it() -> None:
    """Laws announce a page's first words at the foot of the one before."""
    pages = _cleaned(["Isi lama.", "Pasal 3 . . ."], ["Pasal 3", "Isi baru."])
    assert pages == [["Isi lama."], ["Pasal 3", "Isi baru."]]
    assert _cleaned(["Dan seterusnya ..."], ["Lain"])[0] == ["Dan seterusnya ..."]


def test_entries_of_a_table_of_contents_are_dropped() -> None:
    """They would be found instead of what they point at."""
    assert _cleaned(["Daftar", "BAB I Umum ............ 3", "Teks."]) == [["Daftar", "Teks."]]
