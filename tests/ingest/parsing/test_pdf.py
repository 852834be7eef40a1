"""PDF documents: text under headings, with the page that a citation opens."""

import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.document_child import answer
from ingest.parsing.draft import Draft
from ingest.parsing.limits import DocumentLimits
from ingest.parsing.pdf import draft_pdf
from ingest.parsing.pdf_pages import read_pages
from tests import pdfs
from vectorstore.models import ArticleKind

BODY = "Setiap orang berhak memperoleh informasi publik dari badan publik."
MORE = "Permohonan dijawab paling lambat sepuluh hari kerja sejak diterima."


def _draft(content: bytes) -> Draft:
    return draft_pdf(read_pages(io.BytesIO(content), "a.pdf", DocumentLimits()))


def _answer(content: bytes, **limits: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer("pdf", io.BytesIO(content), DocumentLimits(**limits)))
    return told


def _code(content: bytes, **limits: int) -> str:
    return str(_answer(content, **limits).get("code"))


def test_headings_are_found_by_size_and_weight() -> None:
    """The largest lines are the title; others head what stands below them."""
    page: list[pdfs.StyledLine] = [
        ("Standar Layanan Informasi", 20, True),
        "",
        ("Hak pemohon", 14, False),
        "",
        BODY,
        "",
        ("Tenggat", 11, True),
        MORE,
    ]
    draft = _draft(pdfs.write_pdf([page]))
    assert draft.title == "Standar Layanan Informasi"
    assert [(block.heading_path, block.text) for block in draft.blocks] == [
        (("Hak pemohon",), BODY),
        (("Hak pemohon", "Tenggat"), MORE),
    ]


def test_every_block_opens_at_the_page_on_which_it_begins() -> None:
    """A section that runs over pages is cut where a paragraph begins on a new one."""
    head: list[pdfs.StyledLine] = [("Layanan", 20, True), ("Hak", 14, True)]
    first = [*head, BODY, "", "Badan publik wajib"]
    second: list[pdfs.StyledLine] = ["menyediakan informasi.", "", MORE]
    draft = _draft(pdfs.write_pdf([first, second]))
    assert [(block.anchor, block.heading_path, block.text) for block in draft.blocks] == [
        ("page=1", ("Hak",), f"{BODY}\n\nBadan publik wajib menyediakan informasi."),
        ("page=2", ("Hak",), MORE),
    ]


def test_a_regulation_is_cut_at_its_articles() -> None:
    """Its kind, name and date come from its own text, not from the file's properties."""
    first = [
        "PERATURAN MENTERI KOMUNIKASI",
        "NOMOR 5 TAHUN 2021",
        "TENTANG LAYANAN INFORMASI",
        "",
        "MEMUTUSKAN:",
        "",
        "BAB I",
        "KETENTUAN UMUM",
        "Pasal 1",
        BODY,
        "Pasal 2",
        "(1) Pemohon berhak bertanya.",
    ]
    second = [
        "(2) Jawaban diberikan tertulis.",
        "Ditetapkan di Jakarta",
        "pada tanggal 30 April 2021",
    ]
    info = {"Title": "Microsoft Word - permen.doc", "CreationDate": "D:20220101000000Z"}
    draft = _draft(pdfs.write_pdf([first, second], info=info))
    assert draft.kind is ArticleKind.REGULATION
    assert (
        draft.title == "PERATURAN MENTERI KOMUNIKASI NOMOR 5 TAHUN 2021 TENTANG LAYANAN INFORMASI"
    )
    assert draft.published == date(2021, 4, 30)
    articles = [(block.heading_path, block.anchor, block.text) for block in draft.blocks[1:]]
    chapter = "BAB I KETENTUAN UMUM"
    assert articles[:2] == [
        ((chapter, "Pasal 1"), "page=1", BODY),
        ((chapter, "Pasal 2"), "page=1", "(1) Pemohon berhak bertanya."),
    ]
    assert articles[2][:2] == ((chapter, "Pasal 2"), "page=2")
    assert articles[2][2].startswith("(2) Jawaban diberikan tertulis.")


def test_a_running_head_is_no_part_of_a_laws_name() -> None:
    """It stands above the name on the first page, and on all others."""
    head = ["PRESIDEN", "REPUBLIK INDONESIA"]
    name = ["UNDANG-UNDANG REPUBLIK INDONESIA", "NOMOR 1 TAHUN 2021"]
    articles = ([*head, f"Pasal {at}", f"{BODY} ({at * 7})"] for at in (1, 2, 3))
    pages = [[name[0], *head, name[1], "TENTANG CONTOH"], *articles]
    draft = _draft(pdfs.write_pdf(pages))
    assert draft.title == "UNDANG-UNDANG REPUBLIK INDONESIA NOMOR 1 TAHUN 2021 TENTANG CONTOH"
    assert [(block.heading_path, block.text) for block in draft.blocks[1:]] == [
        ((f"Pasal {at}",), f"{BODY} ({at * 7})") for at in (1, 2, 3)
    ]


