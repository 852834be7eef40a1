"""Any cross-encoder of sentence-transformers can be the reranker."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from bot.answering.reranking import CrossEncoderReranker
from vectorstore.bundled_model import unpack_bundled_model
from vectorstore.errors import EmbeddingModelError
from vectorstore.settings import StoreSettings

pytestmark = pytest.mark.integration

_TEXTS = ["PPID menjawab dalam 10 hari kerja.", "Kucing tidur.", "Biayanya Rp5.000 per lembar."]


def _small_model(folder: Path, scores: int = 1) -> str:
    """Save a cross-encoder of one tiny layer with random weights."""
    bundled = unpack_bundled_model(StoreSettings().cache)
    for file in bundled.glob("*token*"):
        shutil.copy(file, folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        initializer_range=1.0,
    )
    config.num_labels = scores
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def test_each_text_gets_a_score_of_its_own(tmp_path: Path) -> None:
    """Between 0 and 1, the same again for the same text, whatever stands beside it."""
    reranker = CrossEncoderReranker.load(_small_model(tmp_path))
    scores = reranker.scores("Berapa lama?", _TEXTS)
    assert all(0 < score < 1 for score in scores)
    assert len(set(scores)) == len(_TEXTS)
    assert reranker.scores("Berapa lama?", _TEXTS[:1])[0] == pytest.approx(scores[0], abs=1e-4)


def test_a_model_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    """It says which setting to mend."""
    with pytest.raises(EmbeddingModelError, match="SULUH_RERANKER"):
        CrossEncoderReranker.load(str(tmp_path / "missing"))


def test_a_model_that_does_not_rank_is_told(tmp_path: Path) -> None:
    """A classifier of three classes orders nothing."""
    with pytest.raises(EmbeddingModelError, match="3 scores instead of one"):
        CrossEncoderReranker.load(_small_model(tmp_path, scores=3))
