"""What can be known of an embedding model without loading one."""

import json
from pathlib import Path

import pytest

from vectorstore.embedding import good_at_bfloat16
from vectorstore.errors import EmbeddingModelError
from vectorstore.fingerprint import read_fingerprint


def _model_folder(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    (folder / "config.json").write_text(json.dumps({"hidden_size": 8}))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


@pytest.mark.parametrize("flag", ["amx_bf16", "avx512_bf16", "bf16"])
def test_bfloat16_is_used_where_the_processor_multiplies_it(flag: str) -> None:
    """Processors with AMX, AVX-512 BF16 or ARM's bf16 are good at it."""
    assert good_at_bfloat16(frozenset({"fma", flag}))


def test_bfloat16_is_left_alone_elsewhere() -> None:
    """On AVX2 alone it is eight times slower than float32."""
    assert not good_at_bfloat16(frozenset({"avx2", "fma"}))


def test_the_fingerprint_follows_weights_and_prompts_but_not_the_name(tmp_path: Path) -> None:
    """Vectors are comparable when weights, prompts and dimensions are the same."""
    folder = _model_folder(tmp_path, {"query": "q: ", "document": "d: "})
    first = read_fingerprint("one", folder)
    assert (first.query_prompt, first.document_prompt, first.dimensions) == ("q: ", "d: ", 8)
    assert read_fingerprint("two", folder).key == first.key
    (folder / "model.safetensors").write_bytes(b"other weights")
    assert read_fingerprint("one", folder).key != first.key


def test_e5_models_that_name_no_prompts_get_those_of_their_family(tmp_path: Path) -> None:
    """E5 answers badly without its prompts."""
    folder = _model_folder(tmp_path)
    assert read_fingerprint("intfloat/e5-base", folder).query_prompt == "query: "
    assert read_fingerprint("BAAI/bge-m3", folder).query_prompt == ""


def test_a_folder_without_a_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """The message names the setting to mend."""
    with pytest.raises(EmbeddingModelError, match="SULUH_EMBEDDING_MODEL"):
        read_fingerprint("kosong", tmp_path)
