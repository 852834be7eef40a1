"""Ingests without the bundled model, whose imports would take most of a test's time.

`python -m tests.system.ingest_driver ingest HOME SOURCE [BYTES]` runs the real job with a fake
embedder; BYTES is the size that no file may pass. `rollback HOME` goes back to the build before.
"""

import resource
import sys
from functools import partial
from pathlib import Path

from ingest.chunking import chunk_article
from ingest.errors import IngestError
from ingest.job import IngestJob
from ingest.locking import one_writer
from ingest.models import Source
from ingest.progress import SilentProgress
from ingest.sources.files import read_source
from tests.fakes import WordEmbedder
from vectorstore.errors import VectorStoreError
from vectorstore.folder_shelf import FolderShelf
from vectorstore.settings import StoreSettings


def ingest(home: Path, source: Path) -> None:
    """Run the job once."""
    embedder = WordEmbedder()
    chunk = partial(chunk_article, count_tokens=embedder.count_tokens)
    job = IngestJob(StoreSettings(home=home), embedder, chunk, SilentProgress(), 0.2)
    job.run([Source(str(source), lambda known: read_source(source))], sure=False)


def roll_back(home: Path) -> None:
    """Make the build before the live one live again."""
    with one_writer(home):
        FolderShelf(StoreSettings(home=home).index_folder).roll_back()


def main(command: str, home: Path, source: str = "", most_bytes: str = "") -> int:
    """Run one command as the real one does: one sentence and exit code 1 where it fails."""
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most_bytes), int(most_bytes)))
    try:
        if command == "rollback":
            roll_back(home)
        else:
            ingest(home, Path(source))
    except (IngestError, VectorStoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
