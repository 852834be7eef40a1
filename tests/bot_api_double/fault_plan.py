"""Decides which call meets which fault: as scripted, or at random by a seed."""

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.bot_api_double.faults import EVERY_KIND, Fault


@dataclass(slots=True)
class RandomFaults:
    """A share of the calls of some methods fails; with `methods` None, of all.

    `left` counts down to the end; None means without end.
    """

    seed: int
    share: float
    kinds: Sequence[Fault] = EVERY_KIND
    methods: Collection[str] | None = None
    left: int | None = None
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - a test must be able to repeat it

    def take(self, method: str) -> Fault | None:
        """Give the fault that the next call of `method` meets."""
        if self.left == 0 or (self.methods is not None and method not in self.methods):
            return None
        if self._random.random() >= self.share:
            return None
        if self.left is not None:
            self.left -= 1
        return self._random.choice(self.kinds)


class FaultPlan:
    """Scripted faults first, then random ones; the caller holds the lock."""

    def __init__(self) -> None:
        self._scripted: dict[str, deque[Fault]] = defaultdict(deque)
        self._random: RandomFaults | None = None

    def script(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `method` meet `fault`."""
        self._scripted[method].extend([fault] * times)

    def at_random(self, faults: RandomFaults) -> None:
        """Let calls meet random faults from now on, in place of those planned before."""
        self._random = faults

    def clear(self) -> None:
        """Plan nothing any more."""
        self._scripted.clear()
        self._random = None

    def take(self, method: str) -> Fault | None:
        """Give the fault that the next call of `method` meets, once."""
        if self._scripted[method]:
            return self._scripted[method].popleft()
        return self._random.take(method) if self._random else None
