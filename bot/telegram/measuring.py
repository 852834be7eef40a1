"""Measures messages the way Telegram does: in UTF-16 units and entities, after parsing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.telegram.markup import Block, Span

# https://core.telegram.org/bots/api#sendmessage: "1-4096 characters after entities parsing".
MESSAGE_UNITS = 4_096
# https://core.telegram.org/bots/api#formatting-options: further entities are not shown.
MESSAGE_ENTITIES = 100

_BEYOND_ONE_UNIT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Size:
    """UTF-16 units and entities of a text, or the room for them."""

    units: int = 0
    entities: int = 0

    def __add__(self, other: Self) -> "Size":
        return Size(self.units + other.units, self.entities + other.entities)

    def fits(self, room: Self) -> bool:
        """Tell whether a text of this size has its place in `room`."""
        return self.units <= room.units and self.entities <= room.entities


# Less than Telegram allows, so that a count that differs slightly never loses a message.
BUDGET = Size(units=3_800, entities=90)


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of `text`; characters beyond the basic plane count twice."""
    return len(text) + sum(ord(char) > _BEYOND_ONE_UNIT for char in text)


def span_size(span: Span) -> Size:
    """Measure one run of text."""
    return Size(utf16_length(span.text), int(bool(span.style or span.url)))


def block_size(block: Block) -> Size:
    """Measure a block with its lead line and the gap before it."""
    lead = utf16_length(block.lead) + 1 if block.lead else 0
    return spans_size(block.spans) + Size(len(block.gap) + lead, int(block.quoted))


def spans_size(spans: Sequence[Span]) -> Size:
    """Measure several runs of text."""
    return sum(map(span_size, spans), start=Size())
