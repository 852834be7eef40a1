"""Laws are found in texts however they are cited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.law_citations import CitationParser, LawCitation

_PARSER = CitationParser.load()


def _only(text: str) -> LawCitation:
    (found,) = _PARSER.citations(text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "UU 14/2008",
        "uu no 14 tahun 2008",
        "UU No. 14 Tahun 2008",
        "undang-undang nomor 14 tahun 2008",
        "Undang Undang Republik Indonesia Nomor 14 Tahun 2008",
        "uu14/2008",
        "Law No. 14 of 2008",
        "Law 14/2008",
    ],
)
def test_one_law_has_many_spellings(text: str) -> None:
    """Kind, number and year are read from each."""
    law = _only(f"Apa isi {text}?")
    assert (law.kind, law.number, law.year) == ("uu", "14", "2008")


@pytest.mark.parametrize(
    ("text", "kind", "number", "year"),
    [
        ("PP 61/2010", "pp", "61", "2010"),
        ("Perki 1/2021", "perki", "1", "2021"),
        ("Peraturan Menteri Perdagangan Nomor 404 Tahun 2026", "permen", "404", "2026"),
        ("Permenkes No. 3 Tahun 2020", "permen", "3", "2020"),
        ("POJK Nomor 37/POJK.03/2019", "pojk", "37", "2019"),
        ("Perda tahun 2027", "perda", "", "2027"),
        ("uu nomor 999", "uu", "999", ""),
    ],
)
def test_kinds_of_law_are_told_apart(text: str, kind: str, number: str, year: str) -> None:
    """Each has numbers of its own."""
    law = _only(text)
    assert (law.kind, law.number, law.year) == (kind, number, year)


@pytest.mark.parametrize(
    ("text", "article", "paragraph"),
    [
        ("uu kip pasal 22 ayat 3", "22", 3),
        ("UU 14/2008 pasal 22 ayat (7)", "22", 7),
        ("Pasal 22 ayat (7) UU 14/2008", "22", 7),
        ("ayat (2) pasal 5 UU Desa", "5", 2),
        ("pasal 45a UU ITE", "45A", 0),
        ("Article 22 of Law 14/2008", "22", 0),
        ("Pasal 500 KUHD", "500", 0),
        ("Pasal 12 ayat (1) huruf b UU 31/1999", "12", 1),
    ],
)
def test_an_article_belongs_to_its_law(text: str, article: str, paragraph: int) -> None:
    """It may stand before or after the law."""
    law = _only(text)
    assert (law.article, law.paragraph) == (article, paragraph)


def test_each_article_goes_to_the_law_beside_it() -> None:
    """Of two laws the one that follows an article is meant, else the one before it."""
    found = _PARSER.citations("Apa beda Pasal 4 UU 14/2008 dengan UU 25/2009 pasal 18?")
    assert [(law.number, law.article) for law in found] == [("14", "4"), ("25", "18")]


def test_the_number_of_another_law_is_not_that_of_the_first() -> None:
    """What carries out a law is named by that law's number."""
    first, second = _PARSER.citations("Apa isi PP Pelaksanaan UU Nomor 14 Tahun 2008?")
    assert (first.kind, first.number, first.name) == ("pp", "", ("pelaksanaan",))
    assert (second.kind, second.number) == ("uu", "14")


def test_a_capitalised_name_is_whole() -> None:
    """Capitals show where a name ends; in lower case it may run on into the sentence."""
    law = _only("Apa sanksi menurut UU Perlindungan Konsumen bagi toko?")
    assert (law.name, law.certain) == (("perlindungan", "konsumen"), True)
    loose = _only("sanksi uu perlindungan konsumen toko apa")
    assert (loose.name[:2], loose.certain) == (("perlindungan", "konsumen"), False)


@pytest.mark.parametrize(
    "text",
    [
        "UU apa yang mengatur PPID?",
        "undang-undang itu berlaku kapan?",
        "What does the law say about 2020?",
        "Berapa pasal yang harus dibaca?",
        "Saya lahir tahun 1999.",
    ],
)
def test_words_for_laws_alone_cite_nothing(text: str) -> None:
    """Without number, year or name no law is meant."""
    assert _PARSER.citations(text) == []


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Whatever is written, what is found stands in the text."""
    for law in _PARSER.citations(f"UU {text} pasal 1"):
        assert law.written.upper().startswith("UU") or law.written
