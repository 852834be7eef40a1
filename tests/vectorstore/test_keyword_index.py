"""The keyword index stems Indonesian, ignores stop words and survives a round trip."""

from pathlib import Path

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
