"""The reader's network: the bundled encoder, changed by a small adapter, under a start/end head."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from bot.answering.reader_input import PAD, Window
from vectorstore.bundled_model import WEIGHTS_FILE

_WORD_TABLE = "embeddings.word_embeddings.weight"
# Far below every logit, and still finite in bfloat16.
_MASKED = -1e4
# Start, end, and whether the passage answers at all.
HEAD_OUTPUTS = 3


class SpanModel(nn.Module):
    """Gives each token a start and an end logit; the first token's stand for "no answer here"."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, HEAD_OUTPUTS)

    def forward(self, windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
        """Read windows: logits of starts and ends, shape (windows, tokens), and of an answer."""
        ids, attended, allowed = _padded(windows)
        hidden = self.encoder(
            input_ids=ids,
            attention_mask=attended,
            token_type_ids=torch.zeros_like(ids),
            position_ids=torch.arange(ids.shape[1])[None, :],
        ).last_hidden_state
        logits = self.head(hidden.to(self.head.weight.dtype)).float()
        spans = logits[..., :2].masked_fill(~allowed[..., None], _MASKED)
        return spans[..., 0], spans[..., 1], logits[:, 0, 2]


def build_span_model(folder: Path, attention: str = "sdpa") -> SpanModel:
    """Build the network on the unpacked encoder in `folder`, in float32, its head at random.

    The word table, which is most of the encoder, stays the half-precision file itself, mapped into
    memory: where the embedding model has it mapped too it is there once.
    """
    config = BertConfig(**json.loads((folder / "config.json").read_text(encoding="utf-8")))
    config._attn_implementation = attention
    # Dropped attention slows training on a processor most, and helps it least.
    config.attention_probs_dropout_prob = 0.0
    with torch.device("meta"):
        encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(_stored_weights(folder), strict=True, assign=True)
    table = encoder.embeddings.word_embeddings
    table.register_forward_hook(lambda module, inputs, output: output.float())
    table.requires_grad_(False)
    return SpanModel(encoder)


def _stored_weights(folder: Path) -> Mapping[str, Tensor]:
    with safe_open(folder / WEIGHTS_FILE, framework="pt") as file:
        names = [name for name in file.keys() if not name.startswith("pooler")]  # noqa: SIM118
        stored: dict[str, Any] = {name: file.get_tensor(name) for name in names}
    return {
        name: tensor if name == _WORD_TABLE else tensor.float() for name, tensor in stored.items()
    }


def _padded(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    shape = (len(windows), max(len(window.ids) for window in windows))
    ids = torch.full(shape, PAD)
    attended = torch.zeros(shape, dtype=torch.long)
    allowed = torch.zeros(shape, dtype=torch.bool)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        attended[row, : len(window.ids)] = 1
        allowed[row, 0] = True
        allowed[row, window.first : window.first + len(window.offsets)] = True
    return ids, attended, allowed
