"""The reader that ships: it finds where an answer stands, and says when it stands nowhere."""

import threading
from pathlib import Path

import pytest

from bot.answering.reader import SpanReader, open_reader
from bot.errors import ReaderFileError
from vectorstore.settings import StoreSettings
from vectorstore.turns import ModelTurns

pytestmark = pytest.mark.integration

TARIFF = (
    "Layanan legalisasi ijazah dibuka Senin sampai Kamis pukul 08.30-14.00 di Loket 4. "
    "Legalisasi dikenai biaya Rp5.000 per lembar dan selesai dalam 2 hari kerja."
)
OBJECTION = (
    "Pemohon dapat mengajukan keberatan kepada atasan PPID paling lambat 30 hari kerja setelah "
    "permohonannya ditolak.\n\nKeberatan dijawab secara tertulis."
)
FISHING = "Nelayan Desa Karangrejo menambatkan empat puluh perahu di dermaga baru sejak bulan Mei."


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    """Give the reader that ships with Suluh."""
    return open_reader(StoreSettings())


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("Berapa biaya legalisasi ijazah?", TARIFF, "Rp5.000"),
        ("legalisir ijazah bayar brp sih?", TARIFF, "Rp5.000"),
        ("How long does legalisation of a diploma take?", TARIFF, "2 hari kerja"),
        ("Kapan paling lambat keberatan diajukan?", OBJECTION, "30 hari kerja"),
        ("Berapa perahu yang ditambatkan di dermaga?", FISHING, "empat puluh"),
    ],
)
def test_the_answer_is_found(reader: SpanReader, question: str, passage: str, answer: str) -> None:
    """In formal and colloquial Indonesian and in English, as a verbatim stretch of the passage."""
    reading = reader.read(question, [passage])[0]
    assert reading is not None
    assert answer in passage[reading.start : reading.end]
    assert reading.chance > 0.3


@pytest.mark.parametrize(
    "question",
    ["Berapa biaya paspor elektronik?", "Siapa kepala desa Karangrejo?", "jam buka loket brp?"],
)
def test_a_passage_that_does_not_answer_is_told(reader: SpanReader, question: str) -> None:
    """Its chance is far below that of one that does."""
    reading = reader.read(question, [OBJECTION])[0]
    assert reading is None or reading.chance < 0.3


def test_the_right_passage_has_the_greatest_margin(reader: SpanReader) -> None:
    """Whatever its place among the others."""
    readings = reader.read("Berapa lama legalisasi ijazah?", [FISHING, OBJECTION, TARIFF])
    margins = [reading.margin for reading in readings if reading is not None]
    assert margins.index(max(margins)) == 2


def test_passages_read_together_are_read_as_alone(reader: SpanReader) -> None:
    """Padding changes no span, and scores no more than rounding does."""
    question = "Berapa biaya legalisasi ijazah?"
    passages = [TARIFF, FISHING, OBJECTION, "Ya.", TARIFF + " " + OBJECTION]
    together = reader.read(question, passages)
    for passage, reading in zip(passages, together, strict=True):
        alone = reader.read(question, [passage])[0]
        assert reading is not None
        assert alone is not None
        assert reading.margin == pytest.approx(alone.margin, abs=0.3)
    assert together[0] is not None
    assert TARIFF[together[0].start : together[0].end] == "Rp5.000 per lembar"


def test_an_answer_at_the_end_of_a_long_passage_is_found(reader: SpanReader) -> None:
    """Passages longer than the network are read in windows."""
    passage = f"{FISHING} {OBJECTION} " * 12 + TARIFF
    reading = reader.read("Berapa biaya legalisasi ijazah per lembar?", [passage])[0]
    assert reading is not None
    assert "Rp5.000" in passage[reading.start : reading.end]


def test_what_cannot_be_read_in_time_is_left_unread(reader: SpanReader) -> None:
    """The caller gets an answer's worth of time, not an outage."""
    assert reader.read("Berapa biayanya?", [TARIFF, OBJECTION], seconds=0.0) == [None, None]


def test_passages_without_a_word_are_left_unread(reader: SpanReader) -> None:
    """There is nothing to mark; an empty list is read as such."""
    assert reader.read("Berapa biayanya?", ["", " \n"]) == [None, None]
    assert reader.read("Berapa biayanya?", []) == []


def test_threads_read_one_after_another(reader: SpanReader) -> None:
    """Each gets the reading of its own question."""
    found: dict[str, str] = {}

    def ask(question: str, passage: str) -> None:
        reading = reader.read(question, [passage])[0]
        assert reading is not None
        found[question] = passage[reading.start : reading.end]

    asked = [("Berapa biaya legalisasi ijazah?", TARIFF), ("Berapa perahu ditambatkan?", FISHING)]
    threads = [threading.Thread(target=ask, args=pair) for pair in asked for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "Rp5.000" in found[asked[0][0]]
    assert "empat puluh" in found[asked[1][0]]


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    """It says what to do."""
    missing = SpanReader(
        StoreSettings().cache, tmp_path / "reader.safetensors", turns=ModelTurns(1)
    )
    with pytest.raises(ReaderFileError, match="install Suluh again"):
        missing.warm_up()
