"""What a page's style sheets hide is read nowhere; what they show, or let be opened, stays."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parsing.html_hidden import drop_hidden
from ingest.parsing.html_styles import inline_styles
from ingest.parsing.html_tree import flat_text, parse_tree
from ingest.parsing.limits import StyleLimits

SECRET = '<p class="x" id="i" lang="id" data-k="v">Terselip.</p>'


def _read(sheet: str, main: str = SECRET, head: str = "") -> str:
    """Give the text of a page that is left; `sheet` is the text of a style element."""
    tree = parse_tree(
        f"<html><head>{head}<style>{sheet}</style></head><body><main><h1>Judul</h1>"
        f"<div><b>Sebelum.</b>{main}<i>Sesudah.</i></div></main></body></html>"
    )
    assert tree is not None
    drop_hidden(tree)
    return flat_text(tree)


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        "#i{visibility:hidden}",
        "p{opacity:0}",
        "b + p{font-size:0}",
        "[data-k^=v]{text-indent:-9999px}",
        "main > div .x:not(.y){position:absolute;left:-999em}",
        "p:nth-child(2), .lain{transform:scale(0)}",
        ":is(.x, .y){clip-path:inset(100%)}",
        "div:has(> .x) .x{max-height:0;overflow:hidden}",
        ".x{color:#fff}",
        "main{background:#123456} .x{color:#123456}",
        ".x{color:transparent}",
        r".\78 {disp\6c ay:none}",
        "/* */ <!-- .x{display:none} -->",
        "@charset 'utf-8'; @media screen{.x{display:none}}",
        "@media all, print{@layer a{.x{display:none}}}",
        "@media (min-width:600px){.y{display:block}} .x{display:none}",
        ".salah{{}} p::: {} .x{display:none",
        ".x{display:block;display:none}",
        "#i{display:none} .x{display:block}",
        ".x{display:none!important} #i{display:block}",
        "div{font-size:0} div b, div i{font-size:16px}",
        "div{visibility:hidden} b,i{visibility:visible}",
        ".x:hover{left:0} .x{left:-9999px}",
    ],
)
def test_what_a_sheet_hides_is_not_read(sheet: str) -> None:
    """By any selector and any way of hiding, the stronger rule first; what is around it stays."""
    assert _read(sheet) == "JudulSebelum.Sesudah."


@pytest.mark.parametrize(
    "sheet",
    [
        ".y{display:none}",
        ".x{display:none} .x{display:block}",
        ".x{display:none} #i{display:block}",
        ".x{display:block!important} #i{display:none}",
        "@media print{.x{display:none}}",
        "@media (max-width:600px){.x{display:none}}",
        "@supports not (display:grid){.x{display:none}}",
        ".x{display:none} @media (min-width:600px){.x{display:block}}",
        ".x:hover{display:none}",
        ".x::before{display:none}",
        ".x:tidak-dikenal{display:none}",
        ".x{display:none} div.open .x{display:block}",
        ".x{display:none} b:checked ~ .x{display:block}",
        ".x:not(.active){display:none}",
        ".x{opacity:0;animation:muncul 1s forwards}",
        "main{font-size:0} p{font-size:1rem} b,i{font-size:14px} h1{font-size:2rem}",
        "main{color:#fff} .x{color:#000} b,i,h1{background:navy}",
        ".x{color:#fff;background:linear-gradient(90deg,red,blue)}",
        ".x{color:#fff} div::before{content:'';background:rgba(0,0,0,.6)}",
        "div{position:absolute} .x{color:white}",
        ".x{color:transparent;background-clip:text}",
        ".x{color:var(--white)}",
        ".x{width:100vw;left:50%;margin-left:-50vw}",
        ".x{height:1%;overflow:hidden} .x{flex:1;width:0}",
    ],
)
def test_what_a_sheet_shows_is_read(sheet: str) -> None:
    """On any screen, or once a visitor opened it; print and other states hide nothing."""
    assert "Terselip." in _read(sheet)


@pytest.mark.parametrize(
    "main",
    [
        '<button aria-controls="t">Buka</button><div class="x" id="t">Terselip.</div>',
        '<a href="#t">Buka</a><div class="x" id="t">Terselip.</div>',
        '<b data-bs-target="#t">Buka</b><div id="t"><div class="x">Terselip.</div></div>',
        '<label for="t">Buka</label><div class="x" id="t">Terselip.</div>',
        '<div class="x" role="tabpanel">Terselip.</div>',
        '<div class="x tab-pane">Terselip.</div>',
        '<div class="x faq-answer">Terselip.</div>',
        '<div class="x" x-show="buka">Terselip.</div>',
    ],
)
def test_what_a_page_can_open_is_read(main: str) -> None:
    """Answers of accordions and tabs are closed by the sheet until they are asked for."""
    assert "Terselip." in _read(".x{display:none}", main)
    assert "Terselip." not in _read(".x{font-size:0}", main)


def test_what_is_hidden_within_an_answer_is_not_read() -> None:
    """That a visitor opens an answer does not show what is hidden in it once more."""
    main = (
        '<a href="#t" data-target="#t">Buka</a>'
        '<div class="collapse" id="t">Jawab.<p class="x">Sisip.</p></div>'
    )
    assert _read(".collapse,.x{display:none}", main) == "JudulSebelum.BukaJawab.Sesudah."


@pytest.mark.parametrize(
    ("style", "shown"),
    [("display:block", True), ("display:block !important", True), ("color:red", False)],
)
def test_a_style_attribute_is_stronger_than_a_sheet(style: str, shown: bool) -> None:
    """Where it states the same, and the sheet does not insist."""
    main = f'<p class="x" style="{style}">Terselip.</p>'
    assert ("Terselip." in _read(".x{display:none}", main)) is shown
    insists = _read(".x{display:none!important}", main)
    assert ("Terselip." in insists) is ("important" in style)


def test_white_letters_stay_where_another_sheet_may_name_their_ground() -> None:
    """A linked sheet is not read."""
    assert "Terselip." in _read(".x{color:#fff}", head='<link rel="stylesheet" href="/a.css">')
    assert "Terselip." in _read("@import 'a.css'; .x{color:#fff}")


def test_only_sheets_that_hold_are_read() -> None:
    """None for print, none for pages without scripts, none in another language."""
    for other in (
        '<style media="print">.x{display:none}</style>',
        "<noscript><style>.x{display:none}</style></noscript>",
        '<style type="text/less">.x{display:none}</style>',
    ):
        assert "Terselip." in _read("", head=other)


@pytest.mark.parametrize(
    "sheet",
    [
        ".y{display:none}" * 60_000,
        "".join(f"[data-k*='{n}'],div :has(b ~ p){{display:none}}" for n in range(10_000)),
        "u " + "div " * 40 + "p{display:none} u ~ " + "p ~ " * 30 + "p{display:none}",
        "p{font-size:16px;color:red;background:blue}" * 5_000,
        ":not(:is(:has(" * 12 + "p" + ")))" * 12 + "{display:none}",
        "p:nth-last-of-type(2n+1 of p ~ p){display:none}" * 3_000,
        "@media screen{" * 30_000,
        "{[(" * 50_000,
        "a{" * 50_000 + "display:none",
        ".y" * 200_000 + "{display:none}",
        "\\" * 100_000,
    ],
    ids=lambda sheet: sheet[:12],
)
def test_a_hostile_sheet_costs_little_and_loses_nothing(sheet: str) -> None:
    """However long, deep or costly it is; what lies beyond the limits hides nothing."""
    main = "<div>" * 150 + "<p>Kata.</p>" * 500 + "Terlihat." + "</div>" * 150
    tree = parse_tree(f"<html><style>{sheet}</style><body>{main}</body></html>")
    begun = time.process_time()
    drop_hidden(tree)
    # Twenty times what it takes: a machine may be slow, and hostile means minutes.
    assert time.process_time() - begun < 20
    assert "Terlihat." in flat_text(tree)


def test_beyond_the_limits_nothing_is_hidden() -> None:
    """Each limit ends the reading, and the page is known to be not wholly known."""
    page = (
        "<html><style>.y .x{display:none}.z{display:none}</style><b></b><p class='x'>A</p></html>"
    )
    for limits in (
        StyleLimits(characters=10),
        StyleLimits(rules=0),
        StyleLimits(elements=2),
        StyleLimits(steps=1),
    ):
        assert not inline_styles(parse_tree(page), limits).complete
    assert inline_styles(parse_tree(page)).complete


_PIECES = st.sampled_from(
    ".a|#b|p|*| |>|~|+|,|:not(|:has(|:nth-child(2n|)|::after|[c|=|'d'|]|{|}|display:none|color:#fff"
    "|;|!important|@media (|@layer x|@import 'e'|/*|*/|\\|<!--|:hover|.open|url(|é|0".split("|")
)


@given(st.lists(_PIECES, max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_no_sheet_stops_the_reading_or_hides_what_it_does_not_select(sheet: str) -> None:
    """Whatever it holds: text that no selector names stays as it is."""
    tree = parse_tree(
        f"<html><head><style>{sheet}</style></head><body>Satu. <u>Dua.</u></body></html>"
    )
    selects_all = any(word in sheet for word in ("*", ":", "["))
    drop_hidden(tree)
    assert flat_text(tree).startswith("Satu.")
    assert selects_all or "Dua." in flat_text(tree)
