"""Parses HTML the way the Bot API does and refuses what it refuses.

Rules: https://core.telegram.org/bots/api#html-style. Only the tags that a text message may have;
web links that Telegram would not keep are left as plain text.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_TOKEN = re.compile(r"<[^<>]*>|<|[^<]+", re.DOTALL)
_START_TAG = re.compile(
    r"<([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*>"
)
_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)\s*>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")


class EntityError(ValueError):
    """The text cannot be parsed; the message is Telegram's description."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Bad Request: can't parse entities: {reason}")


@dataclass(frozen=True, slots=True)
class Entity:
    """One formatted stretch, in UTF-16 units as the Bot API counts."""

    type: str
    offset: int
    length: int
    url: str = ""

    def covered(self, text: str) -> str:
        """Give the part of `text` that this entity formats."""
        units = text.encode("utf-16-le")
        return units[2 * self.offset : 2 * (self.offset + self.length)].decode("utf-16-le")


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Give the text without tags and its entities.

    Raises:
        EntityError: Telegram would refuse this HTML.
    """
    text = ""
    entities: list[Entity] = []
    open_tags: list[tuple[str, str, str, int]] = []
    for match in _TOKEN.finditer(html):
        token = match.group()
        at = f"at byte offset {len(html[: match.start()].encode())}"
        if not token.startswith("<"):
            text += _REFERENCE.sub(lambda reference: unescape(reference.group()), token)
        elif token.startswith("</"):
            name, kind, url, start = _close(token, open_tags, at)
            length = units(text) - start
            if length and not (name == "a" and not _kept(url)):
                entities.append(Entity(kind, start, length, url if name == "a" else ""))
        else:
            name, attributes = _start(token, at)
            if name == "blockquote" and any(tag[0] == name for tag in open_tags):
                raise EntityError(f"blockquote can't be nested {at}")
            kind = TYPES[name]
            if name == "blockquote" and "expandable" in attributes:
                kind = "expandable_blockquote"
            open_tags.append((name, kind, unescape(attributes.get("href", "")), units(text)))
    if open_tags:
        raise EntityError(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return _trimmed(text, entities)


def _start(token: str, at: str) -> tuple[str, dict[str, str]]:
    match = _START_TAG.fullmatch(token)
    if match is None:
        raise EntityError(f"Unclosed or malformed start tag {at}")
    name = match.group(1).lower()
    if name not in TYPES:
        raise EntityError(f'Unsupported start tag "{name}" {at}')
    attributes = {
        key.lower(): double or single for key, double, single in _ATTRIBUTE.findall(match.group(2))
    }
    return name, attributes


def _close(
    token: str, open_tags: list[tuple[str, str, str, int]], at: str
) -> tuple[str, str, str, int]:
    match = _END_TAG.fullmatch(token)
    if match is None or not open_tags:
        raise EntityError(f"Unexpected end tag {at}")
    if open_tags[-1][0] != match.group(1).lower():
        expected, found = open_tags[-1][0], match.group(1)
        raise EntityError(f'Unmatched end tag {at}, expected "</{expected}>", found "</{found}>"')
    return open_tags.pop()


def _kept(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    leading = units(text) - units(text.lstrip())
    stripped = text.strip()
    total = units(stripped)

    def clip(offset: int) -> int:
        return min(max(offset - leading, 0), total)

    moved = [
        Entity(
            entity.type,
            clip(entity.offset),
            clip(entity.offset + entity.length) - clip(entity.offset),
            entity.url,
        )
        for entity in entities
    ]
    return stripped, sorted(
        (entity for entity in moved if entity.length), key=lambda entity: entity.offset
    )
