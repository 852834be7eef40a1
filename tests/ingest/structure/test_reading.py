"""Articles are read as what they are."""

import pytest

from ingest.structure.reading import read_sections, stated_pasal
from vectorstore.models import Article, ArticleInfo, ArticleKind, Block


def _names(*blocks: Block, title: str = "Judul", kind: ArticleKind = ArticleKind.NEWS) -> list[str]:
    article = Article(ArticleInfo("a", title, kind=kind), blocks)
    return [s.name for _, sections in read_sections(article) for s in sections]


@pytest.mark.parametrize(
    ("title", "path", "pasal"),
    [
        ("Peraturan 1/2020 — Pasal 7", (), "Pasal 7"),
        ("Peraturan 1/2020", ("BAB I", "Pasal 12A"), "Pasal 12A"),
        ("Peraturan 1/2020 — Pasal 7", ("BAB I",), ""),
        ("Menteri membahas Pasal 7", (), ""),
    ],
)
def test_a_pasal_is_stated_by_the_last_heading(
    title: str, path: tuple[str, ...], pasal: str
) -> None:
    """By the title where there is none; a title that speaks of a pasal is not its name."""
    assert stated_pasal(title, path) == pasal


def test_a_text_that_quotes_a_law_is_no_law() -> None:
    """One pasal in the news is quoted; three on lines of their own are a regulation."""
    quote = Block("Aturannya begini.\nPasal 2\nBuku gratis.")
    law = Block("Pasal 1\nSatu.\nPasal 2\nDua.\nPasal 3\nTiga.")
    assert _names(quote) == [""]
    assert _names(law) == ["Pasal 1", "Pasal 2", "Pasal 3"]
    assert _names(quote, kind=ArticleKind.REGULATION) == ["", "Pasal 2"]


def test_headings_of_blocks_and_of_texts_go_together() -> None:
    """A pasal under a heading is known; under the elucidation's it is explained."""
    blocks = (
        Block("(1) Satu.\n(2) Dua.", ("BAB I", "Pasal 2")),
        Block("Pekan dihitung dari Senin.", ("PENJELASAN", "Pasal 2")),
        Block("Cukup jelas.", ("PENJELASAN", "Pasal 3")),
    )
    assert _names(*blocks) == ["Pasal 2", "Penjelasan Pasal 2"]


def test_a_pasal_goes_on_over_pages_but_not_over_headings() -> None:
    """Blocks under the same headings are one text."""
    pages = [Block("Pasal 8\n(1) Satu."), Block("(2) Dua."), Block("Lain.", ("Lampiran",))]
    assert _names(*pages, kind=ArticleKind.REGULATION) == ["Pasal 8", "Pasal 8", ""]


def test_definitions_are_taken_apart_on_any_page() -> None:
    """Also where there is no pasal to cite."""
    block = Block("Yang dimaksud dengan:\n1. Buku adalah kertas.\n2. Rak adalah papan.\n\nPenutup.")
    assert _names(block)[:2] == ["angka 1", "angka 2"]
