"""Chunks know their id, their address, and what the models see of them."""

from tests.factories import make_info
from vectorstore.models import Chunk, article_id_of


def test_a_chunk_links_to_its_heading() -> None:
    """The anchor replaces a fragment that the article's address already has."""
    info = make_info(url="https://contoh.go.id/a#atas")
    assert Chunk(info, 0, "teks", anchor="bagian-2").url == "https://contoh.go.id/a#bagian-2"
    assert Chunk(info, 0, "teks").url == "https://contoh.go.id/a#atas"
    assert Chunk(make_info(), 0, "teks", anchor="x").url == ""


def test_title_and_headings_are_embedded_but_not_quoted() -> None:
    """The embedded text begins with title and headings; the text itself has neither."""
    chunk = Chunk(make_info(title="Judul"), 3, "Isi.", ("Bab", "Pasal"))
    assert chunk.embedded_text == "Judul\nBab › Pasal\nIsi."
    assert chunk.text == "Isi."


def test_a_lead_is_embedded_but_not_quoted() -> None:
    """What the text continues stands between the headings and the text."""
    chunk = Chunk(make_info(title="Judul"), 3, "b. nama.", ("Pasal 4",), lead="Surat memuat:")
    assert chunk.embedded_text == "Judul\nPasal 4\nSurat memuat:\nb. nama."
    assert chunk.text == "b. nama."


def test_the_id_of_a_chunk_names_its_article() -> None:
    """An article's id is found again in the ids of its chunks, whatever it holds."""
    chunk = Chunk(make_info("uu::14#pasal-1"), 7, "Isi.")
    assert article_id_of(chunk.chunk_id) == "uu::14#pasal-1"
