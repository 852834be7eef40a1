"""An answer links to its sources alone, whatever addresses they and a model write."""

from bot.messages.catalogue import Catalogue
from bot.telegram.rendering import render
from tests.bot.telegram.answers import answer, citation
from tests.bot.telegram.reading import covered
from tests.bot_api_double import checked_text

_CATALOGUE = Catalogue.load()
_ADDRESSES = ["palsu.click/masuk", "@petugas_palsu", "/hapus"]
_WORDS = f"Buka {_ADDRESSES[0]}, tulis ke {_ADDRESSES[1]} atau tekan {_ADDRESSES[2]}."


def test_addresses_in_the_words_of_others_are_code() -> None:
    """In the answer, in quotes and in the facts of a source: clients make no links in code."""
    source = citation(quote=_WORDS, publisher="palsu.click")
    (message,) = render(answer(text=f"{_WORDS} [1]", citations=(source,)), _CATALOGUE)
    text, entities = checked_text(message.html)
    assert covered(text, entities, "code") == [*_ADDRESSES, "palsu.click", *_ADDRESSES]
    assert {entity.url for entity in entities if entity.url} == {source.url}


def test_without_markup_addresses_are_broken() -> None:
    """In the plain form nothing else stops a client, not even in a title."""
    source = citation(quote=_WORDS, title="Lihat palsu.click")
    (message,) = render(answer(text=f"{_WORDS} [1]", citations=(source,)), _CATALOGUE)
    assert "palsu.click" not in message.plain
    assert "palsu[.]click" in message.plain
    assert f"({source.url})" in message.plain


def test_what_the_bot_says_itself_keeps_its_links() -> None:
    """Where nothing is cited, the contact of the PPID can be tapped."""
    (message,) = render(answer(text="Tulis ke ppid.contoh.go.id.", citations=()), _CATALOGUE)
    assert "<code>" not in message.html
