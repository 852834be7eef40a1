"""Official Indonesian text is split where its sentences end, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.sentences import split_sentences

_PIECES = st.sampled_from(
    "No. 14|Rp1.500.000,00|dst.|dr. Budi, S.H.|ayat (1)|huruf a.|a. satu;|1. dua|\n|\n\n|Kata|kata|"
    "akhir.|apa?|(2) Tiga.|- butir|“Kutipan.”| |  |14 September 2021|…|.|!|a.n.|é".split("|")
)


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hal ini diatur dalam UU No. 14 Tahun 2008 tentang Keterbukaan Informasi Publik.",
        "Biayanya paling banyak Rp1.500.000,00 untuk setiap salinan.",
        "Berkas ditandatangani dr. Budi Santoso, S.H., M.H. pada 14 September 2021.",
        "Ketentuan pada ayat (1) huruf a dan huruf b berlaku pula di sini.",
        "Surat ditandatangani a.n. Menteri oleh Prof. Dr. H. A. Yani.",
        "Pemohon membawa KTP, KK, dst. sesuai daftar.",
        "Kantor di Jl. Merdeka No. 5 buka pada hari kerja.",
        "Denda naik 2.5 persen menurut Kab. Bandung.",
    ],
)
def test_stops_that_end_nothing_do_not_split(sentence: str) -> None:
    """Abbreviations, amounts, degrees, dates and initials stay within their sentence."""
    assert _sentences(f"{sentence} Kalimat berikutnya.") == [sentence, "Kalimat berikutnya."]


@pytest.mark.parametrize(
    "first",
    [
        "Ini sesuai ayat (1) huruf a.",
        "Pemohon membawa KTP, KK, dst.",
        "Apakah PPID itu?",
        "Ia berkata, “Silakan.”",
        "Webinar digelar pada tahun 2021.",
        "Lihat Pasal 22.",
    ],
)
def test_ends_are_found(first: str) -> None:
    """A stop before a capital ends a sentence, even behind a quote, a number or "huruf a"."""
    assert _sentences(f"{first} Badan Publik menjawab.") == [first, "Badan Publik menjawab."]


def test_list_items_are_sentences_of_their_own() -> None:
    """The lead-in and every item stand alone, with or without stops."""
    text = "Syaratnya:\na. fotokopi KTP;\nb. surat kuasa; dan\n(2) alamat\n- nomor telepon"
    spans = split_sentences(text)
    assert [span.of(text) for span in spans] == text.split("\n")
    assert [span.list_item for span in spans] == [False, True, True, True, True]


def test_hard_wrapped_lines_are_joined() -> None:
    """A line that runs on in lower case belongs to the sentence above."""
    assert _sentences("Pemohon dapat\nmengajukan keberatan.\nPasal 22\nKetentuan lain.") == [
        "Pemohon dapat\nmengajukan keberatan.",
        "Pasal 22",
        "Ketentuan lain.",
    ]


@given(st.lists(_PIECES, max_size=30).map(" ".join) | st.text(max_size=200))
def test_no_visible_character_is_lost_or_doubled(text: str) -> None:
    """Spans lie in order, do not overlap, have no outer spaces and hold all that is visible."""
    spans = split_sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert not text[end:].strip()
