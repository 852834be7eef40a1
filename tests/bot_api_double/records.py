"""What the double writes down: calls, sent messages, drafts and answers to queries.

Times are seconds of the monotonic clock.
"""

from dataclasses import dataclass, field

from tests.bot_api_double.entities import Entity
from tests.bot_api_double.faults import Fault
from tests.bot_api_double.keyboards import Keyboard


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes = field(repr=False)
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that the double took: as sent, and as a reader sees it.

    `history` holds the earlier forms of an edited message, oldest first; `asks` is the placeholder
    of a ForceReply; the `text` of a document is its caption.
    """

    message_id: int
    chat_id: int
    raw: str
    text: str
    entities: tuple[Entity, ...]
    parse_mode: str
    reply_to: int | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    thread_id: int | None = None
    keyboard: Keyboard = ()
    asks: str | None = None
    document: Upload | None = None
    at: float = 0.0
    history: tuple["SentMessage", ...] = ()
    deleted: bool = False

    def links(self) -> list[tuple[str, str]]:
        """Every link as (text, address)."""
        return [(e.covered(self.text), e.url) for e in self.entities if e.type == "text_link"]

    def quotes(self) -> list[str]:
        """The text of every expandable quote."""
        return [e.covered(self.text) for e in self.entities if e.type == "expandable_blockquote"]

    def buttons(self) -> list[tuple[str, str]]:
        """Every button as (text, its address, callback data or text to copy), in reading order."""
        return [(button.text, button.action) for row in self.keyboard for button in row]


@dataclass(slots=True)
class Call:
    """One request that came in, and what became of it.

    `status` is 0 while it is carried out, and where the connection was reset; `carried_out` tells
    that it took effect, whatever the caller was told.
    """

    method: str
    parameters: dict[str, str]
    uploads: dict[str, Upload] = field(default_factory=dict)
    at: float = 0.0
    fault: Fault | None = None
    status: int = 0
    description: str = ""
    carried_out: bool = False

    @property
    def reply_lost(self) -> bool:
        """Whether it took effect and the caller was not told so."""
        return self.carried_out and self.fault is not None and self.fault.replaces_reply


@dataclass(frozen=True, slots=True)
class Draft:
    """A partial text shown in a private chat; an empty one shows "Thinking…"."""

    chat_id: int
    draft_id: int
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What pressing a button was answered with."""

    text: str
    show_alert: bool
    at: float


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One article, with the message that choosing it sends."""

    id: str
    title: str
    text: str
    entities: tuple[Entity, ...]
    keyboard: Keyboard = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What an inline query was answered with; `cache_time` in seconds."""

    results: tuple[InlineResult, ...]
    cache_time: int
    is_personal: bool
    button: str
    start_parameter: str
    next_offset: str
    at: float


@dataclass(frozen=True, slots=True)
class GuestAnswer:
    """What a guest question was answered with; `history` as of a sent message."""

    inline_message_id: str
    result: InlineResult
    at: float
    history: tuple[InlineResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Push:
    """One attempt to deliver an update to the webhook; status 0 where no reply came."""

    update_id: int
    at: float
    status: int
