"""An answer that is right but leaves out its condition is wrong by omission."""

import pytest

from bot.answering.belonging import asks_for_list, belonging_sentences
from bot.answering.candidates import Candidate, find_candidates
from bot.answering.models import Question
from bot.answering.reading import ReadPassage
from bot.answering.understanding import Expected, Understanding, understand
from tests.factories import make_passage

_ARTICLE_22 = (
    "Pasal 22\n"
    "(1) Pemohon dapat mengajukan permintaan.\n"
    "(7) Paling lambat 10 (sepuluh) hari kerja badan publik wajib menyampaikan pemberitahuan.\n"
    "(8) Badan publik dapat memperpanjang waktu sebagaimana dimaksud pada ayat (7) paling lambat "
    "7 (tujuh) hari kerja.\n"
    "(9) Ketentuan sebagaimana dimaksud pada ayat (1) dilaksanakan dengan tertib."
)
_LONG_ASIDE = "\n\nKantor " + "yang luas dan terang " * 25 + "dibuka."
_LIST = "Syarat permohonan:\na. nama;\nb. alamat; dan\nc. tanda tangan.\n\nLain-lain."


def _candidate(text: str, holding: str) -> Candidate:
    question = understand(Question("Berapa lama?"))
    assert isinstance(question, Understanding)
    candidates = find_candidates(question, ReadPassage(make_passage(text)), str.split)
    return next(candidate for candidate in candidates if holding in candidate.text)


def _texts(
    text: str, holding: str, *, whole_list: bool = False, expected: Expected = Expected.NONE
) -> list[str]:
    answer = _candidate(text + _LONG_ASIDE, holding)
    belonging = belonging_sentences(answer, whole_list=whole_list, expected=expected)
    return [sentence.text for sentence in belonging]


def test_a_paragraph_that_extends_the_answer_belongs_to_it() -> None:
    """Ten working days are not the whole truth where seven may be added."""
    [extension] = _texts(_ARTICLE_22, "10 (sepuluh)")
    assert extension.startswith("(8)")


def test_a_paragraph_that_only_refers_to_the_answer_does_not_belong() -> None:
    """It changes nothing of what was asked."""
    assert _texts(_ARTICLE_22, "mengajukan permintaan") == []


def test_a_paragraph_with_more_of_what_was_asked_belongs() -> None:
    """Of two deadlines in one rule both are shown where a deadline was asked for."""
    text = (
        "(1) Komisi mulai menyelesaikan sengketa paling lambat 14 hari kerja.\n"
        "(2) Penyelesaian sebagaimana dimaksud pada ayat (1) selesai dalam 100 hari kerja."
    )
    assert _texts(text, "14 hari") == []
    [second] = _texts(text, "14 hari", expected=Expected.DURATION)
    assert "100 hari kerja" in second


def test_a_short_text_is_shown_whole() -> None:
    """Its paragraphs are the cases of one rule, of which the citizen's may be another."""
    text = "(1) Negara digugat di PTUN.\n(2) Badan lain digugat di pengadilan negeri."
    answer = _candidate(text, "pengadilan negeri")
    [other] = belonging_sentences(answer, whole_list=False)
    assert "PTUN" in other.text


def test_a_long_following_sentence_belongs_only_if_it_is_a_condition() -> None:
    """Asides are left out, exceptions are not."""
    filler = "hal yang panjang sekali " * 12
    assert _texts(f"Biayanya nol rupiah. Cerita tentang {filler}.", "nol") == []
    [exception] = _texts(f"Biayanya nol rupiah. Kecuali untuk {filler}.", "nol")
    assert exception.startswith("Kecuali")


def test_an_item_brings_the_whole_list_where_the_list_was_asked_for() -> None:
    """Requirements are of use together only, in their order."""
    texts = _texts(_LIST, "b. alamat", whole_list=True)
    assert texts == ["Syarat permohonan:", "a. nama;", "c. tanda tangan."]


def test_an_item_of_its_own_brings_its_lead_in() -> None:
    """What was asked about one item needs no others, unless it is but a part of a sentence."""
    whole = _LIST.replace(";", ".")
    assert _texts(whole, "b. alamat") == ["Syarat permohonan:"]
    assert _texts(_LIST, "b. alamat") == ["Syarat permohonan:", "a. nama;", "c. tanda tangan."]


def test_a_list_within_a_paragraph_ends_with_it() -> None:
    """The paragraphs around it are marked differently, and are no items of it."""
    others = "(4) Badan publik memberi tanda bukti. " + "Keterangan panjang. " * 25
    text = f"(1) Biaya ditetapkan.\n(3) Pembayaran secara:\na. tunai;\nb. transfer.\n{others}"
    within = ["(3) Pembayaran secara:", "a. tunai;"]
    assert _texts(text, "b. transfer", whole_list=True) == within
    assert _texts(text, "(3) Pembayaran", whole_list=True) == ["a. tunai;", "b. transfer."]


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("Apa saja syarat permohonan informasi?", True),
        ("gimana cara minta informasi?", True),
        ("What are the requirements for a request?", True),
        ("Berapa lama permohonan dijawab?", False),
        ("Who answers an objection?", False),
    ],
)
def test_questions_for_lists_are_known_by_their_words(question: str, listed: bool) -> None:
    """In both languages and registers."""
    assert asks_for_list(question) is listed
