"""Turns an answer into Telegram messages: text, list of sources, verbatim quotes, footer."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.addresses import address_parts
from bot.answering.models import Answer, Citation
from bot.messages.catalogue import Catalogue
from bot.messages.dates import format_date
from bot.telegram.keyboards import Keyboard
from bot.telegram.markup import (
    Block,
    Span,
    Style,
    join_html,
    join_plain,
    link_or_text,
)
from bot.telegram.measuring import MESSAGE_UNITS, utf16_length
from bot.telegram.offers import Showing, answer_keyboard, has_own_buttons, newest_is_stale
from bot.telegram.splitting import pack

# A source line is never torn, so its facts are kept to a length a reader can take in.
LONGEST_TITLE = 300
LONGEST_FACT = 150

ANSWERED_GROUP = "answered"
ANYWHERE = Showing()

_NUMBER = re.compile(r"(\[[0-9]{1,4}\])")
# Ours stand at the end of a line; a bracketed number elsewhere is a footnote of the source.
_OUR_NUMBERS = re.compile(r"(?:\s*\[[0-9]{1,4}\])+$")
_INVISIBLE_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """One message as HTML, and as plain text for when Telegram refuses the HTML.

    `keyboard` are the buttons under it; `asks` lets the client open a field for a reply and says in
    it what for.
    """

    html: str
    plain: str
    keyboard: Keyboard = ()
    asks: str = ""


def render(
    answer: Answer, catalogue: Catalogue, showing: Showing = ANYWHERE
) -> list[RenderedMessage]:
    """Render an answer as at least one message, in reading order, its buttons under the last.

    Where the quotes would make a second message and can be had by a button, they are left to it.
    """
    language = answer.language
    if not is_visible(answer.text):
        return render_notice(catalogue.text("answer.error_model", language))
    stale = newest_is_stale(answer.citations, showing)
    opening = [*_paragraphs(answer.text, answer.citations), *_sources(answer, catalogue)]
    ending = list(_ending(answer, stale, showing.notes, catalogue))
    quotes = list(_quotes(answer.citations, language, catalogue))
    messages = _messages([*opening, *quotes, *ending])
    kept_back = bool(quotes) and has_own_buttons(answer, showing) and len(messages) > 1
    if kept_back:
        messages = _messages([*opening, *ending])
    buttons = answer_keyboard(answer, showing, catalogue, quotes_kept_back=kept_back)
    return with_keyboard(messages, buttons)


def render_quotes(
    citations: Sequence[Citation], language: str, catalogue: Catalogue
) -> list[RenderedMessage]:
    """Render the sources of an answer with their verbatim quotes, for when they are asked for."""
    heading = Span(catalogue.text("answer.sources", language), Style.BOLD)
    blocks = [Block((heading,), keep_with_next=True)]
    blocks += _source_lines(citations, language, catalogue)
    blocks += _quotes(citations, language, catalogue)
    return _messages(blocks)


def render_notice(text: str) -> list[RenderedMessage]:
    """Render a sentence of the catalogue, which has no sources."""
    return _messages(list(_paragraphs(text, ())))


def with_keyboard(messages: Sequence[RenderedMessage], keyboard: Keyboard) -> list[RenderedMessage]:
    """Put buttons under the last of the messages."""
    return [*messages[:-1], replace(messages[-1], keyboard=keyboard)]


def is_visible(text: str) -> bool:
    """Tell whether a reader sees anything of `text`; Telegram refuses what nobody sees."""
    return any(unicodedata.category(char) not in _INVISIBLE_CATEGORIES for char in text)


def _messages(blocks: Sequence[Block]) -> list[RenderedMessage]:
    return [_message(packed) for packed in pack(blocks)]


def _message(blocks: Sequence[Block]) -> RenderedMessage:
    plain = join_plain(blocks, with_urls=True)
    if utf16_length(plain) > MESSAGE_UNITS:
        plain = join_plain(blocks, with_urls=False)
    return RenderedMessage(join_html(blocks), plain)


def _paragraphs(text: str, citations: Sequence[Citation]) -> Iterator[Block]:
    urls: dict[int, str] = {}
    for citation in citations:
        urls.setdefault(citation.number, citation.url)
    after_blank = False
    for line in _printable(text).split("\n"):
        if is_visible(line):
            spans = _numbered(line.strip(), urls)
            # Without sources the words are our own.
            shown = _unlinked(spans) if urls else spans
            yield Block(shown, gap="\n\n" if after_blank else "\n")
        after_blank = not is_visible(line)


def _numbered(line: str, urls: Mapping[int, str]) -> tuple[Span, ...]:
    ours = _OUR_NUMBERS.search(line)
    words = line[: ours.start()] if ours else line
    parts = (part for part in _NUMBER.split(line[len(words) :]) if part)
    before = (Span(words),) if words else ()
    return before + tuple(
        link_or_text(part, urls.get(int(part[1:-1]), "")) if _NUMBER.fullmatch(part) else Span(part)
        for part in parts
    )


def _sources(answer: Answer, catalogue: Catalogue) -> Iterator[Block]:
    if not answer.citations:
        return
    heading = Span(catalogue.text("answer.sources", answer.language), Style.BOLD)
    yield Block((heading,), keep_with_next=True)
    yield from _source_lines(answer.citations, answer.language, catalogue)


def _ending(
    answer: Answer, stale: date | None, notes: Sequence[str], catalogue: Catalogue
) -> Iterator[Block]:
    language = answer.language
    if stale is not None:
        day = format_date(stale, language, catalogue)
        yield Block((Span(catalogue.text("telegram.stale", language, date=day)),))
    if answer.worded:
        yield Block((Span(catalogue.text("answer.worded", language)),))
    for note in notes:
        yield Block((Span(note),))
    if answer.status.group == ANSWERED_GROUP:
        yield Block((Span(catalogue.text("telegram.footer", language), Style.ITALIC),))


def _source_lines(
    citations: Sequence[Citation], language: str, catalogue: Catalogue
) -> Iterator[Block]:
    lines: dict[tuple[Span, ...], list[str]] = {}
    for citation in citations:
        spans = _unlinked(_source_facts(citation, language, catalogue))
        lines.setdefault(spans, []).append(f"[{citation.number}]")
    for spans, numbers in lines.items():
        yield Block((Span(" ".join(numbers) + " "), *spans), gap="\n")


def _source_facts(citation: Citation, language: str, catalogue: Catalogue) -> Iterator[Span]:
    title = _one_line(citation.title, LONGEST_TITLE)
    section = _one_line(citation.section, LONGEST_FACT)
    name = title or section or _one_line(citation.article_id, LONGEST_TITLE)
    yield link_or_text(name, citation.url)
    facts = [
        section if section != name else "",
        _one_line(citation.publisher, LONGEST_FACT),
        format_date(citation.published, language, catalogue) if citation.published else "",
    ]
    known = ", ".join(fact for fact in facts if fact)
    if known:
        yield Span(f" — {known}")


def _quotes(citations: Sequence[Citation], language: str, catalogue: Catalogue) -> Iterator[Block]:
    for citation in citations:
        if is_visible(citation.quote):
            number = f"[{citation.number}]"
            yield Block(
                _unlinked(_highlighted(_printable(citation.quote), citation.highlight)),
                quoted=True,
                lead=catalogue.text("telegram.quote", language, number=number),
                lead_continued=catalogue.text("telegram.quote_continued", language, number=number),
            )


def _highlighted(quote: str, highlight: tuple[int, int] | None) -> Iterator[Span]:
    start, end = highlight or (0, 0)
    start = min(max(start, 0), len(quote))
    end = min(max(end, start), len(quote))
    parts = (
        Span(quote[:start]),
        Span(quote[start:end], Style.BOLD),
        Span(quote[end:]),
    )
    return (part for part in parts if part.text)


def _unlinked(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Set addresses in the words of others as code; what links to a source stays a link."""
    return tuple(
        replace(span, text=text, style=Style.CODE) if linked else replace(span, text=text)
        for span in spans
        for text, linked in ([(span.text, False)] if span.url else address_parts(span.text))
    )


def _one_line(text: str, longest: int) -> str:
    line = " ".join(_printable(text).split())
    if not is_visible(line):
        return ""
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _printable(text: str) -> str:
    # One character for one, so that the offsets of a highlight stay true.
    return "".join(map(_printable_char, text))


def _printable_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":  # half of a surrogate pair cannot be sent as UTF-8
        return "\N{REPLACEMENT CHARACTER}"
    return " " if category == "Cc" and char != "\n" else char
