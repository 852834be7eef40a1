"""Reads the development sets, which stay outside the project, and all that a build holds."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.embedding import Vectors
from vectorstore.vector_index import VectorIndex

_PAGE = 1000


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read the rows of one set, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def write_part(source: Path, count: int, target: Path) -> Path:
    """Write the first `count` rows of a set as a file that both sides ingest."""
    with target.open("w", encoding="utf-8") as file:
        for number, row in enumerate(read_rows(source)):
            if number == count:
                break
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return target


def pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the ids of a build in runs that it reads at once."""
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))


def all_vectors(index: VectorIndex, ids: Sequence[str]) -> Vectors:
    """Read the vectors of all these chunks, in their order."""
    return np.concatenate([index.vectors(page) for page in pages(ids)])


def percentile(values: list[float], share: float) -> float:
    """Give the value below which `share` (0..1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
