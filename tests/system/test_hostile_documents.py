"""Documents made to harm: each ends in a report, within bounds of memory and time."""

import io
import resource
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.documents import DOCUMENT_PARSERS
from tests import pdfs

pytestmark = pytest.mark.system

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
URL = "https://ppid.contoh.go.id/a.pdf"
MOST_PARENT_BYTES = 50_000_000
MOST_SECONDS = 60
_SAMPLE_SECONDS = 0.01


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@contextmanager
def _watched() -> Iterator[Callable[[], int]]:
    """Sample the memory of this process; give a function for the greatest growth in bytes."""
    before = _resident_bytes()
    greatest = [before]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(_SAMPLE_SECONDS):
            greatest[0] = max(greatest[0], _resident_bytes())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield lambda: greatest[0] - before
    finally:
        done.set()
        thread.join()


def _docx_bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"word/media/{number}.png", bytes(10_000_000))
    return output.getvalue()


def _with_markup(change: Callable[[bytes], bytes]) -> bytes:
    """Save a document of one paragraph, and change its markup."""
    saved, output = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("ISI")
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "word/document.xml" else part)
    return output.getvalue()


def _many_entities() -> bytes:
    levels = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    declared = f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{levels}]><w:document'.encode()
    return _with_markup(
        lambda part: part.replace(b"<w:document", declared, 1).replace(b"ISI", b"&e9;")
    )


def _many_paragraphs() -> bytes:
    paragraphs = b"</w:t></w:r></w:p>" + b"<w:p/>" * 4_000_000 + b"<w:p><w:r><w:t>"
    return _with_markup(lambda part: part.replace(b"ISI", paragraphs))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], set[SkipReason]]] = {
    "bomb": (PDF, lambda: pdfs.flate_bomb(1_000_000_000), {SkipReason.TOO_LARGE}),
    "loop": (PDF, pdfs.page_tree_loop, {SkipReason.MALFORMED}),
    "pages": (PDF, lambda: pdfs.many_pages(100_000), {SkipReason.TOO_LARGE}),
    "forms": (PDF, lambda: pdfs.nested_forms(10, 10), {SkipReason.NO_TEXT}),
    "nesting": (PDF, lambda: pdfs.write_raw_pages([b"[" * 1_000_000]), {SkipReason.MALFORMED}),
    "dictionaries": (PDF, lambda: b"%PDF-1.7\n" + b"1 0 obj\n<<" * 200_000, {SkipReason.MALFORMED}),
    "noise": (PDF, lambda: bytes(range(256)) * 10_000, {SkipReason.MALFORMED}),
    "archive": (DOCX, _docx_bomb, {SkipReason.TOO_LARGE}),
    "entities": (DOCX, _many_entities, {SkipReason.NO_TEXT, SkipReason.MALFORMED}),
    "paragraphs": (DOCX, _many_paragraphs, {SkipReason.TOO_LARGE}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_a_report(name: str) -> None:
    """It costs the ingest at most 50 MB and a minute, and staff learn which one it was."""
    media_type, make, codes = HOSTILE[name]
    content = make()
    start = time.monotonic()
    with _watched() as growth, pytest.raises(SkippedInputError) as refused:
        DOCUMENT_PARSERS[media_type](content, URL, SourceDefaults())
    assert (refused.value.name, refused.value.code in codes) == (URL, True)
    assert growth() <= MOST_PARENT_BYTES
    assert time.monotonic() - start <= MOST_SECONDS
