"""DOCX documents: what a reader of the printed page sees, under its headings."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import SkipReason
from ingest.parsing import docx_package
from ingest.parsing.document_child import answer
from ingest.parsing.docx import draft_docx
from ingest.parsing.draft import Draft
from ingest.parsing.limits import DocumentLimits
from vectorstore.models import ArticleKind

BODY = "Setiap orang berhak memperoleh informasi publik."


def _saved(build: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    build(document)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _draft(build: Callable[[Document], object]) -> Draft:
    return draft_docx(io.BytesIO(_saved(build)))


def _text(build: Callable[[Document], object]) -> str:
    return "\n\n".join(block.text for block in _draft(build).blocks)


def _add(document: Document, inner: str) -> None:
    markup = f"<w:p {nsdecls('w')}>{inner}</w:p>"
    document.element.body.insert(len(document.element.body) - 1, parse_xml(markup))


def _answer(content: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer("docx", io.BytesIO(content), DocumentLimits()))
    return told


def test_headings_come_from_styles_and_the_title_is_none() -> None:
    """The title heads the whole article, so it does not stand over every block."""

    def build(document: Document) -> None:
        document.add_paragraph("Standar Layanan", style="Title")
        document.add_heading("Hak", 1)
        document.add_heading("Pemohon", 2)
        document.add_paragraph(BODY)
        document.add_heading("Tenggat", 1)
        document.add_paragraph("Sepuluh hari.")

    draft = _draft(build)
    assert draft.title == "Standar Layanan"
    assert [(block.heading_path, block.text) for block in draft.blocks] == [
        (("Hak", "Pemohon"), BODY),
        (("Tenggat",), "Sepuluh hari."),
    ]


def test_indonesian_style_names_and_outline_levels_are_headings() -> None:
    """Word translates style names; some authors set only the level."""

    def build(document: Document) -> None:
        document.add_paragraph("Panduan layanan informasi")
        document.styles.add_style("Judul 1", 1)
        document.add_paragraph("Hak", style="Judul 1")
        _add(document, '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Pemohon</w:t></w:r>')
        document.add_paragraph(BODY)

    assert _draft(build).blocks[-1].heading_path[-1] == "Pemohon"


def test_a_short_bold_paragraph_is_a_heading() -> None:
    """Many authors know no styles."""

    def build(document: Document) -> None:
        document.add_paragraph("Panduan layanan")
        document.add_paragraph().add_run("Siapa yang berhak?").bold = True
        document.add_paragraph(BODY)

    assert _draft(build).blocks[-1].heading_path == ("Siapa yang berhak?",)


def test_lists_show_the_numbers_that_word_counts() -> None:
    """The numbers are not in the text of the paragraphs."""

    def build(document: Document) -> None:
        document.add_paragraph("Syarat:")
        document.add_paragraph("kartu identitas", style="List Number")
        document.add_paragraph("formulir", style="List Number")
        document.add_paragraph("catatan", style="List Bullet")

    assert _text(build) == "Syarat:\n1. kartu identitas\n2. formulir\n- catatan"


def test_numbers_follow_their_format_and_nesting() -> None:
    """Letters, brackets and numbers of numbers are shown as they are printed."""
    definition = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77">
      <w:lvl w:ilvl="0">
        <w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/>
      </w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
    </w:abstractNum>"""
    use = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'

    def build(document: Document) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(definition))
        numbering.append(parse_xml(use))
        document.add_paragraph("Judul dokumen")
        for level, text in ((0, "satu"), (1, "anak"), (1, "lagi"), (0, "dua"), (1, "baru")):
            marks = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            _add(document, f"<w:pPr>{marks}</w:pPr><w:r><w:t>{text}</w:t></w:r>")

    lines = _text(build).splitlines()[-5:]
    assert lines == ["c) satu", "c.1. anak", "c.2. lagi", "d) dua", "d.1. baru"]


def test_tables_are_read_row_by_row() -> None:
    """A row's cells stay together, as in tables of pages."""

    def build(document: Document) -> None:
        document.add_paragraph("Biaya")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Jenis", "Biaya", "Salinan", "Rp500"], strict=True):
            cell.text = text

    assert _text(build).endswith("Jenis | Biaya\nSalinan | Rp500")


def test_only_what_a_reader_sees_is_read() -> None:
    """Deleted, moved and hidden text is not published; inserted and linked text is."""

    def build(document: Document) -> None:
        document.add_paragraph("Panduan")
        _add(
            document,
            '<w:r><w:t xml:space="preserve">Biaya </w:t></w:r>'
            "<w:del><w:r><w:delText>seribu</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t>pindah</w:t></w:r></w:moveFrom>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia</w:t></w:r>"
            '<w:ins><w:r><w:t xml:space="preserve">dua ribu </w:t></w:r></w:ins>'
            "<w:hyperlink><w:r><w:t>rupiah</w:t></w:r></w:hyperlink>",
        )

    assert _text(build).endswith("Biaya dua ribu rupiah")


