"""The pauses between requests to one host."""

from collections.abc import Callable

from ingest.fetching.deadline import Clock

Sleep = Callable[[float], None]


class Pacing:
    """Keeps requests to one host apart, and rests from hosts that ask for it.

    Args:
        seconds_between: two requests to one host, unless the host asks for more.
    """

    def __init__(self, seconds_between: float, clock: Clock, sleep: Sleep) -> None:
        self._seconds_between = seconds_between
        self._clock = clock
        self._sleep = sleep
        self._delays: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._rests_until: dict[str, float] = {}

    def slow_down(self, host: str, seconds_between: float) -> None:
        """Ask a host less often from now on; never more often than the others."""
        self._delays[host] = max(seconds_between, self._seconds_between)

    def rest(self, host: str, seconds: float) -> None:
        """Note that a host wants to be left alone for so long."""
        self._rests_until[host] = self._clock() + seconds

    def rest_left(self, host: str) -> float:
        """Seconds for which a host still wants to be left alone, or 0."""
        return max(0.0, self._rests_until.get(host, 0.0) - self._clock())

    def wait(self, host: str) -> float:
        """Wait until a host may be asked again, count this as asking, and give the wait."""
        delay = self._delays.get(host, self._seconds_between)
        wait = max(0.0, self._last[host] + delay - self._clock()) if host in self._last else 0.0
        if wait:
            self._sleep(wait)
        self._last[host] = self._clock()
        return wait
