"""The parts a Telegram message is made of, and their HTML.

Text stays plain until the last step, so a cut can never fall inside a tag or an HTML entity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from urllib.parse import urlsplit

from bot.answering.addresses import broken_addresses

# Longer addresses are rare and Telegram does not promise to keep them; the title stays as text.
LONGEST_URL = 2_000


class Style(StrEnum):
    """How a run of text looks; the value is its HTML tag (Bot API, "HTML style").

    In code a client makes no links, and one tap copies it.
    """

    PLAIN = ""
    BOLD = "b"
    ITALIC = "i"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, or one link."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""

    @property
    def html(self) -> str:
        """The escaped HTML of this run."""
        text = escape(self.text, quote=False)
        if self.url:
            return f'<a href="{escape(self.url, quote=True)}">{text}</a>'
        return f"<{self.style}>{text}</{self.style}>" if self.style else text


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a source line or a quote; blocks are what messages are packed from.

    `lead` stands on its own line before a quote; `lead_continued` before the rest of a quote that
    had to be cut. `gap` separates the block from the one before it.
    """

    spans: tuple[Span, ...]
    gap: str = "\n\n"
    quoted: bool = False
    lead: str = ""
    lead_continued: str = ""
    keep_with_next: bool = False

    @property
    def html(self) -> str:
        """The escaped HTML of this block."""
        inner = "".join(span.html for span in self.spans)
        if self.quoted:
            inner = f"<blockquote expandable>{inner}</blockquote>"
        return f"{escape(self.lead, quote=False)}\n{inner}" if self.lead else inner

    def plain(self, *, with_urls: bool) -> str:
        """The block without markup; titles are followed by their address if `with_urls`."""
        inner = "".join(_plain_span(span, with_urls) for span in self.spans)
        if self.quoted:
            inner = f"“{inner}”"
        return f"{self.lead}\n{inner}" if self.lead else inner


def join_html(blocks: Sequence[Block]) -> str:
    """Put blocks together as the HTML of one message."""
    return "".join(
        (block.gap if position else "") + block.html for position, block in enumerate(blocks)
    )


def join_plain(blocks: Sequence[Block], *, with_urls: bool) -> str:
    """Put blocks together as one message without markup."""
    return "".join(
        (block.gap if position else "") + block.plain(with_urls=with_urls)
        for position, block in enumerate(blocks)
    )


def link_or_text(text: str, url: str) -> Span:
    """Link `text` to `url`, or leave it plain where the address is not one of the web."""
    address = url.strip().replace(" ", "%20")
    return Span(text, url=address) if is_web_address(address) else Span(text)


def is_web_address(url: str) -> bool:
    """Tell whether `url` is an http or https address that may become a link or a button.

    Telegram refuses a whole message for a button whose host has no dot or whose port is none.
    """
    if not url or len(url) > LONGEST_URL or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # a malformed IPv6 host or port
        return False
    return parts.scheme in {"http", "https"} and ("." in host.strip(".") or ":" in host)


def _plain_span(span: Span, with_urls: bool) -> str:
    is_number = span.text.startswith("[")  # its address stands in the list of sources
    others = bool(span.url) or span.style is Style.CODE
    text = broken_addresses(span.text) if others else span.text
    return f"{text} ({span.url})" if span.url and with_urls and not is_number else text
