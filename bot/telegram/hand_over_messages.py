"""Renders the draft of a request, what is asked back about it, and the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.hand_over.draft import Awaiting, Receiving, RequestDraft, most_characters
from bot.hand_over.explanation import Section
from bot.hand_over.offices import Office, office_name
from bot.messages.catalogue import Catalogue
from bot.telegram.callback_data import Action, Callback
from bot.telegram.keyboards import Button
from bot.telegram.markup import Block, Span, Style, join_html, join_plain
from bot.telegram.rendering import RenderedMessage, with_keyboard
from bot.telegram.splitting import pack

# The steps of a draft, as its buttons send them; how to receive is sent by its own name.
CHANGE_WHAT = "what"
CHANGE_PURPOSE = "purpose"
CHANGE_RECEIVE = "receive"
DONE = "done"


@dataclass(frozen=True, slots=True)
class RequestMessages:
    """Writes the messages about one draft, in the language of its conversation."""

    draft: RequestDraft
    catalogue: Catalogue

    def overview(
        self, office: Office, minutes: int, notes: Sequence[str] = ()
    ) -> list[RenderedMessage]:
        """Show the draft and what can be changed; `notes` stand above it."""
        draft, name = self.draft, office_name(office, self.draft.language, self.catalogue)
        sections = [
            Section(self._text("draft_what"), draft.what),
            Section(self._text("draft_purpose"), draft.purpose or self._text("purpose_missing")),
            Section(self._text("draft_receive"), self._text(f"receive_{draft.receive}")),
        ]
        blocks = [
            *(Block((Span(note),)) for note in notes),
            Block((Span(self._text("draft_heading", office=name), Style.BOLD),)),
            *_blocks(sections),
            Block((Span(self._text("draft_end", minutes=minutes)),)),
        ]
        steps = (CHANGE_WHAT, CHANGE_PURPOSE, CHANGE_RECEIVE, DONE)
        rows = tuple((self._button(f"button_{step}", step),) for step in steps)
        return with_keyboard(_messages(blocks), rows)

    def question(self) -> list[RenderedMessage]:
        """Ask for what the draft waits for."""
        awaiting = self.draft.awaiting or Awaiting.WHAT
        text = self._text(f"ask_{awaiting}", limit=most_characters(awaiting))
        return [
            RenderedMessage(escape(text, quote=False), text, asks=self._text(f"field_{awaiting}"))
        ]

    def receiving_options(self) -> list[RenderedMessage]:
        """Ask how to receive the information."""
        rows = tuple((self._button(f"receive_{way}", way),) for way in Receiving)
        return with_keyboard(_messages([Block((Span(self._text("ask_receive")),))]), rows)

    def letter(
        self, letter: str, sections: Sequence[Section], office: Office
    ) -> list[RenderedMessage]:
        """Give the letter to copy with one tap, then what to know about sending it."""
        copied = RenderedMessage(f"<pre>{escape(letter, quote=False)}</pre>", letter)
        rows = []
        if office.form:
            rows.append((Button(self._text("button_form"), url=str(office.form)),))
        if office.email:
            rows.append((Button(self._text("button_email"), copy=office.email),))
        return [copied, *with_keyboard(_messages(_blocks(sections)), tuple(rows))]

    def note(self, key: str, **values: object) -> str:
        """Give a sentence to stand above the draft."""
        return self._text(key, **values)

    def _button(self, key: str, argument: str) -> Button:
        pressed = Callback(Action.HAND_OVER, self.draft.number, argument)
        return Button(self._text(key), data=str(pressed))

    def _text(self, key: str, **values: object) -> str:
        return self.catalogue.text(f"hand_over.{key}", self.draft.language, **values)


def _blocks(sections: Sequence[Section]) -> list[Block]:
    blocks = []
    for section in sections:
        blocks.append(Block((Span(section.heading, Style.BOLD),), keep_with_next=True))
        blocks.append(Block((Span(section.text),), gap="\n"))
    return blocks


def _messages(blocks: Sequence[Block]) -> list[RenderedMessage]:
    return [
        RenderedMessage(join_html(packed), join_plain(packed, with_urls=True))
        for packed in pack(blocks)
    ]
