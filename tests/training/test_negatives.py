"""Retrieved passages serve as passages without an answer."""

from training.data import Example
from training.negatives import hard_negatives, retrieved_negatives

PASSAGES = {
    "own": "Akta kelahiran selesai dalam 3 hari kerja.",
    "near": "Akta kematian selesai dalam 5 hari kerja.",
    "same": "Menurut maklumat, akta kelahiran selesai dalam 3  HARI kerja.",
    "far": "Kapal berlayar dari Merak.",
}
ASKED = Example("Berapa lama akta kelahiran selesai?", PASSAGES["own"], (28, 40))


def test_negatives_hold_neither_the_passage_nor_the_answer() -> None:
    """The answering words may be spaced or written otherwise."""
    negatives = hard_negatives(ASKED, ["own", "near", "same", "far"], PASSAGES)
    assert [negative.passage for negative in negatives] == [PASSAGES["near"], PASSAGES["far"]]
    assert all(negative.answer is None for negative in negatives)
    assert all(negative.question == ASKED.question for negative in negatives)


def test_negatives_share_words_with_the_question() -> None:
    """What only looks like an answer comes first."""
    assert retrieved_negatives([ASKED], PASSAGES)[0][0].passage == PASSAGES["near"]
