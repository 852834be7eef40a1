"""Links, robots rules and canonical addresses of pages."""

import pytest

from ingest.sources.website.markup import MAX_LINKS, is_link_list, read_markup

PAGE = "https://a.go.id/berita/1"


def _links(markup: str) -> tuple[str, ...]:
    return read_markup(markup, PAGE).links


def test_links_are_normalised_and_named_once() -> None:
    """In reading order, resolved against the page."""
    markup = """<a href="2?utm_source=x">A</a><a href="/berita/2#isi">B</a><a href="//b.go.id">C</a>
    <a href="mailto:x@a.go.id">D</a><a href="javascript:void(0)">E</a><a>F</a><area href="peta">"""
    assert _links(markup) == (
        "https://a.go.id/berita/2",
        "https://b.go.id/",
        "https://a.go.id/berita/peta",
    )


def test_a_base_element_is_what_links_are_resolved_against() -> None:
    """As browsers do; one that is no address changes nothing."""
    assert _links('<base href="/arsip/"><a href="x">') == ("https://a.go.id/arsip/x",)
    assert _links('<base href="javascript:1"><a href="x">') == ("https://a.go.id/berita/x",)


def test_links_that_are_not_to_be_followed() -> None:
    """By the link, or for the whole page."""
    assert _links('<a href="x" rel="noopener NoFollow">') == ()
    assert _links('<meta name="Robots" content="INDEX, nofollow"><a href="x">') == ()
    assert _links('<meta name="robots" content="none"><a href="x">') == ()


@pytest.mark.parametrize(("content", "noindex"), [("noindex,follow", True), ("all", False)])
def test_pages_that_ask_not_to_be_listed(content: str, noindex: bool) -> None:
    """Their links are followed all the same."""
    markup = read_markup(f'<meta name="robots" content="{content}"><a href="x">', PAGE)
    assert markup.noindex is noindex
    assert markup.links == ("https://a.go.id/berita/x",)


def test_the_canonical_address() -> None:
    """Absolute and normalised; og:url does not count."""
    markup = '<meta property="og:url" content="/y"><link rel="canonical" href="/x?utm_id=1">'
    assert read_markup(markup, PAGE).canonical == "https://a.go.id/x"
    assert read_markup("<link rel='canonical'>", PAGE).canonical == ""


def test_a_million_links_are_cut_off() -> None:
    """A page cannot fill the memory."""
    assert len(_links("".join(f'<a href="/{n}">' for n in range(20_000)))) == MAX_LINKS


@pytest.mark.parametrize("markup", ["", "<!-- -->", "\x00", "<a href='http://[::1'>x", "<base>"])
def test_broken_markup_is_read(markup: str) -> None:
    """Nothing in a page stops the others."""
    assert _links(markup) == ()


def test_pages_that_list_others() -> None:
    """By their headings or by most of their text; a few linked laws make no list."""
    links = frozenset({"satu", "dua", "tiga", "undangundangketerbukaan"})
    assert is_link_list(["Satu", "Dua", "Tiga", "Arsip"], "Cuplikan berita. " * 50, links)
    assert is_link_list([], "Satu\nDua\nTiga\nHal.", links)
    assert not is_link_list(["Dasar hukum", "Biaya", "Satu"], "Isi panjang. " * 9, links)
    assert not is_link_list(
        [], "Dasar hukum permohonan informasi:\nUndang-Undang Keterbukaan\n", links
    )
    assert not is_link_list([], "", links)
