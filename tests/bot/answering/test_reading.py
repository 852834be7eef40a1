"""What the reader says of the passages found decides which of them comes first."""

from collections.abc import Sequence

from bot.answering.models import Question
from bot.answering.reader import Reading
from bot.answering.reading import PASSAGES_READ, PassageReading
from bot.answering.understanding import Understanding, understand
from bot.answering.workload import Workload
from bot.errors import ReaderFileError
from tests.factories import make_passage
from tests.fakes import MarkingReader
from vectorstore.models import Passage


class _DamagedReader:
    """Cannot read: its file is damaged."""

    def read(
        self, question: str, passages: Sequence[str], *, seconds: float | None = None
    ) -> list[Reading | None]:
        raise ReaderFileError("it is damaged")


def _asked(text: str = "Berapa biayanya untuk paspor?") -> Understanding:
    asked = understand(Question(text))
    assert isinstance(asked, Understanding)
    return asked


def _passages(*texts: str) -> list[Passage]:
    return [make_passage(text, score=1 - n / 10) for n, text in enumerate(texts)]


def test_the_passage_that_answers_comes_first() -> None:
    """Though the search put it second."""
    passages = _passages("Paspor adalah dokumen.", "Paspor dikenai biaya Rp350.000.")
    read = PassageReading(MarkingReader("Rp350.000")).read(_asked(), passages)
    assert [one.passage for one in read] == [passages[1], passages[0]]


def test_what_a_passage_is_about_keeps_its_weight() -> None:
    """Far down the list, a passage that seems to answer is about something else."""
    passages = [make_passage("Paspor.", score=1.0), make_passage("Rp350.000", score=0.1)]
    read = PassageReading(MarkingReader("Rp350.000")).read(_asked(), passages)
    assert read[0].passage is passages[0]


def test_passages_beyond_the_first_keep_their_order() -> None:
    """They are not read, and come after those that were."""
    passages = _passages(*(f"Teks {n}" for n in range(PASSAGES_READ + 2)))
    read = PassageReading(MarkingReader("Teks")).read(_asked(), passages)
    assert [one.passage for one in read[PASSAGES_READ:]] == passages[PASSAGES_READ:]
    assert all(one.reading is None for one in read[PASSAGES_READ:])


def test_without_a_reader_the_order_is_that_of_the_search() -> None:
    """Switched off, or its file damaged: words alone still answer."""
    passages = _passages("Satu.", "Dua.")
    for reader in (None, _DamagedReader()):
        read = PassageReading(reader).read(_asked(), passages)
        assert [one.passage for one in read] == passages


def test_a_follow_up_is_read_with_its_topic() -> None:
    """Alone it does not say what it asks about."""
    reader = MarkingReader("Rp")
    asked = understand(Question("Berapa biayanya?", earlier=("Bagaimana cara membuat paspor?",)))
    assert isinstance(asked, Understanding)
    PassageReading(reader).read(asked, _passages("Paspor Rp350.000."))
    assert "paspor" in reader.asked[0]


def test_fewer_passages_are_read_while_many_ask() -> None:
    """So that more people are answered soon; the others keep their order behind."""
    workload = Workload()
    reader = MarkingReader("Rp350.000")
    reading = PassageReading(reader, workload)
    passages = _passages(*(f"Paspor nomor {number}." for number in range(7)))
    counts = []
    for _ in range(6):
        workload.begin()
        read = reading.read(_asked(), passages)
        counts.append(sum(one.reading is not None for one in read))
        assert len(read) == len(passages)
    assert counts == [5, 5, 3, 3, 2, 2]
