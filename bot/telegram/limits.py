"""How often one person, or one group together, may ask."""

import time
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

SECONDS_A_MINUTE = 60.0
SECONDS_A_DAY = 86_400.0
# Who asks again after hours of silence should learn once more why, so silence ends sooner.
LONGEST_SILENCE = 3_600.0
# Times of questions take 8 bytes each: with 200 a day, some 40 MB at most.
MOST_REMEMBERED = 20_000
# Nobody reads answers faster than that: what comes faster gives way to what others ask.
OFTEN_SECONDS = 15.0
_UNHURRIED = 2


class VerdictKind(StrEnum):
    """What becomes of a question; only the first two get a reply."""

    ALLOWED = "allowed"
    LIMITED_NOTIFY = "limited_notify"
    LIMITED_SILENT = "limited_silent"
    BLOCKED = "blocked"


class Limit(StrEnum):
    """The limits a question can meet."""

    A_MINUTE = "a_minute"
    A_DAY = "a_day"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a question may be asked; if not, which limit it met and the seconds to wait.

    `gives_way` tells of one that may be asked that it is one of many in a few seconds.
    """

    kind: VerdictKind
    seconds: float = 0.0
    limit: Limit | None = None
    gives_way: bool = False


@dataclass(frozen=True, slots=True)
class LimitRules:
    """Questions per person a minute and a day, per group a minute, each at least 1.

    `blocked` are numeric ids of persons and of groups.
    """

    a_minute: int = 10
    a_day: int = 200
    group_a_minute: int = 20
    blocked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Window:
    """At most `most` questions in any `seconds`."""

    limit: Limit
    most: int
    seconds: float

    def wait(self, times: "array[float]", now: float) -> float:
        """Give the seconds until one more fits; 0 where it does now."""
        if len(times) < self.most:
            return 0.0
        return max(0.0, times[-self.most] + self.seconds - now)


class Limits:
    """Judges each question by who asks; refused ones do not count, so waiting always helps.

    Keyed on Telegram's numeric ids, which nobody can vary as they can spaces or names. Remembers
    `most_remembered` persons and as many groups, those that asked last; a restart forgets all.
    """

    def __init__(
        self,
        rules: LimitRules,
        clock: Callable[[], float] = time.monotonic,
        most_remembered: int = MOST_REMEMBERED,
    ) -> None:
        self._blocked = rules.blocked
        self._clock = clock
        a_minute = _Window(Limit.A_MINUTE, rules.a_minute, SECONDS_A_MINUTE)
        a_day = _Window(Limit.A_DAY, rules.a_day, SECONDS_A_DAY)
        group = _Window(Limit.GROUP, rules.group_a_minute, SECONDS_A_MINUTE)
        self._persons = _Ledger((a_minute, a_day), most_remembered)
        self._groups = _Ledger((group,), most_remembered)

    def check(self, user_id: int, chat_id: int, *, is_group: bool) -> Verdict:
        """Judge a question, and count it where it may be asked.

        The first refusal is `LIMITED_NOTIFY`; further ones are silent for at least a minute.
        """
        if user_id in self._blocked or chat_id in self._blocked:
            return Verdict(VerdictKind.BLOCKED)
        now = self._clock()
        asking = [self._persons.entry(user_id)]
        if is_group:
            asking.append(self._groups.entry(chat_id))
        for entry in asking:
            refusal = entry.refusal(now)
            if refusal is not None:
                return refusal
        gives_way = asking[0].asked_since(now - OFTEN_SECONDS) >= _UNHURRIED
        for entry in asking:
            entry.count(now)
        return Verdict(VerdictKind.ALLOWED, gives_way=gives_way)


class _Entry:
    """When one person or group asked, oldest first."""

    __slots__ = ("_quiet_until", "_times", "_windows")

    def __init__(self, windows: tuple[_Window, ...]) -> None:
        self._windows = windows
        self._times = array("d")
        self._quiet_until = float("-inf")

    def refusal(self, now: float) -> Verdict | None:
        """Give the limit that is longest in the way, if any is."""
        wait, window = max(
            ((window.wait(self._times, now), window) for window in self._windows),
            key=lambda pair: pair[0],
        )
        if wait <= 0:
            return None
        if now < self._quiet_until:
            return Verdict(VerdictKind.LIMITED_SILENT, wait, window.limit)
        self._quiet_until = now + min(max(wait, SECONDS_A_MINUTE), LONGEST_SILENCE)
        return Verdict(VerdictKind.LIMITED_NOTIFY, wait, window.limit)

    def asked_since(self, since: float) -> int:
        """Count the questions since then."""
        return len(self._times) - bisect_right(self._times, since)

    def count(self, now: float) -> None:
        """Note a question, and forget those no window looks at any more."""
        self._times.append(now)
        del self._times[: -max(window.most for window in self._windows)]


class _Ledger:
    """The entries of those who asked last."""

    def __init__(self, windows: tuple[_Window, ...], most: int) -> None:
        self._windows = windows
        self._most = most
        self._entries: OrderedDict[int, _Entry] = OrderedDict()

    def entry(self, number: int) -> _Entry:
        """Give the entry of an id, a new one where it has none; drops the one longest unused."""
        entry = self._entries.pop(number, None) or _Entry(self._windows)
        self._entries[number] = entry
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)
        return entry
