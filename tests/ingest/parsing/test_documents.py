"""Documents are read in a child process, whose end is never the end of an ingest."""

import io
import logging
import tempfile
from datetime import date

import docx
import pytest

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.documents import (
    DOCUMENT_PARSERS,
    MAX_DOCUMENT_BYTES,
    DocumentType,
    child_environment,
    read_document,
)
from ingest.parsing.limits import DocumentLimits
from ingest.parsing.pdf_scans import find_scan_reader
from tests import pdfs
from vectorstore.models import Article

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
URL = "https://ppid.contoh.go.id/unduh/standar-layanan%202021.pdf"
BODY = "Setiap orang berhak memperoleh informasi publik dari badan publik."


def _read(content: bytes, limits: DocumentLimits) -> Article:
    with tempfile.TemporaryFile() as stream:
        stream.write(content)
        stream.flush()
        return read_document(stream, DocumentType.PDF, "a.pdf", SourceDefaults(), limits=limits)


def test_a_document_from_the_web_has_its_address_and_its_pages() -> None:
    """A citation opens the page of the file."""
    content = pdfs.write_pdf([["Laporan", "Jakarta, 3 Mei 2021", "", BODY]])
    article = DOCUMENT_PARSERS[PDF](content, URL, SourceDefaults(publisher="PPID"))
    info, (block,) = article.info, article.blocks
    assert (info.article_id, info.url, info.publisher) == (URL, URL, "PPID")
    assert (info.title, info.published, info.language) == ("Laporan", date(2021, 5, 3), "id")
    assert (block.anchor, BODY in block.text) == ("page=1", True)


def test_a_document_without_a_title_is_named_after_its_file() -> None:
    """The last part of the address says more than nothing."""
    article = DOCUMENT_PARSERS[PDF](pdfs.write_pdf([[BODY * 4]]), URL, SourceDefaults())
    assert article.info.title == "Standar layanan 2021"


def test_word_documents_are_read_the_same_way() -> None:
    """One border for all untrusted documents."""
    document, output = docx.Document(), io.BytesIO()
    document.add_heading("Hak pemohon", 1)
    document.add_paragraph(BODY)
    document.save(output)
    article = DOCUMENT_PARSERS[DOCX](output.getvalue(), URL, SourceDefaults())
    assert (article.info.title, article.blocks[0].text) == ("Hak pemohon", BODY)


def test_what_is_no_document_is_refused_at_once() -> None:
    """No child is started for it."""
    for content, code in (
        (b"", SkipReason.EMPTY),
        (bytes(MAX_DOCUMENT_BYTES + 1), SkipReason.TOO_LARGE),
    ):
        with pytest.raises(SkippedInputError) as refused:
            DOCUMENT_PARSERS[PDF](content, URL, SourceDefaults())
        assert (refused.value.code, refused.value.name) == (code, URL)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (DocumentLimits(memory_bytes=60_000_000), SkipReason.TOO_LARGE),
        (DocumentLimits(cpu_seconds=1), SkipReason.TOO_SLOW),
        (DocumentLimits(wall_seconds=1), SkipReason.TOO_SLOW),
    ],
)
def test_a_child_that_takes_too_much_is_stopped(limits: DocumentLimits, code: SkipReason) -> None:
    """Memory, work and time each have an end."""
    busy = pdfs.write_raw_pages([b"BT /F 11 Tf " + b"(x) Tj " * 250_000 + b"ET"])
    with pytest.raises(SkippedInputError) as refused:
        _read(busy, limits)
    assert refused.value.code is code


def test_a_page_that_is_lost_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The article is made of the others."""
    content = pdfs.write_pdf([[BODY], [BODY], [BODY]])
    damaged = content.replace(b"[0 0 595 842] /Resources <<", b"[0 0 595 842] /Resources 17", 1)
    with caplog.at_level(logging.WARNING):
        article = DOCUMENT_PARSERS[PDF](damaged, URL, SourceDefaults())
    assert [block.anchor for block in article.blocks] == ["page=2", "page=3"]
    assert "page 1" in caplog.text


def test_the_child_knows_no_secrets() -> None:
    """A fault in a reader must not reach the bot's token."""
    ours = {"PATH": "/bin", "SULUH_TELEGRAM_TOKEN": "1:rahasia", "OPENAI_API_KEY": "rahasia"}
    passed_on = child_environment(ours)
    assert passed_on["PATH"] == "/bin"
    assert "rahasia" not in " ".join(passed_on.values())


def test_a_scan_is_recognised_where_tesseract_is_installed() -> None:
    """Its text is as citable as any other; without tesseract it is reported as a scan."""
    scan = pdfs.write_scanned_pdf(*pdfs.draw_letters(["LAMPIRAN", "MELAYANI PEMILIK"]))
    if find_scan_reader() is None:
        with pytest.raises(SkippedInputError) as refused:
            DOCUMENT_PARSERS[PDF](scan, URL, SourceDefaults())
        assert refused.value.code is SkipReason.SCANNED
        return
    article = DOCUMENT_PARSERS[PDF](scan, URL, SourceDefaults())
    assert "MELAYANI PEMILIK" in article.blocks[0].text
    assert article.blocks[0].anchor == "page=1"
