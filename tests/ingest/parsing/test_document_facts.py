"""What a file says of itself is believed only where a person said it."""

from datetime import date

import pytest

from ingest.parsing.document_facts import dated_line, real_title


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "x",
        "Microsoft Word - UU 14.doc",
        "untitled",
        "laporan akhir.docx",
        "Document1",
        "Scan 7",
    ],
)
def test_titles_that_programs_set_are_none(stated: str) -> None:
    """They name a file or a program."""
    assert real_title(stated) == ""


def test_a_written_title_is_taken() -> None:
    """Also one that mentions a document."""
    assert real_title(" Dokumen Pengadaan  2021 ") == "Dokumen Pengadaan 2021"


def test_a_date_counts_only_alone_on_its_line() -> None:
    """Dates in the text are those of other events."""
    assert dated_line(["Rapat 3 Mei 2020 dibuka", "Jakarta, 14 September 2021"]) == date(
        2021, 9, 14
    )
    assert dated_line(["Tanggal: 02-03-2021"]) == date(2021, 3, 2)
    assert dated_line(["Senin, 6 Februari 2023"]) == date(2023, 2, 6)
    assert dated_line(["Kegiatan pada 14 September 2021"]) is None
