"""Lines beside an article are told from lines of it."""

from datetime import date
from time import process_time

import pytest

from ingest.parsing.html_clutter import byline_date, is_clutter


@pytest.mark.parametrize(
    "line",
    [
        "Dibaca: 1.969 kali",
        "Di baca 1969 kali",
        "Telah dilihat sebanyak 12 kali",
        "Hits: 3482",
        "532 views",
        "3 menit baca",
        "Jumat, 3 Mei 2024 10:15 WIB•532 views•3 menit baca",
        "Diposting pada : 05-10-2020 | Oleh : admin | Dibaca : 77 kali",
        "Diterbitkan: 16 Juli 2019",
        "Suka 12",
        "Suka 12 Lucu 0 (1) Marah",
        "Bagikan:",
        "Bagikan artikel ini",
        "Cetak",
        "Tinggalkan komentar",
        "Copyright © 2020 Badan Contoh. All rights reserved.",
        "© 2023",
        "Hak cipta dilindungi undang-undang",
        "Didukung oleh Liferay",
        "Terakhir diperbarui: 12 Agustus 2008",
        "Beranda » Berita » Judul",
    ],
)
def test_clutter(line: str) -> None:
    """Counters, buttons, reactions, colophons and paths, wherever they stand."""
    assert is_clutter(line, at_start=False)


@pytest.mark.parametrize(
    "line",
    [
        "Selasa, 14 September 2021",
        "Selasa, 14 September 2021 | Biro Humas",
        "Rabu, 8 Maret 2023 pukul 09.10 WIB | Penulis: Biro Humas",
        "Ditulis oleh Super User",
    ],
)
def test_bylines_are_clutter_only_before_the_text(line: str) -> None:
    """In it, a date is an appointment and a name is a person."""
    assert is_clutter(line, at_start=True)
    assert not is_clutter(line, at_start=False)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Buku itu dibaca 1.969 kali oleh warga.",
        "Suka cita warga menyambut layanan baru.",
        "Jakarta, 14 September 2021",
        "Pada hari Selasa, 14 September 2021, menteri membuka rapat.",
        "Cetak tiga lembar, lalu tanda tangani.",
        "Bagikan nomor antrean kepada keluarga.",
        "Hak cipta melindungi karya tulis, musik dan program komputer.",
        "Unduh formulir permohonan",
        "Komentar atas rancangan diterima sampai Jumat.",
        "Pengunjung wajib menunjukkan KTP.",
        "Beranda situs memuat tautan layanan.",
        "08.00–15.00",
        "Kategori: " + "arsip " * 60,
    ],
)
def test_sentences_are_no_clutter(line: str) -> None:
    """Even where they begin like a counter or a button."""
    assert not is_clutter(line, at_start=True)


def test_hostile_lines_take_no_time() -> None:
    """No line makes the patterns try every way to read it."""
    before = process_time()
    for piece in ("suka ", "suka  ", "dibaca : ", "| ", "1 ", "2024-", "oleh ", " "):
        is_clutter(piece * (190 // len(piece)) + "§", at_start=True)
    assert process_time() - before < 1


def test_dates_of_bylines() -> None:
    """With whether they are called the day of publication; dates in sentences are none."""
    day = date(2021, 9, 14)
    assert byline_date("Selasa, 14 September 2021 | Oleh: Humas") == (day, False)
    assert byline_date("Oleh admin | Diposting pada: 14/09/2021 10:30") == (day, True)
    assert byline_date("Rapat dibuka pada 14 September 2021") == (None, False)