def test_text_boxes_and_content_controls_are_read_once() -> None:
    """Word keeps a second version of every box for older readers."""
    box = "<w:txbxContent><w:p><w:r><w:t>Isi kotak</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"

    def build(document: Document) -> None:
        document.add_paragraph("Panduan")
        _add(
            document,
            f'<w:r><w:t>Teks</w:t><mc:AlternateContent xmlns:mc="{mc}">'
            f'<mc:Choice Requires="x">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent></w:r>",
        )
        inner = "<w:sdtContent><w:p><w:r><w:t>Isian</w:t></w:r></w:p></w:sdtContent>"
        control = f"<w:sdt {nsdecls('w')}>{inner}</w:sdt>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(control))

    text = _text(build)
    assert (text.count("Isi kotak"), text.count("Isian")) == (1, 1)


def test_a_regulation_is_cut_at_its_articles() -> None:
    """Articles are centred paragraphs without a style."""
    lines = ["PERATURAN MENTERI KEUANGAN", "NOMOR 5 TAHUN 2021", "MEMUTUSKAN:", "BAB I", "UMUM"]

    def build(document: Document) -> None:
        for line in [*lines, "Pasal 1", BODY, "Pasal 2", BODY]:
            document.add_paragraph(line)

    draft = _draft(build)
    assert draft.kind is ArticleKind.REGULATION
    assert draft.title == "PERATURAN MENTERI KEUANGAN NOMOR 5 TAHUN 2021"
    assert [block.heading_path for block in draft.blocks[-2:]] == [
        ("BAB I UMUM", "Pasal 1"),
        ("BAB I UMUM", "Pasal 2"),
    ]


def test_facts_of_the_file_are_a_last_resort() -> None:
    """The author is a person, not a publisher; a date in the text is better than one of saving."""

    def build(document: Document) -> None:
        document.core_properties.title = "Laporan Layanan"
        document.core_properties.author = "Budi"
        document.core_properties.created = datetime(2022, 1, 2)
        document.add_paragraph(BODY)

    draft = _draft(build)
    facts = (draft.title, draft.published, draft.publisher)
    assert facts == ("Laporan Layanan", date(2022, 1, 2), "")

    def dated(document: Document) -> None:
        build(document)
        document.add_paragraph("Jakarta, 14 September 2021")

    assert _draft(dated).published == date(2021, 9, 14)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    """A megabyte of archive may hold a gigabyte."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(31_000_000))
    assert _answer(output.getvalue())["code"] == SkipReason.TOO_LARGE
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(docx_package.MAX_MEMBERS + 1):
            archive.writestr(str(number), b"")
    assert _answer(many.getvalue())["code"] == SkipReason.TOO_LARGE


def _with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w") as new:
        for item in old.namelist():
            new.writestr(item, change(old.read(item)) if item == name else old.read(item))
    return output.getvalue()


def test_entities_are_not_resolved() -> None:
    """Neither files of the machine nor multiplied text come in through them."""
    entities = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "ganda">]><w:document'
    )

    def change(markup: bytes) -> bytes:
        hostile = markup.replace(b"<w:document", entities, 1)
        return hostile.replace(b"publik.", b"publik.&a;&b;&b;")

    content = _with_part(
        _saved(lambda document: document.add_paragraph(BODY)), "word/document.xml", change
    )
    assert draft_docx(io.BytesIO(content)).blocks[0].text == BODY


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"bukan docx", SkipReason.MALFORMED),
        (b"PK\x03\x04", SkipReason.MALFORMED),
        (b"\xd0\xcf\x11\xe0 lama", SkipReason.UNSUPPORTED),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), SkipReason.ENCRYPTED),
    ],
)
def test_faults_have_their_codes(content: bytes, code: SkipReason) -> None:
    """Each says what staff can do."""
    assert _answer(content)["code"] == code


SOUND = _saved(lambda document: document.add_paragraph(BODY, style="List Number"))
MARKUP = zipfile.ZipFile(io.BytesIO(SOUND)).read("word/document.xml")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.binary(max_size=20), st.integers(0, 40))
def test_a_damaged_archive_ends_in_an_article_or_a_report(
    place: int, noise: bytes, cut: int
) -> None:
    """No file can make the reader fail in a way that is not told."""
    told = _answer(SOUND[:place] + noise + SOUND[place + cut :])
    assert "blocks" in told or (SkipReason(told["code"]) and told["reason"])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(MARKUP) - 1), st.binary(max_size=20), st.integers(0, 40))
def test_damaged_markup_ends_in_an_article_or_a_report(place: int, noise: bytes, cut: int) -> None:
    """The same holds for what the archive holds."""
    damaged = MARKUP[:place] + noise + MARKUP[place + cut :]
    told = _answer(_with_part(SOUND, "word/document.xml", lambda _: damaged))
    assert "blocks" in told or (SkipReason(told["code"]) and told["reason"])
