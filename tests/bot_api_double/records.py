"""What the double writes down: calls and sent messages."""

from dataclasses import dataclass, field

from tests.bot_api_double.entities import Entity


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the double took: as sent, and as a reader sees it."""

    message_id: int
    chat_id: int
    raw: str
    text: str
    entities: tuple[Entity, ...]
    parse_mode: str
    reply_to: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)

    def links(self) -> list[tuple[str, str]]:
        """Every link as (text, address)."""
        return [(e.covered(self.text), e.url) for e in self.entities if e.type == "text_link"]

    def quotes(self) -> list[str]:
        """The text of every expandable quote."""
        return [e.covered(self.text) for e in self.entities if e.type == "expandable_blockquote"]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that came in, whatever became of it."""

    method: str
    parameters: dict[str, str]
