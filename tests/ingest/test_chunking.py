"""Chunks are verbatim, complete, and fit the model."""

import time

from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import MAX_EMBEDDED_TOKENS, chunk_article
from ingest.packing import MIN_TOKENS, PASAL_TOKENS, TARGET_TOKENS
from vectorstore.models import Article, ArticleInfo, ArticleKind, Block, Chunk


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


def _regulation(text: str, path: tuple[str, ...] = (), title: str = "UU 9/2020") -> list[Chunk]:
    info = ArticleInfo("a", title, kind=ArticleKind.REGULATION)
    return list(chunk_article(Article(info, (Block(text, path, "p"),)), count_tokens))


_DEFINITIONS = (
    "Pasal 1\nDalam peraturan ini yang dimaksud dengan:\n1. Buku adalah kertas.\n"
    "2. Rak adalah papan.\n3. Meja adalah kayu."
)
_LONG_AYAT = "\n".join(f"({number}) Pembaca {'membaca ' * 60}buku." for number in range(1, 6))


def test_every_definition_is_a_chunk_of_its_own() -> None:
    """It is cited by its number and carries the sentence that leads into the list."""
    chunks = _regulation(_DEFINITIONS, title="UU 9/2020 — Pasal 1")
    assert [(chunk.section, chunk.lead, chunk.text) for chunk in chunks[1:]] == [
        ("Pasal 1 angka 2", "Dalam peraturan ini yang dimaksud dengan:", "2. Rak adalah papan."),
        ("Pasal 1 angka 3", "Dalam peraturan ini yang dimaksud dengan:", "3. Meja adalah kayu."),
    ]
    assert chunks[0].section == "Pasal 1 angka 1"
    assert chunks[0].text.startswith("Pasal 1\nDalam")
    assert chunks[0].lead == ""


def test_a_pasal_is_named_once() -> None:
    """Neither after a title nor after a heading that names it already."""
    short, long = "Pasal 7\nBuku gratis.", f"Pasal 7\n{_LONG_AYAT}"
    assert _regulation(short)[0].heading_path == ("Pasal 7",)
    assert _regulation(short, ("BAB I", "Pasal 7"))[0].heading_path == ("BAB I", "Pasal 7")
    assert _regulation(short, title="UU 9/2020 — Pasal 7")[0].heading_path == ()
    assert _regulation(long, ("BAB I", "Pasal 7"))[1].heading_path == ("BAB I", "Pasal 7 ayat (2)")


def test_a_long_pasal_is_cut_between_its_ayat() -> None:
    """A short one stays whole; links still lead to the block."""
    chunks = _regulation(f"Pasal 7\n{_LONG_AYAT}")
    assert [chunk.section for chunk in chunks] == [f"Pasal 7 ayat ({n})" for n in range(1, 6)]
    assert all(chunk.anchor == "p" for chunk in chunks)
    pairs = _regulation("Pasal 7\n" + _LONG_AYAT.replace("membaca " * 60, "membaca " * 30))
    assert [c.section for c in pairs] == [
        "Pasal 7 ayat (1)–(2)",
        "Pasal 7 ayat (3)–(4)",
        "Pasal 7 ayat (5)",
    ]
    assert all(count_tokens(chunk.text) <= PASAL_TOKENS for chunk in pairs)
    [whole] = _regulation("Pasal 7\n(1) Buku gratis.\n(2) Rak dicat.")
    assert whole.section == "Pasal 7"


def test_the_rest_of_a_list_carries_its_lead_in() -> None:
    """The first part has it in its text, all others beside it."""
    items = "\n".join(f"- butir {number} " + "kata " * 40 for number in range(20))
    first, *rest = chunk_article(_article(Block(f"Pembaca membawa:\n{items}")), count_tokens)
    assert first.text.startswith("Pembaca membawa:\n- butir 0")
    assert first.lead == ""
    assert {chunk.lead for chunk in rest} == {"Pembaca membawa:"}


def test_a_lead_in_is_not_parted_from_its_first_item() -> None:
    """It goes with the item into the next chunk where both no longer fit."""
    text = "kata " * 240 + "\n\nPembaca membawa:\n\n" + "- kartu " * 120
    chunks = chunk_article(_article(Block(text)), count_tokens)
    assert chunks[1].text.startswith("Pembaca membawa:")


def test_rows_of_a_long_table_carry_its_header() -> None:
    """And the header is in the same chunk as the first row."""
    rows = "\n".join(f"Layanan {number} | " + "biaya " * 30 for number in range(20))
    first, *rest = chunk_article(_article(Block(f"Nama | Biaya\n{rows}")), count_tokens)
    assert first.text.startswith("Nama | Biaya\nLayanan 0")
    assert rest
    assert all(chunk.lead == "Nama | Biaya" for chunk in rest)
    assert all(chunk.text.startswith("Layanan") for chunk in rest)


def test_questions_stay_with_their_answers() -> None:
    """Each pair is a chunk; the rest of an endless answer carries its question."""
    text = f"T: Berapa?\nJ: Gratis.\n\nT: Kapan?\nJ: {'Senin. ' * 300}"
    first, second, *rest = chunk_article(_article(Block(text)), count_tokens)
    assert first.text == "T: Berapa?\nJ: Gratis."
    assert second.text.startswith("T: Kapan?\nJ: Senin.")
    assert rest
    assert {chunk.lead for chunk in rest} == {"T: Kapan?"}


TEXTS = st.text(alphabet=st.sampled_from("ab.;:(Q \n\t-é“"), max_size=3000)
LONG_TEXTS = st.lists(
    st.text(alphabet="abcde.;: \n", min_size=1, max_size=400), min_size=5, max_size=30
).map("\n".join)
LINES = st.sampled_from(
    [
        *"Pasal 1|Pasal 2|Pasal 3|BAB I|(1) Satu.|(2) dua|a. kartu;|b. foto:|- satu|".split("|"),
        *"Syarat:|yang dimaksud dengan:|1. Buku adalah kertas.|2. Rak adalah papan.".split("|"),
        *"T: Apa?|J: Itu.|Layanan, Biaya|Menimbang:|LAMPIRAN I".split("|"),
        "A | B",
        "Kalimat panjang tentang buku. " * 12,
    ]
)
STRUCTURED_TEXTS = st.lists(LINES, max_size=40).map("\n".join)
COUNTERS = st.sampled_from([count_tokens, one_token_a_character])


@given(st.lists(TEXTS | LONG_TEXTS | STRUCTURED_TEXTS, max_size=3), COUNTERS)
def test_nothing_is_lost_changed_or_too_long(texts: list[str], counter: object) -> None:
    """The chunks of a block hold all its characters in order, are parts of it, and fit."""
    count = count_tokens if counter is count_tokens else one_token_a_character
    blocks = [Block(text, anchor=str(number)) for number, text in enumerate(texts)]
    chunks = chunk_article(_article(*blocks), count)
    assert [chunk.position for chunk in chunks] == list(range(len(chunks)))
    for block in blocks:
        own = [chunk for chunk in chunks if chunk.anchor == block.anchor]
        assert "".join("".join(c.text for c in own).split()) == "".join(block.text.split())
        assert all(c.text in block.text and c.text == c.text.strip() for c in own)
        assert all(c.lead in block.text for c in own)
    assert all(count(chunk.embedded_text) <= MAX_EMBEDDED_TOKENS for chunk in chunks)
