"""Bytes of many encodings become text, or are refused by name."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SkippedInputError, SkipReason
from ingest.parsing.decoding import decode_html, decode_text

TEXT = "Pemohon “informasi” wajib – menurut Pasal 22 – menyertakan salinan ‘identitas’ café…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_reads_the_usual_encodings(encoding: str) -> None:
    """UTF with or without a mark, and Windows-1252 as old office software wrote it."""
    assert decode_text(TEXT.encode(encoding), name="a.txt") == TEXT


def test_follows_the_charset_of_a_page() -> None:
    """A meta tag names the encoding, and Latin-1 means Windows-1252 as in browsers."""
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">' + TEXT
    assert decode_html(page.encode("cp1252"), name="a.html") == page
    cyrillic = "<meta charset='windows-1251'>Информация"
    assert decode_html(cyrillic.encode("cp1251"), name="a.html") == cyrillic


def test_what_was_sent_with_a_page_wins_over_its_meta_tag() -> None:
    """The charset of the HTTP header comes first."""
    page = "<meta charset='windows-1251'>Información"
    assert decode_html(page.encode("cp1252"), name="a", declared="latin-1") == page


def test_ignores_a_charset_that_does_not_exist() -> None:
    """Nonsense in a meta tag, or a codec that is no charset, does not stop a page."""
    for label in ("x-nonsense", "base64", "rot13"):
        page = f'<meta charset="{label}">' + TEXT
        assert decode_html(page.encode("cp1252"), name="a.html") == page


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 50,
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
        ("é" * 40).encode() + b"\xff\xfe\xff",
        bytes(range(128, 256)) * 20,
    ],
    ids=["binary", "broken UTF-16", "damaged UTF-8", "no text at all"],
)
def test_refuses_what_cannot_be_told(content: bytes) -> None:
    """A wrong guess would put garbage before citizens; the file is reported instead."""
    with pytest.raises(SkippedInputError) as refusal:
        decode_text(content, name="a.txt")
    assert (refusal.value.name, refusal.value.code) == ("a.txt", SkipReason.UNDECODABLE)


@given(st.text(alphabet=st.characters(exclude_characters="\x00\ufeff", codec="utf-8")))
def test_utf8_comes_back(text: str) -> None:
    """Whatever is valid UTF-8 is read as UTF-8."""
    assert decode_text(text.encode(), name="a.txt") == text


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(content: bytes) -> None:
    """No bytes make decoding fail in any other way."""
    with contextlib.suppress(SkippedInputError):
        decode_html(content, name="a.html")
