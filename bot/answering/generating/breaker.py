"""Stops asking a language model that fails again and again, and tries it again later."""

import logging
import threading
from collections.abc import Callable

from bot.errors import ModelError, ModelRefusedError

_log = logging.getLogger(__name__)

FAILURES = 5
PAUSE_SECONDS = 30.0
# A wrong key does not mend itself.
REFUSED_PAUSE_SECONDS = 600.0


class CircuitBreaker:
    """Opens after so many failures in a row; after a pause one call at a time tries anew.

    `clock` gives seconds that never go back. Safe to use from several threads.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        failures: int = FAILURES,
        pause_seconds: float = PAUSE_SECONDS,
        refused_pause_seconds: float = REFUSED_PAUSE_SECONDS,
    ) -> None:
        self._clock = clock
        self._most_failures = failures
        self._pause = pause_seconds
        self._refused_pause = refused_pause_seconds
        self._changing = threading.Lock()
        self._failures = 0
        self._rests_until: float | None = None

    def allows(self) -> bool:
        """Tell whether the model may be asked; after a pause the first who asks tries it out."""
        with self._changing:
            if self._rests_until is None:
                return True
            if self._clock() < self._rests_until:
                return False
            # If the trial ends in nothing, the next may come after another pause.
            self._rests_until = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """Note that the model answered."""
        with self._changing:
            was_open = self._rests_until is not None
            self._failures, self._rests_until = 0, None
        if was_open:
            _log.info("The language model answers again.")

    def failed(self, error: ModelError) -> None:
        """Note that a call failed."""
        refused = isinstance(error, ModelRefusedError)
        with self._changing:
            self._failures += 1
            if not refused and self._failures < self._most_failures:
                return
            was_open = self._rests_until is not None
            pause = self._refused_pause if refused else self._pause
            self._rests_until = self._clock() + pause
        if not was_open:
            _log.warning("%s It is not asked for %.0f seconds.", error, pause)
