"""What a page or a model writes never becomes a link by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.addresses import address_parts, broken_addresses, has_address


@pytest.mark.parametrize(
    "address",
    [
        "https://palsu.example/a?b=c",
        "tg://resolve?domain=palsu",
        "palsu.click",
        "PALSU.CLICK",
        "t.me/palsu",
        "palsu．com",
        "palsu。com",
        "xn--palsu.xn--p1ai",
        "пример.рф",
        "203.0.113.7/masuk",
        "@petugas_palsu",
        "/hapus",
    ],
)
def test_whatever_a_client_links_is_an_address(address: str) -> None:
    """Addresses, bare hosts, names and commands, whatever stands around them."""
    found = list(address_parts(f"Buka ({address})."))
    assert found == [("Buka (", False), (address, True), (").", False)]
    assert not has_address(broken_addresses(f"Buka {address}"))


@pytest.mark.parametrize(
    "text",
    [
        "Biaya Rp 1.500.000.000,00 dibayar pukul 08.00 WIB.",
        "Permohonan dijawab 10 hari kerja.Jika tidak, ajukan keberatan.",
        "Drs. Budi, S.H., M.Si. dan/atau Pasal 22 ayat (7)",
        "Tulis ke ppid@contoh.go.id atau telepon 021-555-0100.",
    ],
)
def test_other_words_are_none(text: str) -> None:
    """Amounts, hours, titles, sentences that follow closely, and e-mail, which is a contact."""
    assert list(address_parts(text)) == [(text, False)]


@given(st.text("ab.:/@A．9 ", max_size=40))
def test_the_pieces_are_the_text(text: str) -> None:
    """Nothing is lost or added, and what was broken is no address any more."""
    assert "".join(piece for piece, _ in address_parts(text)) == text
    assert not has_address(broken_addresses(text))
