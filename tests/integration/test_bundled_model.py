"""The bundled model: unpacked once, whole, by whoever comes first; it tells meanings apart."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from vectorstore.bundled_model import DIGEST_FILE, WEIGHTS_FILE, file_digest, unpack_bundled_model
from vectorstore.embedding import SentenceTransformerEmbeddings, open_embeddings
from vectorstore.errors import EmbeddingModelError
from vectorstore.settings import StoreSettings
from vectorstore.turns import ModelTurns

pytestmark = pytest.mark.integration

_UNPACK = (
    "import sys; from pathlib import Path; from vectorstore.bundled_model import *;"
    "print(unpack_bundled_model(Path(sys.argv[1])))"
)


@pytest.fixture(scope="module")
def embeddings() -> SentenceTransformerEmbeddings:
    """Give the embeddings of the bundled model."""
    return open_embeddings(StoreSettings(), serving=True)


def test_processes_that_start_together_share_one_unpacked_folder(tmp_path: Path) -> None:
    """Each gets the same whole folder; nothing half-made is left beside it."""
    command = [sys.executable, "-c", _UNPACK, str(tmp_path)]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    folders = {child.communicate(timeout=120)[0].strip() for child in children}
    [folder] = map(Path, folders)
    assert file_digest(folder / WEIGHTS_FILE) == (folder / DIGEST_FILE).read_text()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([folder.name, "unpack.lock"])


def test_an_unpacked_model_is_not_unpacked_again() -> None:
    """The second use finds the folder as the first left it."""
    cache = StoreSettings().cache
    first = unpack_bundled_model(cache)
    before = (first / WEIGHTS_FILE).stat().st_mtime_ns
    assert unpack_bundled_model(cache) == first
    assert (first / WEIGHTS_FILE).stat().st_mtime_ns == before


def test_an_answer_lies_nearer_to_its_question_than_another_text(
    embeddings: SentenceTransformerEmbeddings,
) -> None:
    """In Indonesian, and from English to Indonesian."""
    texts = [
        "PPID menjawab permohonan informasi paling lambat sepuluh hari kerja.",
        "Kendaraan bermotor wajib menyalakan lampu pada siang hari.",
    ]
    documents = embeddings.document_vectors(texts)
    for question in (
        "Berapa lama PPID harus menjawab?",
        "How soon must an information officer answer a request?",
    ):
        cosines = documents @ embeddings.query_vectors([question])[0]
        assert cosines[0] > cosines[1] + 0.02


def test_vectors_have_unit_length_and_do_not_depend_on_their_company(
    embeddings: SentenceTransformerEmbeddings,
) -> None:
    """A text embedded alone has the vector it has in a batch."""
    texts = ["pendek", "teks yang jauh lebih panjang " * 20]
    together = embeddings.document_vectors(texts)
    alone = embeddings.document_vectors(texts[:1])[0]
    assert np.linalg.norm(together, axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    assert float(together[0] @ alone) == pytest.approx(1.0, abs=1e-4)


def test_bfloat16_hardly_moves_a_vector(embeddings: SentenceTransformerEmbeddings) -> None:
    """Documents embedded in bfloat16 are found by questions embedded in float32."""
    folder = unpack_bundled_model(StoreSettings().cache)
    half = SentenceTransformerEmbeddings("bundled", folder, turns=ModelTurns(2), bfloat16=True)
    text = ["Keberatan diajukan kepada atasan PPID."]
    cosine = float(half.document_vectors(text)[0] @ embeddings.document_vectors(text)[0])
    assert cosine > 0.999


def test_it_is_a_langchain_embeddings(embeddings: SentenceTransformerEmbeddings) -> None:
    """LangChain's methods give the same vectors as lists."""
    assert isinstance(embeddings, Embeddings)
    assert embeddings.embed_query("apa?") == embeddings.query_vectors(["apa?"])[0].tolist()
    assert len(embeddings.embed_documents(["satu", "dua"])) == 2
    assert embeddings.fingerprint.dimensions == 384
    assert embeddings.fingerprint.query_prompt == "query: "


def test_tokens_are_counted_without_loading_the_model() -> None:
    """Chunking needs the tokenizer only, and counts no special tokens."""
    fresh = open_embeddings(StoreSettings(), serving=False)
    assert fresh.count_tokens("") == 0
    assert 2 <= fresh.count_tokens("keterbukaan informasi publik") <= 8


def test_another_model_is_a_folder_away(tmp_path: Path) -> None:
    """Any sentence-transformers folder serves; what is none is refused in one sentence."""
    folder = unpack_bundled_model(StoreSettings().cache)
    other = open_embeddings(StoreSettings(embedding_model=str(folder)), serving=True)
    bundled = open_embeddings(StoreSettings(), serving=True)
    assert other.fingerprint.key == bundled.fingerprint.key
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EmbeddingModelError, match="SULUH_EMBEDDING_MODEL"):
        open_embeddings(StoreSettings(embedding_model=str(tmp_path)), serving=True)
