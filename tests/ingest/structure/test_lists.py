"""Items of lists know their lead-in, rows of tables their header."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.lists import find_lead_ins, lead_at


def _lead(text: str, item: str) -> str:
    found = lead_at(find_lead_ins(text, 0, len(text)), text.index(item))
    return text[found[0] : found[1]] if found else ""


def test_every_item_has_the_sentence_before_the_list() -> None:
    """Only its last sentence, and not what follows the list."""
    text = "Buku dipinjam. Pembaca membawa:\na. kartu;\nb. foto;\nc. uang.\nDenda ada.\nd. lain."
    assert _lead(text, "b. foto") == _lead(text, "c. uang") == "Pembaca membawa:"
    assert _lead(text, "Buku dipinjam") == _lead(text, "Denda ada") == ""


def test_an_item_within_an_item_has_the_nearer_lead_in() -> None:
    """After it the outer one holds again."""
    text = "Syarat:\n1. kartu, yaitu:\na. asli; atau\nb. salinan;\n2. foto."
    assert _lead(text, "b. salinan") == "1. kartu, yaitu:"
    assert _lead(text, "2. foto") == "Syarat:"


def test_the_next_ayat_ends_a_list() -> None:
    """Its text is no item of the one before."""
    text = "(1) Pembaca membawa:\na. kartu;\nb. foto.\n(2) Petugas memeriksa."
    assert _lead(text, "b. foto") == "(1) Pembaca membawa:"
    assert _lead(text, "(2) Petugas") == ""


def test_a_line_that_runs_on_stays_in_its_item() -> None:
    """A line that the width of a page broke does not end the list."""
    text = "Syarat:\n- kartu milik\nPembaca sendiri\n- foto"
    assert _lead(text, "- foto") == "Syarat:"


def test_rows_have_the_header_of_their_table() -> None:
    """The header itself and what follows the table have none."""
    text = "Tarif:\n\nLayanan | Biaya\nSalinan | Rp500\nDenda | Rp1.000\n\nBerlaku 2024."
    assert _lead(text, "Denda") == _lead(text, "Salinan") == "Layanan | Biaya"
    assert _lead(text, "Layanan") == _lead(text, "Berlaku") == ""


def test_running_text_has_no_lead_in() -> None:
    """A colon alone makes no list."""
    assert find_lead_ins("Catatan: buku.\nPerhatian:\nBuku dijaga.", 0, 40) == ()


LINES = st.sampled_from(
    ["Syarat:", "a. kartu;", "b. foto:", "1. asli", "- satu", "A | B", "", "Teks.", "(2) Dua:"]
)


@given(st.lists(LINES, max_size=15))
def test_a_lead_in_stands_before_what_it_leads_into(lines: list[str]) -> None:
    """Places are within the text and in order."""
    text = "\n".join(lines)
    for lead in find_lead_ins(text, 0, len(text)):
        assert 0 <= lead.start < lead.end < lead.scope <= len(text)
        assert text[lead.start : lead.end].strip() == text[lead.start : lead.end]