def test_facts_of_the_file_are_taken_where_the_text_has_none() -> None:
    """A stated title is better than a first line, a day of making better than no date."""
    info = {"Title": "Laporan Layanan 2021", "CreationDate": "D:20220102000000Z"}
    draft = _draft(pdfs.write_pdf([[BODY]], info=info))
    assert (draft.title, draft.published) == ("Laporan Layanan 2021", date(2022, 1, 2))
    dated = _draft(
        pdfs.write_pdf([["Siaran Pers", "Jakarta, 14 September 2021", "", BODY]], info=info)
    )
    assert dated.published == date(2021, 9, 14)
    assert _draft(pdfs.write_pdf([["Siaran Pers", "", BODY]])).title == "Siaran Pers"


def test_a_damaged_page_does_not_cost_the_others() -> None:
    """What could be read is kept, and the lost page named."""
    content = pdfs.write_pdf([[BODY], [MORE], [BODY]])
    damaged = content.replace(b"/Contents 10 0 R", b"/Contents [ ( ]     ", 1)
    text = read_pages(io.BytesIO(damaged), "a.pdf", DocumentLimits())
    assert {page.number for page in text.pages} >= {1, 3}


def test_protected_files_are_opened_only_with_an_empty_password() -> None:
    """Protection against changes is no secret; a password is."""
    content = pdfs.write_pdf([[BODY]])
    assert _draft(pdfs.encrypt(content, "")).blocks[0].text == BODY
    assert _code(pdfs.encrypt(content, "rahasia")) == SkipReason.ENCRYPTED


def test_a_scan_is_told_from_an_empty_page() -> None:
    """Staff learn how many pages are pictures, and what to do."""
    scan = _answer(pdfs.write_scanned_pdf(bytes(600 * 800), 600, 800, texts=[[], ["7"], []]))
    assert scan["code"] == SkipReason.SCANNED
    assert "3 of its 3 pages" in scan["reason"]
    assert _answer(pdfs.write_pdf([[]]))["blocks"] == []


def test_the_few_words_of_a_cover_are_kept() -> None:
    """A picture behind a title does not make the document a scan."""
    texts: list[list[pdfs.StyledLine]] = [[("Laporan 2021", 30.0, True)], [BODY], [MORE]]
    told = _answer(pdfs.write_scanned_pdf(bytes(600 * 800), 600, 800, texts=texts))
    assert (told["title"], told["lost"]) == ("Laporan 2021", [])
    assert [text for text, _, _ in told["blocks"]] == [BODY, MORE]


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        (b"bukan pdf", {}, SkipReason.MALFORMED),
        (b"%PDF-1.7\n", {}, SkipReason.MALFORMED),
        (pdfs.page_tree_loop(), {}, SkipReason.MALFORMED),
        (pdfs.many_pages(11), {"pages": 10}, SkipReason.TOO_LARGE),
        (pdfs.write_pdf([[BODY] * 30]), {"output_bytes": 500}, SkipReason.TOO_LARGE),
        (pdfs.write_pdf([["é" * 90]]), {"output_bytes": 400}, SkipReason.TOO_LARGE),
        (pdfs.flate_bomb(30_000_000), {}, SkipReason.TOO_LARGE),
    ],
)
def test_faults_have_their_codes(content: bytes, limits: dict[str, int], code: SkipReason) -> None:
    """Each says what staff can do."""
    assert _code(content, **limits) == code


def test_the_reader_raises_what_it_reports() -> None:
    """The adapter maps the library's errors itself."""
    with pytest.raises(SkippedInputError, match=r"a\.pdf: is damaged"):
        read_pages(io.BytesIO(b"x"), "a.pdf", DocumentLimits())


SOUND = pdfs.write_pdf([[("Judul", 20, True), BODY], [MORE]])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.binary(max_size=40), st.integers(0, 60))
def test_any_damage_ends_in_an_article_or_a_report(place: int, noise: bytes, cut: int) -> None:
    """No file can make the reader fail in a way that is not told."""
    told = _answer(SOUND[:place] + noise + SOUND[place + cut :])
    assert "blocks" in told or (SkipReason(told["code"]) and told["reason"])
