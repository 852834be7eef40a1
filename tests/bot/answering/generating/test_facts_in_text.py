"""What must be right to the letter is read alike from both languages."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.generating.facts_in_text import Code, Date, Fact, Time, Weekday, read_facts
from bot.answering.generating.law_places import Law, Place
from bot.answering.generating.quantities import Quantity

_PIECES = st.sampled_from(
    "10|(sepuluh)|sepuluh|hari kerja|Rp1.500.000,00|1,5 juta|17 Oktober 2022|17/10/2022|pukul|"
    "08.30|Pasal 22|ayat (7)|huruf a|UU Nomor 14 Tahun 2008|No.|Senin|5C|021-5550199|3 x 24 jam|"
    "%|(|)|,|.|paling lambat|at most|satu|second|dan|sampai|-|²|٣".split("|")
)


def _facts(text: str) -> list[Fact]:
    return [mark.fact for mark in read_facts(text).marks]


def _quantities(text: str) -> list[tuple[Decimal, str, str]]:
    found = [fact for fact in _facts(text) if isinstance(fact, Quantity)]
    return [(one.value, one.unit, one.bound) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "paling lambat 10 hari kerja",
        "paling lambat 10 (sepuluh) hari kerja",
        "paling lama sepuluh hari kerja",
        "within ten working days",
        "at most ten (10) working days",
        "no later than 10 business days",
        "10 hari kerja paling lambat",
        "tidak lebih dari 10 hari kerja",
        "not more than a 10-working-day period",
    ],
)
def test_a_deadline_has_many_spellings(text: str) -> None:
    """Number, unit and bound are the same."""
    assert _quantities(text) == [(Decimal(10), "hari kerja", "max")]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("paling cepat 5 hari", 5, "hari", "min"),
        ("at least 35 years", 35, "tahun", "min"),
        ("lebih dari 700 peserta", 700, "", "min"),
        ("hampir 50%", 50, "%", "about"),
        ("Rp5.000.000,00 (lima juta rupiah)", 5_000_000, "rupiah", ""),
        ("Rp1,5 juta", 1_500_000, "rupiah", ""),
        ("five million rupiah", 5_000_000, "rupiah", ""),
        ("3 x 24 jam", 72, "jam", ""),
        ("3 (tiga) kali 24 (dua puluh empat) jam", 72, "jam", ""),
        ("hanya satu kali", 1, "kali", ""),
        ("only once", 1, "kali", ""),
        ("a 14 hari kalender itu", 14, "hari kalender", ""),
        ("the tenth working day", 10, "?", ""),
    ],
)
def test_amounts_are_read_with_unit_and_bound(text: str, value: int, unit: str, bound: str) -> None:
    """One amount stands in each text."""
    assert _quantities(text) == [(Decimal(value), unit, bound)]


@pytest.mark.parametrize(
    "text", ["salah satu alasan", "one of the grounds", "1. Nama pemohon", "seorang pemohon"]
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    """Marks of lists and pronouns are none."""
    assert not _facts(text)


@pytest.mark.parametrize(
    "text",
    ["17 Oktober 2022", "17/10/2022", "October 17, 2022", "17th of October 2022", "2022-10-17"],
)
def test_a_date_has_many_spellings(text: str) -> None:
    """Day, month and year are the same, and tell the month too."""
    (date,) = _facts(text)
    assert isinstance(date, Date)
    assert (date.year, date.month, date.day) == (2022, 10, 17)
    (month,) = _facts("Oktober 2022")
    assert isinstance(month, Date)
    assert month.told_by(date)
    assert not date.told_by(month)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("pukul 08.30 sampai 15.30", [Time(8, 30), Time(15, 30)]),
        ("from 8:30 a.m. to 3 p.m.", [Time(8, 30), Time(15, 0)]),
        ("Senin, Friday", [Weekday(1), Weekday(5)]),
        ("rumus 5C", [Code("5c")]),
        ("telepon 021-5550199", [Code("0215550199")]),
        ("Law Number 14 of 2008", [Law("uu", "14", "2008")]),
        ("UU No. 14/2008", [Law("uu", "14", "2008")]),
        (
            "Pasal 22 ayat (7) dan ayat (8)",
            [
                Place(article="22"),
                Place(article="22", paragraph="7"),
                Place(article="22", paragraph="8"),
            ],
        ),
        ("paragraph (7) of Article 22", [Place(article="22", paragraph="7"), Place(article="22")]),
        ("Articles 22, 35 and 36", [Place(article=one) for one in ("22", "35", "36")]),
        ("Pasal 17 huruf h", [Place(article="17"), Place(article="17", letter="h")]),
    ],
)
def test_times_days_laws_and_places_are_read(text: str, facts: list[Fact]) -> None:
    """They are the same whatever the language."""
    assert _facts(text) == facts


def test_a_paragraph_of_a_law_is_marked() -> None:
    """The number in brackets that a paragraph begins with counts nothing."""
    read = read_facts("(7) Paling lambat 10 hari kerja sejak permintaan diterima.")
    assert (read.marker, len(read.marks)) == ("7", 1)


@given(st.lists(_PIECES, max_size=12))
@settings(max_examples=100)
def test_marks_stand_in_the_text_in_order(pieces: list[str]) -> None:
    """Whatever the text, marks lie in it and do not overlap."""
    text = " ".join(pieces)
    marks = read_facts(text).marks
    spans = sorted({(mark.start, mark.end) for mark in marks})
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@given(st.integers(1, 10**9), st.sampled_from(["hari kerja", "hari", "bulan", "tahun"]))
@settings(max_examples=60)
def test_a_number_and_its_unit_come_back(number: int, unit: str) -> None:
    """Written the Indonesian way in a sentence, an amount is read as it is."""
    if 1900 <= number < 2100 and unit not in ("hari", "hari kerja"):
        return
    written = f"{number:,}".replace(",", ".")
    read = _quantities(f"Jawaban diberikan dalam {written} {unit}.")
    assert read == [(Decimal(number), unit, "")]
