"""BM25 over stemmed words: finds names, numbers and terms that vectors blur."""

import json
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

# Robertson and Zaragoza (2009), the Lucene form with its usual constants.
_METHOD, _K1, _B = "lucene", 1.2, 0.75
_WORD = re.compile(r"[^\W_]+")
_IDS_FILE = "chunk_ids.json"
# Counted up when tokens change, so that builds made with other tokens are made again.
KEYWORD_VERSION = 1


class Analyser:
    """Turns text into the stems that are indexed and searched."""

    def __init__(self, stop_words: frozenset[str], stem: Callable[[str], str]) -> None:
        self._stop_words = stop_words
        # Words repeat so much that stemming each once is most of the speed.
        self._stem = lru_cache(maxsize=100_000)(stem)

    @classmethod
    def load(cls) -> Self:
        """Make the analyser with the stop words that ship with the package."""
        lines = files("vectorstore").joinpath("data/stopwords.txt").read_text("utf-8").splitlines()
        words = " ".join(line for line in lines if not line.startswith("#")).split()
        return cls(frozenset(words), Stemmer.Stemmer("indonesian").stemWord)

    def stems(self, text: str) -> list[str]:
        """Give the stems of a text in order, stop words left out."""
        folded = unicodedata.normalize("NFKC", text).lower()
        return [self._stem(word) for word in _WORD.findall(folded) if word not in self._stop_words]


class KeywordIndex:
    """A BM25 index whose rows are chunks."""

    def __init__(self, chunk_ids: Sequence[str], index: bm25s.BM25, analyser: Analyser) -> None:
        self.chunk_ids = tuple(chunk_ids)
        self.analyser = analyser
        self._index = index
        self._rows = {chunk_id: row for row, chunk_id in enumerate(self.chunk_ids)}

    @classmethod
    def build(cls, texts: Iterable[tuple[str, str]], analyser: Analyser) -> Self:
        """Index (chunk id, text) pairs."""
        chunk_ids: list[str] = []
        rows: list[array[int]] = []
        # The library fails on texts without words, so these hold the empty word, never asked for.
        numbers = {"": 0}
        for chunk_id, text in texts:
            chunk_ids.append(chunk_id)
            stems = analyser.stems(text) or [""]
            rows.append(array("i", [numbers.setdefault(stem, len(numbers)) for stem in stems]))
        index = bm25s.BM25(k1=_K1, b=_B, method=_METHOD)
        index.index((rows, numbers), show_progress=False)
        return cls(chunk_ids, index, analyser)

    def save(self, folder: Path) -> None:
        """Write the index into a new folder."""
        self._index.save(folder, show_progress=False)
        (folder / _IDS_FILE).write_text(json.dumps(self.chunk_ids), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, analyser: Analyser) -> Self:
        """Read an index that `save` wrote.

        Raises:
            OSError, ValueError: the files are missing or damaged.
        """
        index = bm25s.BM25.load(folder, show_progress=False)
        return cls(json.loads((folder / _IDS_FILE).read_text(encoding="utf-8")), index, analyser)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Score every chunk for a question: shape (chunks,), 0 where no word is shared."""
        known = [stem for stem in self.analyser.stems(question) if stem in self._index.vocab_dict]
        if not known:
            return np.zeros(len(self.chunk_ids), np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def best(self, scores: NDArray[np.float32], k: int) -> list[str]:
        """Give the ids of the k best chunks that score at all, best first, ties in order."""
        rows = np.flatnonzero(scores > 0)
        if len(rows) > k:
            # Sorting a million scores takes longer than all the rest of a search.
            least = np.partition(scores[rows], -k)[-k]
            rows = rows[scores[rows] >= least]
        ordered = rows[np.argsort(-scores[rows], kind="stable")][:k]
        return [self.chunk_ids[row] for row in ordered]

    def row(self, chunk_id: str) -> int:
        """Give the row of a chunk in `scores`."""
        return self._rows[chunk_id]

    def holds(self, chunk_id: str) -> bool:
        """Tell whether a chunk is one of the index."""
        return chunk_id in self._rows
