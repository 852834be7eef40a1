"""A whole regulation is taken apart into sections that are cited as people cite them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.regulation import Place, split_regulation

LAW = """PERATURAN TENTANG PERPUSTAKAAN KELILING
Menimbang : a. bahwa membaca adalah hak setiap orang;
Mengingat : Pasal 28 Undang-Undang Dasar;
MEMUTUSKAN:
BAB I
KETENTUAN UMUM
Pasal l
Dalam peraturan ini yang dimaksud dengan:
1. Mobil Buku adalah kendaraan yang membawa buku.
2. Pembaca adalah orang yang membaca.
BAB II
LAYANAN
Bagian Kesatu
Jadwal
Pasal 2
(1) Mobil Buku datang setiap pekan.
(2) Jadwal sebagaimana dimaksud pada ayat (1) diumumkan.
Pasal 3
Pembaca meminjam paling banyak lima buku.
Agar setiap orang mengetahuinya, diundangkan.
Disahkan di Jakarta
PENJELASAN
ATAS
PERATURAN TENTANG PERPUSTAKAAN KELILING
I. UMUM
Membaca itu baik.
II. PASAL DEMI PASAL
Pasal 1
Cukup jelas.
Pasal 2
Ayat (1)
Pekan dihitung dari hari Senin.
Pasal 3
Cukup jelas.
"""


def _split(text: str) -> list[tuple[tuple[str, ...], str, str]]:
    sections, _ = split_regulation(text, Place())
    return [(s.path, s.name, text[s.start : s.end].strip()) for s in sections]


def test_sections_are_named_by_chapter_and_pasal() -> None:
    """Opening and closing stand apart; each definition is a section of its own."""
    places = [(*path, name) if name else path for path, name, _ in _split(LAW)]
    assert places == [
        ("Pembukaan",),
        ("BAB I KETENTUAN UMUM", "Pasal 1 angka 1"),
        ("BAB I KETENTUAN UMUM", "Pasal 1 angka 2"),
        ("BAB II LAYANAN", "Bagian Kesatu Jadwal", "Pasal 2"),
        ("BAB II LAYANAN", "Bagian Kesatu Jadwal", "Pasal 3"),
        ("Penutup",),
        ("Penjelasan", "Umum"),
        ("Penjelasan Pasal 2",),
    ]


def test_headings_go_with_the_text_below_them() -> None:
    """No section is a bare heading."""
    texts = {name: text for _, name, text in _split(LAW)}
    assert texts["Pasal 2"].startswith("BAB II\nLAYANAN\nBagian Kesatu\nJadwal\nPasal 2\n(1)")


def test_what_needs_no_explanation_gets_no_section() -> None:
    """It goes with the explanation of another pasal, or is left out."""
    [*_, (_, name, text)] = _split(LAW)
    assert name == "Penjelasan Pasal 2"
    assert text.count("Cukup jelas.") == 2
    assert _split("PENJELASAN\nPasal 1\nCukup jelas.\nPasal 2\nCukup jelas.") == []


def test_the_ayat_of_what_is_explained_are_its_own() -> None:
    """Those of a neighbour that needs no explanation do not count."""
    text = (
        "PENJELASAN\nPasal 1\nAyat (1)\nCukup jelas.\nAyat (2)\nCukup jelas.\n"
        "Pasal 2\nAyat (1)\nPekan dihitung dari Senin.\nPasal 3\nAyat (2)\nCukup jelas."
    )
    [section], _ = split_regulation(text, Place())
    assert [mark.number for mark in section.marks] == ["(1)"]


def test_a_part_is_named_by_the_ayat_it_holds() -> None:
    """Alone, as a range, or not at all where it is the whole pasal."""
    text = "Pasal 7\n(1) Satu.\n(2) Dua.\n(3) Tiga."
    [section], _ = split_regulation(text, Place())
    second, third = text.index("(2)"), text.index("(3)")
    assert section.name_of(0, len(text)) == "Pasal 7"
    assert section.name_of(0, second) == "Pasal 7 ayat (1)"
    assert section.name_of(second, third) == "Pasal 7 ayat (2)"
    assert section.name_of(second + 4, len(text)) == "Pasal 7 ayat (2)–(3)"


def test_definitions_within_an_ayat_are_cited_with_it() -> None:
    """And what follows the list is cited by its own ayat."""
    text = (
        "Pasal 1\n(1) Yang dimaksud dengan:\na. Buku adalah kertas;\nb. Rak adalah papan.\n"
        "(2) Rak dicat."
    )
    sections, _ = split_regulation(text, Place())
    names = [section.name_of(section.start, section.start + 1) for section in sections]
    assert names == ["Pasal 1 ayat (1) huruf a", "Pasal 1 ayat (1) huruf b", "Pasal 1 ayat (2)"]


def test_a_law_that_changes_another_keeps_its_own_articles_above() -> None:
    """A changed pasal stands below the Roman one that changes it."""
    text = "Pasal I\nDiubah:\n1. Ketentuan Pasal 5 diubah sehingga berbunyi:\nPasal 5\nBuku gratis."
    assert [(path, name) for path, name, _ in _split(text)] == [
        ((), "Pasal I"),
        (("Pasal I",), "Pasal 5"),
    ]


def test_a_pasal_goes_on_in_the_next_block() -> None:
    """A page does not end it."""
    _, place = split_regulation("BAB I\nUMUM\nPasal 2\n(1) Satu.", Place())
    [first, second], _ = split_regulation("(2) Dua.\nPasal 3\nTiga.", place)
    assert (first.path, first.name, first.marks[0].number) == (("BAB I UMUM",), "Pasal 2", "(2)")
    assert (second.path, second.name) == (("BAB I UMUM",), "Pasal 3")


LINES = st.sampled_from(
    [*LAW.splitlines(), "", "(2) Dua", "a. satu;", "Pasal 5", "ayat (1) berlaku", "Cukup jelas"]
)


@given(st.lists(LINES, max_size=30))
def test_sections_hold_every_line_once_and_in_order(lines: list[str]) -> None:
    """Whatever order a scan has left; only explanations of nothing may be missing."""
    text = "\n".join(line for line in lines if "PENJELASAN" not in line)
    sections, _ = split_regulation(text, Place())
    assert "".join(text[s.start : s.end] for s in sections) == text
    for section, following in pairwise(sections):
        assert section.end == following.start
    assert all(s.start <= mark.start < s.end for s in sections for mark in s.marks)
