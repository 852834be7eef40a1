"""Markdown articles: front matter, headings, anchors, plain text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.markdown import parse_markdown, slugify
from vectorstore.models import ArticleKind, Block

FRONT = """---
title: Biaya informasi
url: https://ppid.contoh.go.id/biaya
publisher: PPID Contoh
published: 2024-01-15
kind: service
language: id
---
"""


def test_front_matter_gives_the_facts() -> None:
    """Every key of the front matter reaches the article."""
    info = parse_markdown(FRONT + "\nGratis.", "biaya.md").info
    assert (info.article_id, info.title, info.url) == (
        "biaya.md",
        "Biaya informasi",
        "https://ppid.contoh.go.id/biaya",
    )
    assert (info.publisher, info.published) == ("PPID Contoh", date(2024, 1, 15))
    assert (info.kind, info.language) == (ArticleKind.SERVICE, "id")


def test_headings_give_path_and_anchor() -> None:
    """With an address, headings are linked by slug or by the id their author gave."""
    body = "# Biaya informasi\nPembuka.\n## Apa, *gratis*?\nYa.\n### Salinan {#salin}\nRp500.\n"
    body += "## Apa, gratis?\nTetap.\n"
    assert parse_markdown(FRONT + body, "a.md").blocks == (
        Block("Pembuka."),
        Block("Ya.", ("Apa, gratis?",), "apa-gratis"),
        Block("Rp500.", ("Apa, gratis?", "Salinan"), "salin"),
        Block("Tetap.", ("Apa, gratis?",), "apa-gratis-1"),
    )


def test_without_an_address_there_are_no_anchors() -> None:
    """A fragment of nothing would be a dead link."""
    article = parse_markdown("# Judul\n## Bagian {#b}\nIsi.", "a.md")
    assert article.info.title == "Judul"
    assert article.blocks == (Block("Isi.", ("Bagian",)),)


def test_text_reads_plainly() -> None:
    """Emphasis, links, code and soft line ends leave only their words."""
    source = "# J\nIsi **tebal**, [tautan](http://x), `kode`\nlanjut &amp; <b>html</b>.\\\nBaris.\n"
    assert parse_markdown(source, "a").blocks[0].text == (
        "Isi tebal, tautan, kode lanjut & html.\nBaris."
    )


def test_lists_and_tables_keep_their_lines() -> None:
    """Items keep their markers, rows their cells, and fences their signs."""
    source = """# J
Syarat:

3. satu
   - anak
4. dua

   lanjutan

| a | b |
|---|---|
| c | d |

```
# bukan judul
```
"""
    assert parse_markdown(source, "a").blocks == (
        Block(
            "Syarat:\n3. satu\n- anak\n4. dua\nlanjutan\n\na | b\nc | d\n\n# bukan judul",
        ),
    )


def test_raw_html_keeps_its_words_and_its_ids() -> None:
    """A named anchor before a heading is what links to it."""
    source = FRONT + '<a id="ongkos"></a>\n\n## Ongkos\n\n<div>Gratis &amp; cepat.</div>\n'
    assert parse_markdown(source, "a").blocks == (Block("Gratis & cepat.", ("Ongkos",), "ongkos"),)


def test_title_falls_back_to_the_file_name() -> None:
    """A file without any title is named after its stem."""
    assert parse_markdown("Isi.", "a", stem="biaya-salinan").info.title == "Biaya salinan"


def test_defaults_fill_what_is_open() -> None:
    """What staff state for a source counts where an article says nothing."""
    defaults = SourceDefaults("Kementerian", ArticleKind.NEWS)
    info = parse_markdown("# J\nIsi.", "a", defaults).info
    assert (info.publisher, info.kind) == ("Kementerian", ArticleKind.NEWS)


@pytest.mark.parametrize("yaml", ["title: [", "- daftar", "published: 2021-13-45", "a: b: c"])
def test_damaged_front_matter_is_reported(yaml: str) -> None:
    """Bad YAML is no reason to guess."""
    with pytest.raises(SkippedInputError) as refusal:
        parse_markdown(f"---\n{yaml}\n---\nIsi.", "a.md")
    assert refusal.value.code is SkipReason.MALFORMED


def test_a_file_of_front_matter_only_has_no_text() -> None:
    """Facts without text are no article."""
    with pytest.raises(SkippedInputError) as refusal:
        parse_markdown(FRONT, "a.md")
    assert refusal.value.code is SkipReason.NO_TEXT


def test_slugs_are_like_those_of_site_generators() -> None:
    """Lower case, no punctuation, hyphens for spaces."""
    assert slugify(" Jawaban pertama: 10 hari (kerja) ") == "jawaban-pertama-10-hari-kerja"


@given(st.text(alphabet=st.sampled_from("a# \n-*[]()`|<>{}=:1.&\\\t"), max_size=120))
def test_any_markdown_is_read_or_refused(source: str) -> None:
    """No source makes the reader fail in an unnamed way."""
    try:
        article = parse_markdown(source, "a.md", stem="a")
    except SkippedInputError:
        return
    assert all(block.text.strip() for block in article.blocks)


@given(st.lists(st.text(alphabet="abcdefg ", min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    """Every word of plain paragraphs arrives, in order."""
    article = parse_markdown("# J\n\n" + "\n\n".join(p.strip() for p in paragraphs), "a.md")
    assert article.blocks[0].text.split() == " ".join(paragraphs).split()


def test_markup_that_hides_text_hides_it_in_markdown_too() -> None:
    """Raw HTML may open before a paragraph and close after it, or stand inside one."""
    source = """# Judul

Terlihat <span style="display:none">rahasia satu</span> semua<!-- rahasia dua -->.

<div style="font-size:0">

Rahasia tiga.

- rahasia empat

</div>

<script>rahasia()</script>

<p style="color:#fff">Rahasia lima.</p>

Penutup <b>tebal</b>.
"""
    blocks = parse_markdown(source, "a.md").blocks
    text = "\n".join(block.text for block in blocks)
    assert "rahasia" not in text.lower()
    assert text == "Terlihat semua.\n\nPenutup tebal."
