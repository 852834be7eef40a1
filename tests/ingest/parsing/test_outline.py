"""How text gathers under headings."""

from ingest.parsing.outline import MAX_HEADING_CHARACTERS, Outline
from vectorstore.models import Block


def test_nests_headings_by_level() -> None:
    """A deeper heading joins the path, an equal one takes its place."""
    outline = Outline()
    outline.add_text("Pembuka.")
    outline.add_heading(2, "Biaya", "biaya")
    outline.add_text("Gratis.")
    outline.add_heading(4, "Salinan")
    outline.add_text("Rp500.")
    outline.add_heading(2, "Waktu")
    outline.add_text("10 hari.")
    assert outline.blocks() == (
        Block("Pembuka."),
        Block("Gratis.", ("Biaya",), "biaya"),
        Block("Rp500.", ("Biaya", "Salinan"), "biaya"),
        Block("10 hari.", ("Waktu",)),
    )


def test_lists_follow_their_introduction() -> None:
    """Items stand line by line, right under a line that ends with a colon."""
    outline = Outline()
    outline.add_text("Syarat:")
    outline.add_text("KTP", marker="- ")
    outline.add_text("Alasan", marker="- ", tight=True)
    outline.add_text("1) Bermarkah sendiri", marker="- ", tight=True)
    assert outline.blocks()[0].text == "Syarat:\n- KTP\n- Alasan\n1) Bermarkah sendiri"


def test_keeps_statements_that_are_set_as_headings() -> None:
    """A sentence with nothing under it is text; a bare label is not."""
    outline = Outline()
    outline.add_heading(2, "Galeri")
    outline.add_heading(2, "Permohonan dapat diajukan oleh setiap warga negara.")
    outline.add_heading(2, "Kontak")
    outline.add_heading(2, "x" * (MAX_HEADING_CHARACTERS + 1))
    assert outline.blocks() == (
        Block("Permohonan dapat diajukan oleh setiap warga negara."),
        Block("x" * (MAX_HEADING_CHARACTERS + 1), ("Kontak",)),
    )


def test_a_section_ends_once_it_has_its_text() -> None:
    """What follows a closed section is not under its heading; a heading may wait for text."""
    outline = Outline()
    mark = outline.mark()
    outline.add_heading(2, "Biaya")
    outline.close_since(mark)
    outline.add_text("Gratis.")
    outline.close_since(mark)
    outline.add_text("Penutup.")
    assert outline.blocks() == (Block("Gratis.", ("Biaya",)), Block("Penutup."))
