"""Pages that are errors, whatever status they were sent with."""

import pytest

from ingest.sources.website.error_pages import is_error_page


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Error 404 (Not Found)!!1",
        "404 - Halaman Tidak Ditemukan | Kementerian Contoh",
        "Halaman tidak ditemukan",
        "Halaman yang Anda cari tidak ditemukan",
        "Maaf, halaman ini tidak tersedia",
        "Oops! Page not found",
        "Page Not Found - PPID",
        "Berita tidak ditemukan",
        "Data tidak ditemukan",
        "403 Forbidden",
        "503 Service Temporarily Unavailable",
        "500 Internal Server Error",
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Access Denied",
        "Index of /uploads",
        "Situs sedang dalam pemeliharaan",
        "Under Maintenance",
        "Database Error",
    ],
)
def test_titles_of_error_pages(title: str) -> None:
    """In Indonesian and English, of web servers, firewalls and content systems."""
    assert is_error_page([title], "Silakan kembali ke beranda atau hubungi kami.")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("404 Peserta Mengikuti Seleksi", "Sebanyak 404 peserta mengikuti seleksi."),
        ("500 Paspor Dicetak Setiap Hari", "Kantor mencetak 500 paspor."),
        ("Dokumen Tidak Ditemukan Petugas, Ini Penjelasannya", "Petugas mencari lagi."),
        ("Halaman Kantor Direnovasi", "Halaman kantor diperbaiki mulai Senin."),
        ("Data Kependudukan", "Data ini tidak tersedia untuk umum."),
        ("Pemeliharaan Arsip", "Arsip dirawat setiap tahun."),
        ("Cara melapor", "Jika halaman tidak ditemukan, hubungi petugas layanan informasi."),
        ("Halaman tidak ditemukan", "Penjelasan panjang tentang galat. " * 100),
    ],
)
def test_articles_that_only_look_like_error_pages(title: str, text: str) -> None:
    """Numbers, yards and missing documents are news, too."""
    assert not is_error_page([title], text)


def test_short_texts_of_error_pages() -> None:
    """Sites that name every page after themselves say it in the text."""
    text = "Ups. Halaman yang Anda cari tidak ada. Kembali ke beranda."
    assert is_error_page(["Kementerian Contoh"], text)
    assert not is_error_page(["Kementerian Contoh"], text + " Layanan lain kami." * 40)
