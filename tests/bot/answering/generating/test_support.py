"""A sentence that a passage does not carry is never passed, and few that it carries are dropped.

The cases are our own: texts of the samples and public rules in our own words, sentences that say
the same in other words or another language, and each with one thing changed: a number, a unit, a
date, a name, a denial, a bound, or two that are exchanged.
"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.generating.support import Support, supported

_CASES = Path(__file__).parent / "cases"
_MOST_DROPPED = 0.05


def _rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (_CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


_PASSAGES = {row["id"]: row["text"] for row in _rows("passages")}
_ANSWERING = _PASSAGES["tenggat-jawaban"]


def _check(row: dict[str, str]) -> Support:
    return supported(row["sentence"], [_PASSAGES[row["passage"]]], row["language"])


def test_no_wrong_sentence_passes() -> None:
    """Not one of more than 300 with a wrong number, date, unit, name, denial or bound."""
    rows = _rows("unsupported")
    assert len(rows) >= 300
    assert [row["sentence"] for row in rows if _check(row).ok] == []


def test_few_correct_sentences_are_dropped() -> None:
    """At most 5 % of more than 300, which the answer in quotes then stands in for."""
    rows = _rows("supported")
    assert len(rows) >= 300
    dropped = [row["sentence"] for row in rows if not _check(row).ok]
    assert len(dropped) <= _MOST_DROPPED * len(rows), dropped


def test_a_number_that_stands_nowhere_never_passes() -> None:
    """Whatever number in digits a correct sentence holds, another in its place is found out."""
    passed = []
    for row in _rows("supported"):
        text = _PASSAGES[row["passage"]]
        for match in re.finditer(r"(?<![\w.,])\d+(?![\w.,]*\d)", row["sentence"]):
            other = str(int(match.group()) + 1983)
            sentence = row["sentence"][: match.start()] + other + row["sentence"][match.end() :]
            if other not in text and supported(sentence, [text], row["language"]).ok:
                passed.append(sentence)
    assert passed == []


def test_the_words_that_carry_a_sentence_are_given() -> None:
    """They are one to three sentences of the passage, in its own words."""
    found = supported("Perpanjangan hanya boleh sekali.", ["Judul saja.", _ANSWERING], "id")
    assert (found.ok, found.passage) == (True, 1)
    assert _ANSWERING[found.start : found.end] == "Perpanjangan hanya boleh dilakukan satu kali."


def test_a_whole_list_may_carry_a_sentence() -> None:
    """What leads a list and all of its items are one quote."""
    text = _PASSAGES["alasan-keberatan"]
    sentence = "Alasan keberatan antara lain permohonan ditolak dan informasi melebihi batas waktu."
    found = supported(sentence, [text], "id")
    assert found.ok
    assert text[found.start : found.end].startswith("Pemohon cukup")


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("PPID menjawab paling lambat 12 hari kerja sejak permohonan diterima.", "number:12"),
        ("PPID menjawab paling cepat 10 hari kerja sejak permohonan diterima.", "bound:10"),
        ("PPID menjawab paling lambat １２ hari kerja.", "number:12"),
        ("Penolakan tidak harus disertai alasan.", "negation"),
        ("Ombudsman wajib menyampaikan pemberitahuan tertulis.", "name:ombudsman"),
        ("Pajak kendaraan dibayar di kantor samsat terdekat.", "unsupported"),
    ],
)
def test_the_reason_is_a_short_code(sentence: str, reason: str) -> None:
    """It says what is wrong, so that it can be asked for again."""
    assert supported(sentence, [_ANSWERING], "id").reason == reason


@pytest.mark.parametrize(
    "added",
    [
        ", dan Anda harus transfer uang dahulu.",
        "; hubungi Budi Raharjo untuk mempercepatnya.",
        " dan biayanya Rp50.000.",
        ". Kirim NIK ke nomor 08123456789.",
        ". Kementerian membagikan beras gratis.",
        ", kenarijingga",
        " kenarijingga",
        ", dan penolakan tidak wajib disertai alasan",
    ],
)
def test_what_is_added_to_a_correct_sentence_spoils_it(added: str) -> None:
    """Each part of what is said must be carried, not most of it."""
    correct = "PPID menjawab paling lambat 10 hari kerja sejak permohonan diterima"
    assert supported(f"{correct}.", [_ANSWERING], "id").ok
    assert not supported(correct + added, [_ANSWERING], "id").ok


def test_what_is_joined_from_elsewhere_in_a_passage_is_quoted_too() -> None:
    """A reader sees all that carries a sentence, also where it stands far apart."""
    text = f"{_ANSWERING}\n\nLoket layanan tutup pada hari libur nasional."
    first = "PPID menjawab paling lambat 10 hari kerja sejak permohonan diterima"
    found = supported(f"{first}; loket layanan tutup pada hari libur nasional.", [text], "id")
    assert not found.ok or "hari libur" in text[found.start : found.end]
    turned = supported(f"{first}, loket layanan buka pada hari libur nasional.", [text], "id")
    assert not turned.ok


def test_strange_words_at_the_end_are_none_of_a_translation() -> None:
    """One of another language may be unknown; what makes up a clause or the end was ordered."""
    true = "The PPID must reply in writing within ten working days of receiving your request"
    assert supported(f"{true}.", [_ANSWERING], "en").ok
    assert not supported(f"{true}, kenarijingga.", [_ANSWERING], "en").ok
    assert not supported(f"{true} kenari jingga.", [_ANSWERING], "en").ok


def test_a_heading_names_the_article_of_a_passage() -> None:
    """Article and law may stand in the heading alone; another article does not."""
    text = _PASSAGES["uu-kip-pasal-22"]
    headings = ["UU Nomor 14 Tahun 2008 tentang Keterbukaan Informasi Publik › Pasal 22"]
    right = (
        "Menurut Pasal 22 ayat (8) UU 14/2008, badan publik dapat memperpanjang waktu 7 hari kerja."
    )
    assert supported(right, [text], "id", headings).ok
    for wrong in (
        right.replace("22", "23"),
        right.replace("(8)", "(7)"),
        right.replace("14/", "4/"),
    ):
        assert not supported(wrong, [text], "id", headings).ok


def test_nothing_supports_where_there_is_nothing() -> None:
    """No passage, an empty one, or a sentence without words."""
    assert not supported("PPID menjawab.", [], "id").ok
    assert not supported("PPID menjawab.", ["", " \n "], "id").ok
    assert not supported("", [_ANSWERING], "id").ok
    assert not supported("10 hari kerja.", [_ANSWERING], "id").ok


_PIECES = st.sampled_from(
    "PPID|wajib|tidak|menjawab|10 hari kerja|(sepuluh)|Atasan PPID|.|\n|\n- |(1) |Pasal 22|and|not|"
    "Rp5 juta|17 Oktober 2022|,|Budi|kepada|pemohon|¤|\u200b|<b>|𝟙|ß".split("|")
)


@given(
    st.lists(_PIECES, max_size=10), st.lists(_PIECES, max_size=14), st.sampled_from(["id", "en"])
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_judged(claim: list[str], passage: list[str], language: str) -> None:
    """The place is always in the passage, and a reason stands where support does not."""
    text = " ".join(passage)
    found = supported(" ".join(claim), [text], language)
    assert 0 <= found.start <= found.end <= len(text)
    assert found.ok == (not found.reason)
