"""The time that is left for a page."""

from collections.abc import Callable

Clock = Callable[[], float]


class Deadline:
    """Seconds that run out, counted from now on; a later part of the work may get fewer of them."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def left(self) -> float:
        """Seconds left; 0 or less when the time is up."""
        return self._end - self._clock()

    def at_most(self, seconds: float) -> "Deadline":
        """A deadline of so many seconds, or of what is left if that is less."""
        return Deadline(min(seconds, self.left), self._clock)

    def postpone(self, seconds: float) -> None:
        """Leave out time that was spent waiting for the sake of the server."""
        self._end += seconds
