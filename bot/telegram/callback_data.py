"""What a pressed button sends back: an action, the number of an answer, and an argument.

The text comes from the client, so it is read as a stranger's: anything unknown is no callback.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"([a-z]):([0-9a-z]{1,12})(?::([A-Za-z0-9_-]{1,40}))?")


class Action(StrEnum):
    """What a button asks for."""

    QUOTES = "q"
    HELPFUL = "u"
    NOT_HELPFUL = "d"
    REASON = "r"
    HAND_OVER = "p"
    TOPIC = "t"
    LANGUAGE = "l"
    DELETE_DATA = "x"


@dataclass(frozen=True, slots=True)
class Callback:
    """A button's action; `number` names the answer it stands under, 0 where there is none."""

    action: Action
    number: int = 0
    argument: str = ""

    def __str__(self) -> str:
        """Write it as callback data, at most 55 bytes long."""
        tail = f":{self.argument}" if self.argument else ""
        return f"{self.action}:{_base36(self.number)}{tail}"


def parse_callback(data: str) -> Callback | None:
    """Read callback data; None where it is not of ours."""
    match = _FORM.fullmatch(data)
    if match is None:
        return None
    action, number, argument = match.groups()
    try:
        return Callback(Action(action), int(number, 36), argument or "")
    except ValueError:
        return None


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
