"""From a fetched page to an article, or to the reason why it is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from ingest.errors import SkippedInputError, SkipReason
from ingest.fetching.models import FetchedPage
from ingest.models import SourceDefaults
from ingest.parsing.decoding import decode_html
from ingest.parsing.html import parse_html
from ingest.parsing.markdown import parse_markdown
from ingest.parsing.text import parse_text
from ingest.sources.website.content import Content, document_type, tell_content
from ingest.sources.website.error_pages import is_error_page
from ingest.sources.website.markup import PageMarkup, is_link_list, read_markup
from ingest.sources.website.urls import path_of
from vectorstore.models import Article

DocumentParser = Callable[[bytes, str, SourceDefaults], Article]

_NO_MARKUP = PageMarkup((), frozenset(), (), "", noindex=False)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What was read of a page: an article or the reason why there is none, and its markup."""

    article: Article | None
    fault: SkippedInputError | None
    markup: PageMarkup = _NO_MARKUP

    @property
    def is_document(self) -> bool:
        """Whether this is a document or plain text rather than a page with markup."""
        return self.markup is _NO_MARKUP

    @property
    def own_text(self) -> str:
        """All text of the article."""
        return "\n".join(block.text for block in self.article.blocks) if self.article else ""

    @property
    def is_link_list(self) -> bool:
        """Whether the page lists others rather than saying something itself."""
        blocks = self.article.blocks if self.article else ()
        headings = dict.fromkeys(block.heading_path[-1] for block in blocks if block.heading_path)
        return is_link_list(headings, self.own_text, self.markup.link_texts)


class PageReader:
    """Reads pages of every type; `documents` holds the parsers of PDF and the like by media type.

    A parser of documents is given the content, the address, and the source's defaults.
    """

    def __init__(self, documents: Mapping[str, DocumentParser], defaults: SourceDefaults) -> None:
        self._documents = documents
        self._defaults = defaults

    def read(self, page: FetchedPage, url: str, title: str = "") -> ReadPage:
        """Read a page whose normalised address is `url`; its article's id is that address.

        `title` is what others call a page that states none.
        """
        content = tell_content(page.content, page.media_type)
        markup = _NO_MARKUP
        try:
            if not page.content.strip():
                raise SkippedInputError(url, SkipReason.EMPTY, "is empty")
            if content is Content.HTML:
                source = decode_html(page.content, name=url, declared=page.charset)
                markup = read_markup(source, url)
                article = self._read_html(source, url, title, markup)
            else:
                article = self._read_other(page, url, content)
        except SkippedInputError as fault:
            return ReadPage(None, fault, markup)
        except Exception as error:  # noqa: BLE001 - whatever a page holds, the others go on
            reason = f"cannot be read ({type(error).__name__})"
            return ReadPage(None, SkippedInputError(url, SkipReason.UNREADABLE, reason), markup)
        info = replace(article.info, url=article.info.url or url)
        return ReadPage(replace(article, info=info), None, markup)

    def _read_html(self, source: str, url: str, title: str, markup: PageMarkup) -> Article:
        try:
            article = parse_html(source, url, self._defaults, page_url=url, title=title)
        except SkippedInputError:
            _refuse_error_page(url, markup.titles, "")
            raise
        text = "\n".join(block.text for block in article.blocks)
        _refuse_error_page(url, (article.info.title, *markup.titles), text)
        return article

    def _read_other(self, page: FetchedPage, url: str, content: Content) -> Article:
        media_type = document_type(page.content, page.media_type)
        if media_type in self._documents:
            return self._documents[media_type](page.content, url, self._defaults)
        if content not in {Content.TEXT, Content.MARKDOWN}:
            reason = f'has the type "{media_type}", which cannot be read'
            raise SkippedInputError(url, SkipReason.UNSUPPORTED, reason)
        source = decode_html(page.content, name=url, declared=page.charset)
        parse = parse_markdown if content is Content.MARKDOWN else parse_text
        stem = PurePosixPath(unquote(path_of(url))).stem
        return parse(source, url, self._defaults, stem=stem)


def _refuse_error_page(url: str, titles: tuple[str, ...], text: str) -> None:
    if is_error_page(titles, text):
        reason = "shows an error page, though its server says that all is well"
        raise SkippedInputError(url, SkipReason.UNAVAILABLE, reason)
