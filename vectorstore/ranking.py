"""Pure functions that turn dense and keyword scores into one ranking."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Weights:
    """How much dense similarity counts; keywords have the rest."""

    dense: float

    @property
    def keyword(self) -> float:
        """The weight of the keyword score."""
        return 1.0 - self.dense


@dataclass(frozen=True, slots=True)
class Candidate:
    """One chunk with its cosine, its BM25 score and their fusion (0..1)."""

    chunk_id: str
    dense: float
    keyword: float
    score: float


# The texts are Indonesian, and questions in it match their words.
LANGUAGES_OF_TEXTS = frozenset({"id"})
# Tuned on the development sets (docs/benchmarks.md). BM25 of an English question over Indonesian
# text is mostly noise, but law numbers and names still match.
_SHARED_WORDS = Weights(dense=0.7)
_FEW_SHARED_WORDS = Weights(dense=0.95)


def weights_for(language: str, translated: bool) -> Weights:
    """Give the weights of a question in a language; `translated` if Indonesian words were added."""
    shares_words = language in LANGUAGES_OF_TEXTS or translated
    return _SHARED_WORDS if shares_words else _FEW_SHARED_WORDS


def fuse(
    dense: Mapping[str, float], keyword: Mapping[str, float], weights: Weights
) -> list[Candidate]:
    """Rank the chunks of `dense` by a weighted sum of both scores, each scaled to 0..1.

    Cosines are scaled between the least and the greatest of the candidates (those of e5 all lie
    between .70 and .95), BM25 scores by the greatest. A chunk without a cosine is no candidate:
    keyword hits alone never carry an answer.
    """
    if not dense:
        return []
    least, greatest = min(dense.values()), max(dense.values())
    spread = (greatest - least) or 1.0
    most_keyword = max((keyword.get(chunk_id, 0.0) for chunk_id in dense), default=0.0) or 1.0
    candidates = (
        Candidate(
            chunk_id,
            cosine,
            keyword.get(chunk_id, 0.0),
            weights.dense * (cosine - least) / spread
            + weights.keyword * keyword.get(chunk_id, 0.0) / most_keyword,
        )
        for chunk_id, cosine in dense.items()
    )
    return sorted(candidates, key=lambda c: (-c.score, -c.dense, c.chunk_id))


def above_floor(
    candidates: Sequence[Candidate], floor: float, cited: Sequence[str] = ()
) -> list[Candidate]:
    """Keep the candidates whose cosine is at least `floor`, and those that the question cites."""
    return [c for c in candidates if c.dense >= floor or c.chunk_id in cited]


def spread_articles(
    candidates: Sequence[Candidate], article_of: Mapping[str, str], most: int
) -> list[Candidate]:
    """Keep the order, but move chunks beyond the first `most` of one article to the end."""
    taken: Counter[str] = Counter()
    first: list[Candidate] = []
    later: list[Candidate] = []
    for candidate in candidates:
        article = article_of[candidate.chunk_id]
        taken[article] += 1
        (first if taken[article] <= most else later).append(candidate)
    return first + later


def superseded_later(
    candidates: Sequence[Candidate], superseded: Collection[str], penalty: float
) -> list[Candidate]:
    """Lower the scores of superseded chunks, and move them behind those that score more then.

    The others keep their order, which need not be that of scores.
    """
    in_force = [(at, c) for at, c in enumerate(candidates) if c.chunk_id not in superseded]
    ranked: list[Candidate] = []
    for at, candidate in enumerate(candidates):
        if candidate.chunk_id in superseded:
            lowered = replace(candidate, score=max(0.0, candidate.score - penalty))
            while in_force and (in_force[0][0] < at or in_force[0][1].score >= lowered.score):
                ranked.append(in_force.pop(0)[1])
            ranked.append(lowered)
    return ranked + [candidate for _, candidate in in_force]


def cited_first(candidates: Sequence[Candidate], cited: Sequence[str]) -> list[Candidate]:
    """Move the chunks that a question cites to the front, in the order of `cited`.

    They score at least as much as the best of the others, since what was named is what was meant.
    """
    if not cited or not candidates:
        return list(candidates)
    by_id = {candidate.chunk_id: candidate for candidate in candidates}
    best = max(candidate.score for candidate in candidates)
    named = dict.fromkeys(chunk_id for chunk_id in cited if chunk_id in by_id)
    first = [replace(by_id[chunk_id], score=max(best, 0.0)) for chunk_id in named]
    return first + [candidate for candidate in candidates if candidate.chunk_id not in named]
