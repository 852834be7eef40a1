"""Reads rendered messages the way Telegram's clients do."""

from collections.abc import Sequence

from bot.answering.models import Citation
from bot.telegram.rendering import RenderedMessage, is_visible
from tests.bot_api_double import Entity, checked_text


def covered(text: str, entities: Sequence[Entity], kind: str) -> list[str]:
    """Give what the entities of a kind cover."""
    return [entity.covered(text) for entity in entities if entity.type == kind]


def quotes_in(messages: Sequence[RenderedMessage]) -> list[str]:
    """Give the expandable quotes of messages that Telegram takes."""
    parsed = [checked_text(message.html) for message in messages]
    return [quote for one in parsed for quote in covered(*one, "expandable_blockquote")]


def same_quotes(shown: Sequence[str], citations: Sequence[Citation]) -> bool:
    """Tell whether quotes, however cut, are all that citations hold; blanks do not count."""
    expected = (_sendable(one.quote) for one in citations if is_visible(one.quote))
    return _without_space("".join(shown)) == _without_space("".join(expected))


def _sendable(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _without_space(text: str) -> str:
    return "".join(char for char in text if is_visible(char))
