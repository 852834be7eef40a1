"""The reader's file is read whole or refused."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

from bot.answering.reader_adapter import (
    LEFT,
    RIGHT,
    SCALE,
    Adapter,
    Calibration,
    apply_adapter,
    read_adapter,
    write_adapter,
)
from bot.answering.reader_model import SpanModel
from bot.errors import ReaderFileError

QUERY = "encoder.encoder.layer.0.attention.self.query.weight"
CALIBRATION = Calibration(slope=0.5, bias=-0.25, answerable=1.0)


def _model() -> SpanModel:
    config = BertConfig(
        vocab_size=20,
        num_hidden_layers=1,
        hidden_size=8,
        num_attention_heads=2,
        intermediate_size=16,
    )
    return SpanModel(BertModel(config, add_pooling_layer=False))


def _adapter() -> Adapter:
    tensors = {
        f"{QUERY}{LEFT}": torch.full((1, 8), 100, dtype=torch.int8),
        f"{QUERY}{LEFT}{SCALE}": torch.full((1, 1), 0.01, dtype=torch.float16),
        f"{QUERY}{RIGHT}": torch.full((1, 8), 50, dtype=torch.int8),
        f"{QUERY}{RIGHT}{SCALE}": torch.full((1, 1), 0.01, dtype=torch.float16),
        "head.bias": torch.tensor([1.0, 2.0, 3.0], dtype=torch.float16),
    }
    return Adapter("digest", CALIBRATION, tensors)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Tensors, calibration and the encoder it is for."""
    path = tmp_path / "reader.safetensors"
    write_adapter(path, _adapter(), {"licence": "CC-BY-SA-4.0"})
    read = read_adapter(path)
    assert (read.base, read.calibration) == ("digest", CALIBRATION)
    assert set(read.tensors) == set(_adapter().tensors)


def test_an_adapter_adds_its_factors_and_sets_the_rest() -> None:
    """The change of a matrix is the product of its factors."""
    model = _model()
    before = dict(model.named_parameters())[QUERY].detach().clone()
    apply_adapter(model, _adapter())
    after = dict(model.named_parameters())[QUERY].detach()
    torch.testing.assert_close(after - before, torch.full((8, 8), 0.5), atol=1e-3, rtol=0)
    assert model.head.bias.tolist() == [1.0, 2.0, 3.0]


def test_an_adapter_of_another_shape_is_refused() -> None:
    """One sentence, that says what to do."""
    adapter = Adapter("digest", CALIBRATION, {"head.bias": torch.zeros(5)})
    with pytest.raises(ReaderFileError, match="install Suluh again"):
        apply_adapter(_model(), adapter)


@pytest.mark.parametrize("content", [b"", b"not a model", None])
def test_a_missing_or_damaged_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """It is never half read."""
    path = tmp_path / "reader.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReaderFileError, match=r"reader\.safetensors"):
        read_adapter(path)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    """An older Suluh does not guess what a newer one means."""
    path = tmp_path / "reader.safetensors"
    save_file({"x": torch.zeros(1)}, path, metadata={"format": "suluh-reader-99"})
    with pytest.raises(ReaderFileError, match="suluh-reader-99"):
        read_adapter(path)


def test_chances_grow_with_the_margin() -> None:
    """One half where slope and bias balance."""
    assert CALIBRATION.chance(0.5) == pytest.approx(0.5)
    assert CALIBRATION.chance(-100) < 0.01 < 0.99 < CALIBRATION.chance(100)
