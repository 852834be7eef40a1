"""From Markdown with YAML front matter to an article (adapter: markdown-it-py)."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import SkippedInputError, SkipReason
from ingest.models import SourceDefaults
from ingest.parsing.draft import finish_article, readable_stem
from ingest.parsing.front_matter import split_front_matter
from ingest.parsing.hidden import ShownMarkup
from ingest.parsing.outline import Outline
from vectorstore.cleaning import clean_line
from vectorstore.models import Article, Block

_CELL_SEPARATOR = " | "
_MAX_NESTING = 100  # text nested deeper is dropped by the parser
_EXPLICIT_ID = re.compile(r"\s*\{#([^\s{}]+)\}\s*$")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_ID_OF_TAG = re.compile(r"<[a-zA-Z][^>]*\b(?:id|name)=[\"']([^\s\"'<>]+)[\"']")


def parse_markdown(
    source: str, article_id: str, defaults: SourceDefaults | None = None, *, stem: str = ""
) -> Article:
    """Read Markdown under its headings; without any title the file's stem is made into one.

    Raises:
        SkippedInputError: the front matter is damaged, or there is no text.
    """
    facts, body = split_front_matter(source, article_id)
    try:
        tokens = (
            MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
            .enable(["table", "strikethrough"])
            .parse(body)
        )
    except RecursionError:
        reason = "nests its elements too deeply"
        raise SkippedInputError(article_id, SkipReason.UNREADABLE, reason) from None
    title_at, heading = _find_title(tokens, facts.title)
    blocks = _Reader(tokens, title_at, has_address=bool(facts.url)).read()
    title = facts.title or heading or readable_stem(stem)
    return finish_article(article_id, facts.to_draft(blocks, title), defaults or SourceDefaults())


def slugify(heading: str) -> str:
    """The fragment that GitHub and most site generators give to a heading."""
    return _NOT_IN_SLUG.sub("", heading.strip().lower()).replace(" ", "-")


class _Reader:
    def __init__(self, tokens: list[Token], title_at: int, *, has_address: bool) -> None:
        self._tokens = tokens
        self._title_at = title_at
        self._has_address = has_address
        self._outline = Outline()
        self._slugs: dict[str, int] = {}
        self._anchor = ""
        self._list_depth = 0
        self._marker = ""
        self._tight = False
        self._cells: list[str] | None = None
        self._markup = ShownMarkup()

    def read(self) -> tuple[Block, ...]:
        """Everything under the headings, in order."""
        for at, token in enumerate(self._tokens):
            if token.type == "html_block":
                self._read_html(token.content)
            elif self._markup.hides and (token.content or token.type == "list_item_open"):
                continue
            elif token.type == "inline":
                self._read_inline(at, token)
            elif token.type in {"fence", "code_block"}:
                self._add_text(token.content)
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                self._list_depth += 1
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                self._list_depth -= 1
                self._tight = self._list_depth > 0
            elif token.type == "list_item_open":
                self._marker = f"{token.info}. " if token.info else "- "
            else:
                self._read_table_part(token)
        return self._outline.blocks()

    def _read_inline(self, at: int, token: Token) -> None:
        if self._tokens[at - 1].type == "heading_open":
            self._add_heading(at, token, int(self._tokens[at - 1].tag[1:]))
        elif self._cells is not None:
            self._cells.append(_plain(token).replace("\n", " "))
        else:
            self._add_text(_plain(token))

    def _read_table_part(self, token: Token) -> None:
        if token.type == "tr_open":
            self._cells = []
        elif token.type == "tr_close":
            self._outline.add_text(_CELL_SEPARATOR.join(self._cells or []), tight=self._tight)
            self._cells = None
            self._tight = True
        elif token.type == "table_close":
            self._tight = self._list_depth > 0

    def _add_heading(self, at: int, token: Token, level: int) -> None:
        text = _plain(token).replace("\n", " ")
        explicit = _EXPLICIT_ID.search(text)
        if explicit:
            text = text[: explicit.start()]
        slug = explicit.group(1) if explicit else self._unique_slug(text)
        anchor = self._anchor or _id_within(token) or slug
        self._anchor = self._marker = ""
        if at != self._title_at:
            self._outline.add_heading(level, text, anchor if self._has_address else "")

    def _add_text(self, text: str) -> None:
        self._outline.add_text(text, marker=self._marker, tight=self._tight)
        self._tight = self._list_depth > 0
        self._marker = ""

    def _read_html(self, markup: str) -> None:
        named = _ID_OF_TAG.search(markup)
        text = self._markup.read(markup)
        if text.strip():
            self._add_text(text)
        elif named:
            self._anchor = named.group(1)

    def _unique_slug(self, heading: str) -> str:
        slug = slugify(heading)
        count = self._slugs.get(slug, 0)
        self._slugs[slug] = count + 1
        return f"{slug}-{count}" if count else slug


def _find_title(tokens: list[Token], stated: str) -> tuple[int, str]:
    """The place and text of the H1 that is the article's title: the stated, only or first one."""
    headings = [
        (at + 1, _EXPLICIT_ID.sub("", clean_line(_plain(tokens[at + 1]))))
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1"
    ]
    for at, text in headings:
        if text == clean_line(stated):
            return at, text
    if headings and (len(headings) == 1 or not stated):
        return headings[0]
    return -1, ""


def _plain(token: Token) -> str:
    parts, markup = [], ShownMarkup()
    for child in token.children or []:
        if child.type == "html_inline":
            markup.read(child.content)
        if markup.hides:
            continue
        if child.type in {"text", "code_inline", "text_special"}:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or child.content.lower().startswith("<br"):
            parts.append("\n")
    return "".join(parts)


def _id_within(token: Token) -> str:
    found = (_ID_OF_TAG.search(child.content) for child in token.children or [])
    return next((match.group(1) for match in found if match), "")
