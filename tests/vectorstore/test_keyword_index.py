"""The keyword index stems Indonesian, ignores stop words and survives a round trip."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.keyword_index import Analyser, KeywordIndex

_TEXTS = [("a::0", "Pemohon mengajukan keberatan."), ("b::0", "Biaya salinan dokumen.")]


def test_forms_of_one_word_are_found_by_each_other() -> None:
    """Prefixes and suffixes are stemmed away."""
    analyser = Analyser.load()
    assert analyser.stems("Mengajukan permohonan") == analyser.stems("pengajuan dimohonkan")


def test_words_without_topic_leave_nothing() -> None:
    """A bare "jelaskan?" or "explain it?" has no words to search for."""
    analyser = Analyser.load()
    assert analyser.stems("jelaskan?") == []
    assert analyser.stems("explain it?") == []
    assert analyser.stems("!!! …") == []


def test_dimaksud_is_searched_for() -> None:
    """Questions about definitions turn on "dimaksud"."""
    assert Analyser.load().stems("dimaksud")


def test_an_index_read_again_scores_the_same(tmp_path: Path) -> None:
    """Saving and loading changes no score."""
    analyser = Analyser.load()
    made = KeywordIndex.build(_TEXTS, analyser)
    made.save(tmp_path)
    read = KeywordIndex.load(tmp_path, analyser)
    assert read.chunk_ids == ("a::0", "b::0")
    assert read.scores("pengajuan keberatan").tolist() == made.scores("ajukan keberatan").tolist()
    assert read.scores("keberatan")[read.row("a::0")] > read.scores("keberatan")[read.row("b::0")]


def test_unknown_words_score_nothing() -> None:
    """Words that no chunk has give zeros, not an error."""
    assert KeywordIndex.build(_TEXTS, Analyser.load()).scores("qwerty zxcv").tolist() == [0, 0]


@pytest.mark.parametrize("texts", [[("a::0", "yang dan")], [("a::0", "biaya"), ("b::0", "...")]])
def test_texts_without_words_are_indexed_and_never_found(texts: list[tuple[str, str]]) -> None:
    """A chunk of stop words or marks alone is no reason to fail."""
    index = KeywordIndex.build(texts, Analyser.load())
    scores = index.scores("yang dan biaya")
    assert scores[-1] == 0
    assert index.best(scores, 5) == [chunk_id for chunk_id, text in texts if text == "biaya"]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.integers(1, 45))
def test_the_best_are_those_of_a_full_stable_sort(marks: list[int], k: int) -> None:
    """Choosing before sorting changes nothing, ties included; what scores nothing is left out."""
    index = KeywordIndex.build([(f"a::{n}", "kata") for n in range(len(marks))], Analyser.load())
    scores = np.array(marks, np.float32)
    ranked = sorted(range(len(marks)), key=lambda row: -marks[row])[:k]
    assert index.best(scores, k) == [f"a::{row}" for row in ranked if marks[row] > 0]
