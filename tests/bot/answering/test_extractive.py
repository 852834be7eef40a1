"""The extractive composer shows the very sentences that answer, and abstains when unsure."""

from bot.answering.composing import Draft
from bot.answering.extractive import ExtractiveComposer
from bot.answering.models import AnswerStatus, Question
from bot.answering.search_words import Lexicon
from bot.answering.understanding import Understanding, understand
from tests.factories import make_passage
from vectorstore.keyword_index import Analyser
from vectorstore.models import Passage
from vectorstore.retriever import Retrieval

_DEADLINE = make_passage(
    "PPID menerima permohonan informasi.\n"
    "PPID menjawab permohonan informasi paling lambat 10 (sepuluh) hari kerja.\n"
    "Kantor buka setiap hari."
)


def _compose(text: str, *passages: Passage) -> Draft:
    question = understand(Question(text))
    assert isinstance(question, Understanding)
    composer = ExtractiveComposer(Analyser.load().stems, Lexicon.load())
    return composer.compose(question, Retrieval("b1", passages))


def test_the_sentence_that_answers_is_shown_with_its_words_marked() -> None:
    """A question "how long" picks the sentence with the duration, and marks it."""
    draft = _compose("Berapa lama PPID menjawab permohonan informasi?", _DEADLINE)
    assert draft.status is AnswerStatus.ANSWERED
    [best] = [s for s in draft.sentences if "10 (sepuluh)" in s.text]
    assert best.highlight is not None
    text = best.passage.chunk.text
    assert text[best.highlight[0] : best.highlight[1]] == "10 (sepuluh) hari kerja"


def test_a_sentence_that_stands_twice_is_shown_once() -> None:
    """Near-duplicate passages do not repeat the answer."""
    twin = make_passage("PPID menjawab permohonan informasi paling lambat 10 (sepuluh) hari kerja.")
    draft = _compose("Berapa lama PPID menjawab permohonan informasi?", _DEADLINE, twin)
    assert sum("10 (sepuluh)" in sentence.text for sentence in draft.sentences) == 1


def test_a_lead_in_brings_its_list() -> None:
    """An answer that introduces a list shows the items, in their order."""
    listed = make_passage("Syarat permohonan informasi adalah:\na. nama;\nb. alamat.\n\nLain-lain.")
    draft = _compose("Apa syarat permohonan informasi?", listed)
    texts = [sentence.text for sentence in draft.sentences]
    assert texts[:3] == ["Syarat permohonan informasi adalah:", "a. nama;", "b. alamat."]


def test_a_list_item_brings_its_lead_in() -> None:
    """An item alone would not say what it is an item of."""
    listed = make_passage("Syarat permohonan adalah:\na. nama;\nb. fotokopi kartu tanda penduduk.")
    draft = _compose("Apakah perlu fotokopi kartu tanda penduduk?", listed)
    assert draft.sentences[0].text == "Syarat permohonan adalah:"


def test_sentences_come_in_reading_order() -> None:
    """Within a passage, earlier sentences come first."""
    draft = _compose("Berapa lama PPID menjawab permohonan informasi?", _DEADLINE)
    starts = [sentence.start for sentence in draft.sentences]
    assert starts == sorted(starts)


def test_a_far_passage_answers_nothing() -> None:
    """A passage that shares neither meaning nor words is not shown."""
    far = make_passage("Kucing tidur di atas meja.", dense=0.78)
    draft = _compose("Berapa lama PPID menjawab permohonan informasi?", far)
    assert draft.status is AnswerStatus.UNANSWERABLE_NOTHING_FOUND
    assert draft.sentences == ()


def test_no_passages_mean_nothing_was_found() -> None:
    """Without passages there is nothing to choose from."""
    draft = _compose("Berapa lama PPID menjawab?")
    assert (draft.status, draft.confidence) == (AnswerStatus.UNANSWERABLE_NOTHING_FOUND, 0.0)
