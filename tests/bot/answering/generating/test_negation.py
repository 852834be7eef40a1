"""What a sentence denies is told from what it says."""

import pytest

from bot.answering.generating.concepts import ConceptReader
from bot.answering.generating.negation import Polarity, denials, rewrite_denials

_READER = ConceptReader.load()


def _denied(text: str, language: str) -> list[str]:
    concepts = _READER.read(text, language).concepts
    return [concept.word for concept in concepts if concept.polarity is Polarity.DENIED]


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Hari libur tidak dihitung sebagai hari kerja.", "id", ["dihitung"]),
        ("National holidays do not count.", "en", ["count"]),
        ("Pemohon tidak wajib menyertakan bukti, tetapi boleh.", "id", ["menyertakan"]),
        ("You must not sublet the unit.", "en", ["sublet"]),
        ("KTP diterbitkan di daerah tujuan, bukan di daerah asal.", "id", ["daerah", "asal"]),
        ("Permohonan yang tidak lengkap tetap dicatat.", "id", ["lengkap"]),
        ("Pemohon wajib melampirkan bukti.", "id", []),
    ],
)
def test_the_word_after_a_denial_is_denied(text: str, language: str, denied: list[str]) -> None:
    """Verbs of duty are passed over; another clause is not reached."""
    assert _denied(text, language) == denied


@pytest.mark.parametrize(
    "text",
    [
        "paling lambat dan tidak lebih dari sepuluh hari",
        "tidak hanya tertulis",
        "no later than ten days",
        "not only in writing",
        "paling tidak tiga orang",
    ],
)
def test_bounds_and_additions_deny_nothing(text: str) -> None:
    """Words like "no later than" are read with their number."""
    assert denials(text.split()) == 0


@pytest.mark.parametrize(
    "pair",
    [
        ("Permohonan tidak dipungut biaya.", "Permohonan gratis."),
        ("Making a request is free.", "There is no fee for making a request."),
        ("Badan publik mengumumkannya tanpa penundaan.", "Badan publik mengumumkannya segera."),
        ("Mediasi tidak berhasil.", "Mediasi gagal."),
    ],
)
def test_what_one_wording_denies_is_one_word(pair: tuple[str, str]) -> None:
    """Both wordings hold the same word, and deny nothing."""
    one, other = (set(rewrite_denials(text).split()) for text in pair)
    marks = {word.strip(".") for word in one} & {word.strip(".") for word in other}
    assert any(word.startswith("z") for word in marks)
    assert denials(sorted(one | other)) == 0
