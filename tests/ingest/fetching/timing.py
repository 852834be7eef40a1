"""A sleep that takes no time, and tells how long it would have taken."""

from tests.fakes import Clock


class Sleep:
    """Moves a clock instead of waiting.

    Attributes:
        naps: seconds of every sleep, in order.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.naps: list[float] = []

    def __call__(self, seconds: float) -> None:
        """Sleep."""
        self.naps.append(seconds)
        self._clock.seconds += seconds
