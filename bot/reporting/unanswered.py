"""Puts together questions that ask for the same, so that staff see what to publish first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

# Of all words of two questions, the share that both have. Questions to a PPID have words like
# "permohonan informasi" in common: at a half, the costs of a request and its form would be one.
LEAST_OVERLAP = 0.6

Stems = Callable[[str], Sequence[str]]


class LoggedQuestion(Protocol):
    """What is read of a logged question."""

    @property
    def question(self) -> str:
        """The masked text."""

    @property
    def searched(self) -> str:
        """What a language model made of it for the search, "" where none did."""

    @property
    def asked(self) -> float:
        """Unix seconds."""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that ask for the same: their number, the newest of them, and when it was asked.

    `searched` is what a language model made of the newest for the search, "" where none did.
    """

    size: int
    example: str
    last: float
    searched: str = ""


def group_questions(questions: Iterable[LoggedQuestion], stems: Stems) -> tuple[QuestionGroup, ...]:
    """Group questions by the words that carry meaning, the largest group first.

    Each joins the group whose newest question it shares most words with, or opens one. `stems`
    gives those words (`vectorstore.keyword_index.Analyser.stems`).
    """
    newest_first = sorted(questions, key=lambda one: one.asked, reverse=True)
    newest: list[LoggedQuestion] = []
    sizes: list[int] = []
    words_of: list[frozenset[str]] = []
    groups_with: defaultdict[str, list[int]] = defaultdict(list)
    for question in newest_first:
        words = frozenset(stems(question.question)) or frozenset({""})
        shared = Counter(group for word in words for group in groups_with[word])
        group = _best(words, shared, words_of)
        if group is not None:
            sizes[group] += 1
            continue
        for word in words:
            groups_with[word].append(len(newest))
        newest.append(question)
        sizes.append(1)
        words_of.append(words)
    groups = (
        QuestionGroup(size, question.question, question.asked, question.searched)
        for size, question in zip(sizes, newest, strict=True)
    )
    return tuple(sorted(groups, key=lambda group: (-group.size, -group.last)))


def _best(
    words: frozenset[str], shared: Counter[int], words_of: Sequence[frozenset[str]]
) -> int | None:
    overlaps = {
        group: common / (len(words) + len(words_of[group]) - common)
        for group, common in shared.items()
    }
    # The smaller number, thus the newer group, where two fit equally well.
    best = max(overlaps, key=lambda group: (overlaps[group], -group), default=None)
    return best if best is not None and overlaps[best] >= LEAST_OVERLAP else None
