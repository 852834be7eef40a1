"""Files and folders as sources: what is read, under which id, and what is reported."""

import gzip
import json
import os
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import SkipReason, SourceNotFoundError
from ingest.models import (
    Finding,
    FoundArticle,
    KnownPage,
    Skipped,
    SourceDefaults,
    Unchanged,
)
from ingest.parsing.documents import MAX_DOCUMENT_BYTES
from ingest.sources import files
from ingest.sources.files import read_source
from tests import pdfs

PAGE = "<title>Judul</title><main><p>Isi halaman tentang layanan informasi publik.</p></main>"


def _write(folder: Path, name: str, content: str | bytes = PAGE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _ids(findings: list[Finding]) -> list[str]:
    return [item.article.info.article_id for item in findings if isinstance(item, FoundArticle)]


def _skipped(findings: list[Finding]) -> dict[str, SkipReason]:
    return {item.name: item.code for item in findings if isinstance(item, Skipped)}


def test_reads_a_folder_in_order(tmp_path: Path) -> None:
    """Every supported file is an article whose id is its relative path."""
    _write(tmp_path, "b/dua.HTM")
    _write(tmp_path, "a.md", "# A\nIsi.")
    _write(tmp_path, "c.txt", "Judul\n\nIsi.")
    row = {"id": "baris/1", "text": "Isi."}
    _write(tmp_path, "d.jsonl.gz", gzip.compress(json.dumps(row).encode()))
    findings = list(read_source(tmp_path))
    assert _ids(findings) == ["a.md", "b/dua.HTM", "c.txt", "baris/1"]
    assert [item.origin for item in findings if isinstance(item, FoundArticle)][-1] == (
        "d.jsonl.gz line 1"
    )


def test_reads_documents_and_tables(tmp_path: Path) -> None:
    """A PDF is one article, each row of a table another; faults are named after the file."""
    _write(tmp_path, "b.PDF", pdfs.write_pdf([["Laporan layanan", "", "Isi laporan ini."]]))
    _write(tmp_path, "faq.csv", "pertanyaan;jawaban\nApa itu PPID?;Pejabat.\n;Yatim.\n")
    _write(tmp_path, "kosong.pdf", b"")
    _write(tmp_path, "palsu.docx", b"bukan docx")
    findings = list(read_source(tmp_path))
    assert _ids(findings) == ["b.PDF", "faq.csv#apa-itu-ppid"]
    assert _skipped(findings) == {
        "faq.csv line 3": SkipReason.NO_TITLE,
        "kosong.pdf": SkipReason.EMPTY,
        "palsu.docx": SkipReason.MALFORMED,
    }


def test_a_document_that_is_known_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    """Reading a scanned document takes minutes; its bytes tell whether it must be."""
    _write(tmp_path, "a.pdf", pdfs.write_pdf([["Laporan layanan", "", "Isi laporan ini."]]))
    (first,) = read_source(tmp_path)
    assert isinstance(first, FoundArticle)
    known = [KnownPage("a.pdf", first.origin, first.validators)]
    assert list(read_source(tmp_path, known=known)) == [Unchanged("a.pdf", "a.pdf")]
    other_publisher = SourceDefaults(publisher="PPID Contoh")
    (again,) = read_source(tmp_path, other_publisher, known=known)
    assert isinstance(again, FoundArticle)
    _write(tmp_path, "a.pdf", pdfs.write_pdf([["Laporan layanan", "", "Isi lain."]]))
    (changed,) = read_source(tmp_path, known=known)
    assert isinstance(changed, FoundArticle)


def test_a_huge_document_is_not_read(tmp_path: Path) -> None:
    """Documents have a cap of their own."""
    with _write(tmp_path, "besar.pdf", b"%PDF").open("r+b") as stream:
        stream.truncate(MAX_DOCUMENT_BYTES + 1)
    findings = list(read_source(tmp_path))
    assert _skipped(findings) == {"besar.pdf": SkipReason.TOO_LARGE}


def test_reads_a_single_file(tmp_path: Path) -> None:
    """Its id is its name, and the source's defaults apply."""
    path = _write(tmp_path, "sub/satu.html")
    (finding,) = read_source(path, SourceDefaults(publisher="Humas"))
    assert isinstance(finding, FoundArticle)
    assert finding.article.info.article_id == "satu.html"
    assert finding.article.info.publisher == "Humas"


def test_passes_over_hidden_files_and_the_folders_readme(tmp_path: Path) -> None:
    """What describes the folder, and what a system hides in it, is no article."""
    for name in ("README.md", ".git/x.md", ".tersembunyi.html"):
        _write(tmp_path, name)
    _write(tmp_path, "sub/README.md", "# Sub\nIsi.")
    findings = list(read_source(tmp_path))
    assert (_ids(findings), _skipped(findings)) == (["sub/README.md"], {})


def test_bad_files_are_reported_and_the_others_read(tmp_path: Path) -> None:
    """Every fault has its name, and none stops the rest."""
    _write(tmp_path, "baik.html")
    _write(tmp_path, "biner.txt", os.urandom(64) + bytes(100))
    _write(tmp_path, "gambar.png", b"\x89PNG")
    _write(tmp_path, "kosong.html", b" \n")
    _write(tmp_path, "rusak.md", "---\ntitle: [\n---\nIsi.")
    _write(tmp_path, "rusak.jsonl", '{"id": "1", "text": "Isi."}\n{oops\n')
    _write(tmp_path, "tanpa-judul.html", "<p>Hanya isi yang tidak berjudul.</p>")
    _write(tmp_path, "tanpa-teks.html", "<title>Judul</title>")
    findings = list(read_source(tmp_path))
    assert _ids(findings) == ["baik.html", "1"]
    assert _skipped(findings) == {
        "biner.txt": SkipReason.UNDECODABLE,
        "gambar.png": SkipReason.UNSUPPORTED,
        "kosong.html": SkipReason.EMPTY,
        "rusak.md": SkipReason.MALFORMED,
        "rusak.jsonl line 2": SkipReason.MALFORMED,
        "tanpa-judul.html": SkipReason.NO_TITLE,
        "tanpa-teks.html": SkipReason.NO_TEXT,
    }


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap holds for pages; JSON Lines stream."""
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 100)
    _write(tmp_path, "besar.html", PAGE + " " * 100)
    _write(tmp_path, "besar.jsonl", json.dumps({"id": "1", "text": "Isi. " * 100}))
    findings = list(read_source(tmp_path))
    assert _ids(findings) == ["1"]
    assert _skipped(findings) == {"besar.html": SkipReason.TOO_LARGE}


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    """A link may not smuggle in files that staff did not name."""
    outside = _write(tmp_path, "luar/rahasia.html")
    folder = tmp_path / "sumber"
    _write(folder, "asli.html")
    (folder / "tautan.html").symlink_to(folder / "asli.html")
    (folder / "keluar.html").symlink_to(outside)
    (folder / "map").symlink_to(outside.parent)
    (folder / "lingkar").symlink_to(folder)
    (folder / "putus.html").symlink_to(folder / "tidak-ada.html")
    findings = list(read_source(folder))
    assert _ids(findings) == ["asli.html", "tautan.html"]
    assert _skipped(findings) == {
        "keluar.html": SkipReason.OUTSIDE_FOLDER,
        "map": SkipReason.OUTSIDE_FOLDER,
        "putus.html": SkipReason.UNREADABLE,
    }


def test_pipes_and_vanished_files_are_reported(tmp_path: Path) -> None:
    """Reading must never hang or stop."""
    os.mkfifo(tmp_path / "pipa.html")
    gone = _write(tmp_path, "sirna.html")
    findings = read_source(tmp_path)
    first = next(findings)
    gone.unlink()
    rest = list(findings)
    assert _skipped([first, *rest]) == {
        "pipa.html": SkipReason.UNSUPPORTED,
        "sirna.html": SkipReason.UNREADABLE,
    }


def test_file_names_in_any_spelling(tmp_path: Path) -> None:
    """Ids are composed Unicode whatever the disk says; names that are no text are reported."""
    _write(tmp_path, unicodedata.normalize("NFD", "café.html"))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.html")).write_text(PAGE)
    findings = list(read_source(tmp_path))
    assert _ids(findings) == ["café.html"]
    assert list(_skipped(findings).values()) == [SkipReason.UNDECODABLE]


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    """Staff learn of a mistyped path before anything is read."""
    with pytest.raises(SourceNotFoundError, match="tidak-ada"):
        read_source(tmp_path / "tidak-ada")
