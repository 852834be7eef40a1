"""Lines that a page's width broke are one again."""

from ingest.structure.lines import lines_of, logical_lines


def test_a_line_that_runs_on_in_lower_case_belongs_to_the_one_before() -> None:
    """Items, sentences and paragraphs keep lines of their own."""
    text = "Syarat untuk\nmeminjam buku:\na. kartu\nanggota;\nb. foto.\nDenda ada.\n\nbaru"
    assert [text[start:end] for start, end in logical_lines(text)] == [
        "Syarat untuk\nmeminjam buku:",
        "a. kartu\nanggota;",
        "b. foto.",
        "Denda ada.",
        "baru",
    ]


def test_running_headers_of_prints_are_noise() -> None:
    """The state's name and page numbers say nothing, a year within a sentence does."""
    text = "PRESIDEN\nREPUBLIK INDONESIA\n- 12 -\nwww.contoh.go.id\nTahun 2020\nSALINAN"
    assert [line.text for line in lines_of(text) if not line.is_noise] == ["Tahun 2020"]


def test_places_hold_in_the_whole_text() -> None:
    """A part of a text gives places of the whole."""
    text = "satu\n  dua \ntiga"
    [line] = lines_of(text, 4, 11)
    assert (text[line.start : line.end], line.text) == ("dua", "dua")
