"""How the questions of a while ended, in figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.models import AnswerStatus

# Of these an answer was looked for; small talk, limits and the like say nothing of what we publish.
_SOUGHT_GROUPS = frozenset({"answered", "unanswerable", "error"})


@dataclass(frozen=True, slots=True)
class Summary:
    """Questions by status and language ("id", "en"), and how citizens rated the answers."""

    counts: Mapping[tuple[AnswerStatus, str], int]
    helpful: int = 0
    not_helpful: int = 0

    @property
    def total(self) -> int:
        """All questions."""
        return sum(self.counts.values())

    @property
    def by_status(self) -> dict[AnswerStatus, int]:
        """Questions by how they ended, in the order of the statuses; none that is 0."""
        counted: Counter[AnswerStatus] = Counter()
        for (status, _), number in self.counts.items():
            counted[status] += number
        return {status: counted[status] for status in AnswerStatus if counted[status]}

    @property
    def by_language(self) -> dict[str, int]:
        """Questions by language, most first."""
        counted: Counter[str] = Counter()
        for (_, language), number in self.counts.items():
            counted[language] += number
        return dict(counted.most_common())

    @property
    def sought(self) -> int:
        """Questions for which an answer was looked for."""
        return sum(n for status, n in self.by_status.items() if status.group in _SOUGHT_GROUPS)

    @property
    def errors(self) -> int:
        """Questions that a fault of ours kept from an answer."""
        return sum(n for status, n in self.by_status.items() if status.group == "error")

    @property
    def share_answered(self) -> float | None:
        """The share, 0..1, of `sought` that was answered at least partly; None where none was."""
        if not self.sought:
            return None
        answered = (n for status, n in self.by_status.items() if status.group == "answered")
        return sum(answered) / self.sought
