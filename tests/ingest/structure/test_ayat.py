"""The ayat of a pasal, or the items of its list, are found in order."""

from ingest.structure.ayat import find_ayat, find_marks


def _cited(text: str, *, continued: bool = False) -> list[str]:
    marks = find_marks(text, 0, len(text), continued=continued)
    return [f"{mark.kind} {mark.number}" for mark in marks]


def test_ayat_are_found_through_the_noise_of_scans() -> None:
    """Misread, unopened and inserted numbers count."""
    text = "Pasal 3\n(l) Satu.\n2) Dua.\n(2a) Sisipan.\n(3) Tiga.\n(S) Lima."
    assert _cited(text) == ["ayat (1)", "ayat (2)", "ayat (2a)", "ayat (3)", "ayat (5)"]


def test_a_broken_reference_is_no_ayat() -> None:
    """A number that completes the line before begins nothing."""
    text = "(1) Satu.\n(2) Denda sebagaimana dimaksud pada ayat\n(3) dan ayat\n(4) dibayar."
    assert _cited(text) == ["ayat (1)", "ayat (2)"]


def test_numbers_that_do_not_follow_are_no_ayat() -> None:
    """A sum in brackets at the start of a line is not the fiftieth ayat."""
    assert _cited("(1) Satu.\n(50) lima puluh.") == ["ayat (1)"]


def test_a_pasal_that_goes_on_from_an_earlier_page_starts_anywhere() -> None:
    """Only where it is known to go on."""
    assert _cited("(7) Tujuh.\n(8) Delapan.", continued=True) == ["ayat (7)", "ayat (8)"]
    assert _cited("(7) Tujuh.\n(8) Delapan.") == []


def test_elucidations_name_ayat_on_lines_of_their_own() -> None:
    """As in "Ayat (2)"."""
    assert _cited("Ayat (1)\nCukup jelas.\nAyat (2)\nJelas.") == ["ayat (1)", "ayat (2)"]


def test_without_ayat_the_items_of_the_list_are_cited() -> None:
    """Those of a list within the list are not."""
    text = "Syarat:\na. kartu:\n1. asli;\n2. salinan;\nb. foto.\n"
    assert _cited(text) == ["huruf a", "huruf b"]
    assert _cited("Tahap:\n1. daftar:\na. diri;\n2. bayar.") == ["angka 1", "angka 2"]
    assert find_ayat(text, 0, len(text)) == ()
