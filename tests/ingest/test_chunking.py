"""Chunks are verbatim, complete, and fit the model."""

import time

from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import MAX_EMBEDDED_TOKENS, MIN_TOKENS, TARGET_TOKENS, chunk_article
from vectorstore.models import Article, ArticleInfo, Block


def count_tokens(text: str) -> int:
    """Stand in for a tokenizer: four characters a token."""
    return len(text) // 4 + 1


def one_token_a_character(text: str) -> int:
    """The most that any tokenizer makes of a text."""
    return len(text)


def _article(*blocks: Block, title: str = "Judul") -> Article:
    return Article(ArticleInfo("a", title), blocks)


def test_a_block_that_fits_stays_whole() -> None:
    """Short answers stay chunks of their own, with their headings and anchors."""
    article = _article(
        Block("Gratis.", ("Biaya",), "biaya"),
        Block("10 hari.\n\n" + "kata " * 300, ("Waktu",), "waktu"),
    )
    chunks = chunk_article(article, count_tokens)
    assert [chunk.text for chunk in chunks] == [block.text.strip() for block in article.blocks]
    assert [(chunk.position, chunk.anchor) for chunk in chunks] == [(0, "biaya"), (1, "waktu")]
    assert chunks[1].heading_path == ("Waktu",)


def test_long_blocks_are_cut_between_paragraphs() -> None:
    """Whole paragraphs are packed up to the target."""
    paragraphs = [f"Paragraf {number}. " + "kata " * 100 for number in range(12)]
    chunks = chunk_article(_article(Block("\n\n".join(paragraphs))), count_tokens)
    assert all(chunk.text.startswith("Paragraf") for chunk in chunks)
    assert all(count_tokens(chunk.text) <= TARGET_TOKENS for chunk in chunks)
    assert len(chunks) == 6


def test_long_paragraphs_are_cut_between_lines_then_sentences() -> None:
    """Items of a list stay whole; running text is cut after a sentence, not after "No."."""
    lines = "\n".join(f"- butir {number} " + "kata " * 40 for number in range(20))
    sentences = "Menurut Perki No. 1 Tahun 2021 permohonan dijawab. " * 60
    chunks = chunk_article(_article(Block(lines), Block(sentences)), count_tokens)
    assert all(chunk.text.startswith(("- butir", "Menurut")) for chunk in chunks)
    assert all(chunk.text.endswith(("kata", "dijawab.")) for chunk in chunks)


def test_a_small_rest_joins_the_chunk_before() -> None:
    """A last line of a few words is not left alone where there is room."""
    text = "\n\n".join(["kata " * 250, "kata " * 250, "Penutup."])
    chunks = chunk_article(_article(Block(text)), count_tokens)
    assert all(count_tokens(chunk.text) >= MIN_TOKENS for chunk in chunks)
    assert chunks[-1].text.endswith("Penutup.")


def test_endless_titles_and_headings_leave_room_for_text() -> None:
    """What a page calls itself never breaks the cutting."""
    block = Block("kata " * 2000, ("judul " * 900, "anak " * 900))
    chunks = chunk_article(_article(block, title="panjang " * 900), count_tokens)
    assert all(count_tokens(chunk.text) >= MIN_TOKENS for chunk in chunks)
    assert all(count_tokens(chunk.embedded_text) <= MAX_EMBEDDED_TOKENS for chunk in chunks)


def test_text_without_spaces_is_cut_anywhere() -> None:
    """A wall of characters is no reason to overflow, or to measure every character."""
    chunks = chunk_article(_article(Block("x" * 50_000)), one_token_a_character)
    assert "".join(chunk.text for chunk in chunks) == "x" * 50_000
    assert all(len(chunk.embedded_text) <= MAX_EMBEDDED_TOKENS for chunk in chunks)


def test_no_text_gives_no_chunk() -> None:
    """Blank blocks vanish."""
    assert chunk_article(_article(Block(" \n ")), count_tokens) == ()


def test_long_articles_are_cut_quickly() -> None:
    """A whole law of 160,000 characters is measured a few times over, not thousands of times."""
    measured = 0

    def counting(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return count_tokens(text)

    text = "\n\n".join("Setiap orang berhak memperoleh informasi. " * 40 for _ in range(100))
    started = time.perf_counter()
    chunk_article(_article(Block(text)), counting)
    assert measured < 12 * len(text)
    assert time.perf_counter() - started < 5


TEXTS = st.text(alphabet=st.sampled_from("ab.;:(Q \n\t-é“"), max_size=3000)
LONG_TEXTS = st.lists(
    st.text(alphabet="abcde.;: \n", min_size=1, max_size=400), min_size=5, max_size=30
).map("\n".join)
COUNTERS = st.sampled_from([count_tokens, one_token_a_character])


@given(st.lists(TEXTS | LONG_TEXTS, max_size=3), COUNTERS)
def test_nothing_is_lost_changed_or_too_long(texts: list[str], counter: object) -> None:
    """The chunks of a block hold all its characters in order, are parts of it, and fit."""
    count = count_tokens if counter is count_tokens else one_token_a_character
    blocks = [Block(text, (f"Bagian {number}",)) for number, text in enumerate(texts)]
    chunks = chunk_article(_article(*blocks), count)
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    for block in blocks:
        own = [chunk.text for chunk in chunks if chunk.heading_path == block.heading_path]
        assert "".join("".join(own).split()) == "".join(block.text.split())
        assert all(text in block.text and text == text.strip() for text in own)
    assert all(count(chunk.embedded_text) <= MAX_EMBEDDED_TOKENS for chunk in chunks)
